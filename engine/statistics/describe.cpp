#include "coffer/statistics/describe.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Core>

#include "coffer/base/contract.hpp"
#include "coffer/base/money.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/statistics/dealt.hpp"
#include "coffer/statistics/figures.hpp"
#include "finishes.hpp"

namespace coffer::statistics {

namespace {

using kernel::PathStore;

TargetResult target_result(const plan::Plan& plan, const plan::TargetPlan& target,
                           const PathStore& paths, const Weights& weights) {
    TargetResult result;
    result.id = target.id;
    result.name = target.name;
    result.indicator = target.indicator;
    result.dimension = target.dimension;
    result.span = target.span;
    result.over = target.over;
    result.relation = target.relation;
    result.value = target.value;
    const Eigen::ArrayXd met = met_on(plan, target, paths);
    if (weights.dealt()) {
        const auto estimate = dealt_share_estimate({met.data(), weights.size()});
        result.probability = estimate.value;
        result.standard_error = estimate.se;
        result.low = *estimate.interval.low;
        result.high = *estimate.interval.high;
        return result;
    }
    const auto share =
        weights.share([&](std::size_t path) { return met[static_cast<Eigen::Index>(path)] > 0.0; });
    result.probability = share.probability;
    result.standard_error = share.standard_error;
    const Interval interval = share_interval(share.probability, weights.effective_size());
    result.low = *interval.low;
    result.high = *interval.high;
    return result;
}

/// What happened to the project: from sums over all paths or, where paths weigh differently, from
/// each path.
void add_events(const plan::ProjectPlan& project, std::size_t index, const PathStore& paths,
                const Weights& weights, ProjectResult& result) {
    const auto n = weights.total();
    const auto& totals = paths.totals[index];
    const auto column = static_cast<Eigen::Index>(index);
    const auto share = [&](std::uint64_t count, kernel::ProjectFlag flag) -> Weights::Share {
        if (weights.alike()) {
            const double probability = static_cast<double>(count) / n;
            return {probability, std::sqrt(probability * (1.0 - probability) / n)};
        }
        return weights.share([&](std::size_t path) {
            return (paths.project_flags(static_cast<Eigen::Index>(path), column) & flag) != 0;
        });
    };
    if (project.has_deadline) {
        const auto late = share(totals.late, kernel::late);
        result.probability_late = late.probability;
        result.probability_late_se = late.standard_error;
    }
    result.probability_suspended = share(totals.suspended, kernel::suspended).probability;
    result.probability_cancelled = share(totals.cancelled, kernel::cancelled).probability;
    result.probability_short = share(totals.short_of_money, kernel::short_of_money).probability;
    if (weights.alike()) {
        result.funded_share =
            static_cast<double>(totals.funded_share) / n / kernel::ProjectTotals::whole_share;
    } else {
        result.funded_share = weights.mean(paths.project_funded.col(column));
    }
}

ProjectResult project_result(const plan::Plan& plan, std::size_t index, const PathStore& paths,
                             const Weights& weights) {
    const auto& project = plan.projects[index];
    ProjectResult result;
    result.id = project.id;
    result.name = project.name;
    result.total_investment = project.total / 100.0;
    const double begin = plan.stages[project.first_stage].planned_start;
    if (begin < plan::horizon_limit) result.planned_start = begin;
    const double planned = plan.stages[project.last_stage].planned_finish;
    if (planned < plan::horizon_limit) result.planned_finish = planned;
    const auto finishes = finishes_of(plan, index, paths, weights);
    result.probability_finished = finishes.probability;
    result.finish_p10 = finishes.p10;
    result.finish_p50 = finishes.p50;
    result.finish_p90 = finishes.p90;
    add_events(project, index, paths, weights, result);
    return result;
}

FirstYearRow first_year_row(const plan::Plan& plan, std::size_t index, const PathStore& paths,
                            const Weights& weights, const PathStore& median) {
    const bool pipeline = index >= plan.projects.size();
    const plan::FundablePlan& fundable =
        pipeline
            ? static_cast<const plan::FundablePlan&>(plan.pipelines[index - plan.projects.size()])
            : plan.projects[index];
    const auto column = static_cast<Eigen::Index>(index);
    FirstYearRow row;
    row.id = fundable.id;
    row.name = fundable.name;
    row.basis = fundable.basis;
    if (pipeline) {
        const auto& amounts = plan.pipelines[index - plan.projects.size()].need.amount;
        for (std::size_t month = 0; month < 12; ++month) row.planned += amounts[month];
    } else {
        row.planned = plan.projects[index].planned_first_year_counted;
    }
    row.planned *= fundable.fai_share / 100.0;
    row.median_path = median.first_year_fai(0, column);
    row.unfunded = median.first_year_unmet(0, column);
    row.price_effect = median.first_year_price(0, column);
    row.reported_later = median.first_year_unreported(0, column);
    row.mean = weights.alike() ? paths.first_year_fai_sum[index].value() / fen_per_yuan /
                                     static_cast<double>(paths.yearly.rows())
                               : weights.mean(paths.first_year_fai.col(column));
    return row;
}

/// What was done before the plan and counts in its first months.
std::optional<FirstYearRow> carried_in_row(const plan::Plan& plan) {
    FirstYearRow row;
    const auto& months = plan.fai.carried_in;
    for (std::size_t month = 0; month < std::min<std::size_t>(months.size(), 12); ++month) {
        row.median_path += months[month] / 100.0;
    }
    if (row.median_path == 0.0) return std::nullopt;
    row.id = "fai.carried_in";
    row.name = {"计划前完成、年内统计的投资", "Counted before the plan, reported in it"};
    row.mean = row.median_path;
    row.reported_later = -row.median_path;
    return row;
}

FirstHitResult first_hit_result(const plan::Plan& plan, std::size_t hit, const PathStore& paths,
                                const Weights& weights) {
    FirstHitResult result;
    result.event = plan::first_hit_names[hit];
    result.start = plan.start;
    std::vector<double> counts(static_cast<std::size_t>(plan.months), 0.0);
    double hits = 0.0;
    double months = 0.0;
    const Eigen::ArrayXd sample = paths.first_hit.col(static_cast<Eigen::Index>(hit));
    for (Eigen::Index path = 0; path < sample.size(); ++path) {
        const double month = sample[path];
        if (month >= plan.months) continue;
        const double weight = weights.of(static_cast<std::size_t>(path));
        counts[static_cast<std::size_t>(month)] += weight;
        hits += weight;
        months += weight * month;
    }
    for (double& count : counts) count /= weights.total();
    result.probability = std::move(counts);
    if (hits > 0.0) result.mean_month = months / hits;
    return result;
}

}  // namespace

Forecast describe(const plan::Plan& plan, const PathStore& paths, const Weights& weights,
                  const PathStore& reference, const ForEach& for_each) {
    COFFER_EXPECT(weights.size() == static_cast<std::size_t>(paths.yearly.rows()));
    COFFER_EXPECT(weights.alike() || paths.detail == kernel::Detail::traced);
    Forecast forecast;
    forecast.paths = static_cast<std::uint64_t>(paths.yearly.rows());
    for (const auto& series : plan.economic_series) forecast.names[series.id] = series.name;
    for (const auto& funnel : plan.funnels) forecast.names[funnel.id] = funnel.name;
    for (const auto& target : plan.targets) {
        if (target.project == plan::nowhere) continue;
        const auto& project = plan.projects[target.project];
        forecast.names[project.id] = project.name;
    }
    for (const auto& [id, name] : plan.watched_names) forecast.names[id] = name;
    for (const auto& source : plan.sources) {
        // Where an instrument has the same id, its name goes first.
        if (source.debt.kept != plan::nowhere) forecast.names.try_emplace(source.id, source.name);
    }
    for (const auto& target : plan.targets) {
        forecast.targets.push_back(target_result(plan, target, paths, weights));
    }
    forecast.projects.resize(plan.projects.size());
    for_each(plan.projects.size(), [&](std::size_t index) {
        forecast.projects[index] = project_result(plan, index, paths, weights);
    });
    for (std::size_t f = 0; f < plan.projects.size() + plan.pipelines.size(); ++f) {
        forecast.first_year.push_back(first_year_row(plan, f, paths, weights, reference));
    }
    if (auto row = carried_in_row(plan)) forecast.first_year.push_back(std::move(*row));
    for (std::size_t hit = 0; hit < plan.first_hits(); ++hit) {
        forecast.first_hits.push_back(first_hit_result(plan, hit, paths, weights));
    }
    const auto figures = figures_of(plan);
    const QuantileBounds bounds(weights.size());
    forecast.series.resize(figures.size());
    for_each(figures.size(), [&](std::size_t index) {
        const auto& figure = figures[index];
        auto& series = forecast.series[index];
        series.indicator = figure.id.indicator;
        series.dimension = figure.id.dimension;
        series.year = figure.id.year;
        series.month = figure.id.month;
        series.median_path = sample_of(reference, figure)[0];
        const bool monthly = figure.id.month > 0;
        const auto* const interval_bounds = monthly ? nullptr : &bounds;
        const auto alike = (monthly ? paths.monthly : paths.yearly).alike(figure.column);
        if (alike && weights.alike()) {
            series.summary = summarise_alike(*alike, weights.size(), interval_bounds);
            return;
        }
        const Eigen::ArrayXd sample = sample_of(paths, figure);
        series.summary = weights.summarise({sample.data(), weights.size()}, interval_bounds);
    });
    return forecast;
}

}  // namespace coffer::statistics
