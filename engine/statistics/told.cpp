#include "told.hpp"

#include <algorithm>
#include <cmath>

namespace coffer::statistics {

SeriesSummary named(const Figure& figure, const kernel::PathStore& reference) {
    SeriesSummary series;
    series.indicator = figure.id.indicator;
    series.dimension = figure.id.dimension;
    series.year = figure.id.year;
    series.month = figure.id.month;
    series.reference_path = sample_of(reference, figure)[0];
    return series;
}

TargetResult named(const plan::TargetPlan& target) {
    TargetResult result;
    result.id = target.id;
    result.name = target.name;
    result.indicator = target.indicator;
    result.dimension = target.dimension;
    result.span = target.span;
    result.over = target.over;
    result.relation = target.relation;
    result.value = target.value;
    return result;
}

void tell(TargetResult& result, double probability, double standard_error, double paths) {
    result.probability = probability;
    result.standard_error = standard_error;
    const Interval interval = share_interval(probability, paths);
    result.low = *interval.low;
    result.high = *interval.high;
}

ProjectResult named(const plan::Plan& plan, std::size_t index) {
    const auto& project = plan.projects[index];
    ProjectResult result;
    result.id = project.id;
    result.name = project.name;
    result.total_investment = project.total / 100.0;
    const double begin = plan.stages[project.first_stage].planned_start;
    if (begin < plan::horizon_limit) result.planned_start = begin;
    const double planned = plan.stages[project.last_stage].planned_finish;
    if (planned < plan::horizon_limit) result.planned_finish = planned;
    return result;
}

void tell(ProjectResult& result, const plan::ProjectPlan& project,
          const kernel::ProjectTotals& totals, double paths) {
    const auto share = [paths](std::uint64_t count) { return static_cast<double>(count) / paths; };
    if (project.has_deadline) {
        const double late = share(totals.late);
        result.probability_late = late;
        result.probability_late_se = std::sqrt(late * (1.0 - late) / paths);
    }
    result.probability_suspended = share(totals.suspended);
    result.probability_cancelled = share(totals.cancelled);
    result.probability_short = share(totals.short_of_money);
    result.funded_share = share(totals.funded_share) / kernel::ProjectTotals::whole_share;
}

FirstYearRow first_year_row(const plan::Plan& plan, std::size_t index, double mean,
                            const kernel::PathStore& reference) {
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
    row.reference_path = reference.first_year_fai(0, column);
    row.unfunded = reference.first_year_unmet(0, column);
    row.price_effect = reference.first_year_price(0, column);
    row.reported_later = reference.first_year_unreported(0, column);
    row.mean = mean;
    return row;
}

std::optional<FirstYearRow> carried_in_row(const plan::Plan& plan) {
    FirstYearRow row;
    const auto& months = plan.fai.carried_in;
    for (std::size_t month = 0; month < std::min<std::size_t>(months.size(), 12); ++month) {
        row.reference_path += months[month] / 100.0;
    }
    if (row.reference_path == 0.0) return std::nullopt;
    row.id = "fai.carried_in";
    row.name = {"计划前完成、年内统计的投资", "Counted before the plan, reported in it"};
    row.mean = row.reference_path;
    row.reported_later = -row.reference_path;
    return row;
}

FirstHitResult first_hit_result(const plan::Plan& plan, std::size_t hit,
                                std::span<const double> by_month, double total) {
    FirstHitResult result;
    result.event = plan::first_hit_names[hit];
    result.start = plan.start;
    double hits = 0.0;
    double months = 0.0;
    for (std::size_t month = 0; month < by_month.size(); ++month) {
        hits += by_month[month];
        months += static_cast<double>(month) * by_month[month];
        result.probability.push_back(by_month[month] / total);
    }
    if (hits > 0.0) result.mean_month = months / hits;
    return result;
}

}  // namespace coffer::statistics
