#include "coffer/statistics/describe.hpp"

#include <vector>

#include <Eigen/Core>

#include "coffer/base/contract.hpp"
#include "coffer/base/money.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/statistics/dealt.hpp"
#include "coffer/statistics/figures.hpp"
#include "finishes.hpp"
#include "joint.hpp"
#include "told.hpp"

namespace coffer::statistics {

namespace {

using kernel::PathStore;

TargetResult target_result(const plan::Plan& plan, const plan::TargetPlan& target,
                           const PathStore& paths, const Weights& weights) {
    TargetResult result = named(target);
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
    tell(result, share.probability, share.standard_error, weights.effective_size());
    return result;
}

/// What happened to the project where paths weigh differently: from each path.
void tell_weighed(ProjectResult& result, const plan::ProjectPlan& project, std::size_t index,
                  const PathStore& paths, const Weights& weights) {
    const auto column = static_cast<Eigen::Index>(index);
    const auto share = [&](kernel::ProjectFlag flag) {
        return weights.share([&](std::size_t path) {
            return (paths.project_flags(static_cast<Eigen::Index>(path), column) & flag) != 0;
        });
    };
    if (project.has_deadline) {
        const auto late = share(kernel::late);
        result.probability_late = late.probability;
        result.probability_late_se = late.standard_error;
    }
    result.probability_suspended = share(kernel::suspended).probability;
    result.probability_cancelled = share(kernel::cancelled).probability;
    result.probability_short = share(kernel::short_of_money).probability;
    result.funded_share = weights.mean(paths.project_funded.col(column));
}

ProjectResult project_result(const plan::Plan& plan, std::size_t index, const PathStore& paths,
                             const Weights& weights) {
    ProjectResult result = named(plan, index);
    const auto finishes = finishes_of(plan, index, paths, weights);
    result.probability_finished = finishes.probability;
    result.finish_p10 = finishes.p10;
    result.finish_p50 = finishes.p50;
    result.finish_p90 = finishes.p90;
    const auto& project = plan.projects[index];
    if (weights.alike()) {
        tell(result, project, paths.totals[index], weights.total());
    } else {
        tell_weighed(result, project, index, paths, weights);
    }
    return result;
}

double first_year_mean(std::size_t index, const PathStore& paths, const Weights& weights) {
    return weights.alike()
               ? paths.first_year_fai_sum[index].value() / fen_per_yuan /
                     static_cast<double>(paths.yearly.rows())
               : weights.mean(paths.first_year_fai.col(static_cast<Eigen::Index>(index)));
}

FirstHitResult first_hit_on(const plan::Plan& plan, std::size_t hit, const PathStore& paths,
                            const Weights& weights) {
    std::vector<double> by_month(static_cast<std::size_t>(plan.months), 0.0);
    const Eigen::ArrayXd sample = paths.first_hit.col(static_cast<Eigen::Index>(hit));
    for (Eigen::Index path = 0; path < sample.size(); ++path) {
        const double month = sample[path];
        if (month >= plan.months) continue;
        by_month[static_cast<std::size_t>(month)] += weights.of(static_cast<std::size_t>(path));
    }
    return first_hit_result(plan, hit, by_month, weights.total());
}

std::vector<JointRow> joint_results(const plan::Plan& plan, const PathStore& paths,
                                    const Weights& weights) {
    auto rows = joint_rows(plan);
    if (rows.empty()) return rows;
    const JointSample sample = joint_sample(paths);
    for (JointRow& row : rows) {
        const auto met = [&](std::size_t path) {
            const auto at = static_cast<Eigen::Index>(path);
            return holds(row, sample.cost[at], sample.finish[at]);
        };
        row.probability = weights.share(met).probability;
        const Interval interval = share_interval(row.probability, weights.effective_size());
        row.low = *interval.low;
        row.high = *interval.high;
    }
    return rows;
}

}  // namespace

Forecast describe(const plan::Plan& plan, const PathStore& paths, const Weights& weights,
                  const PathStore& reference, const ForEach& for_each) {
    COFFER_EXPECT(weights.size() == static_cast<std::size_t>(paths.yearly.rows()));
    COFFER_EXPECT(weights.alike() || paths.detail == kernel::Detail::traced);
    Forecast forecast;
    forecast.paths = static_cast<std::uint64_t>(paths.yearly.rows());
    forecast.names = plan.dimension_names;
    for (const auto& target : plan.targets) {
        forecast.targets.push_back(target_result(plan, target, paths, weights));
    }
    forecast.projects.resize(plan.projects.size());
    for_each(plan.projects.size(), [&](std::size_t index) {
        forecast.projects[index] = project_result(plan, index, paths, weights);
    });
    for (std::size_t f = 0; f < plan.projects.size() + plan.pipelines.size(); ++f) {
        forecast.first_year.push_back(
            first_year_row(plan, f, first_year_mean(f, paths, weights), reference));
    }
    if (auto row = carried_in_row(plan)) forecast.first_year.push_back(std::move(*row));
    for (std::size_t hit = 0; hit < plan.first_hits(); ++hit) {
        forecast.first_hits.push_back(first_hit_on(plan, hit, paths, weights));
    }
    forecast.joint = joint_results(plan, paths, weights);
    const auto figures = figures_of(plan);
    const QuantileBounds bounds(weights.size());
    forecast.series.resize(figures.size());
    for_each(figures.size(), [&](std::size_t index) {
        const auto& figure = figures[index];
        auto& series = forecast.series[index];
        series = named(figure, reference);
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
