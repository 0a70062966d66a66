#include "coffer/statistics/describe.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Core>

#include "coffer/base/money.hpp"
#include "coffer/model/indicators.hpp"

namespace coffer::statistics {

namespace {

using kernel::PathStore;

/// A series and where its sample is.
struct Column {
    SeriesSummary series;
    Eigen::Index index = 0;
    bool monthly = false;
};

std::vector<Column> columns_of(const plan::Plan& plan) {
    std::vector<Column> columns;
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        for (int year = 0; year < plan.years; ++year) {
            if (!plan.reported(slot, year)) continue;
            Column column;
            column.series.indicator = plan.slots[slot].indicator;
            column.series.dimension = plan.slots[slot].dimension;
            column.series.year = plan.first_year + year;
            column.index = PathStore::year_column(plan, slot, year);
            columns.push_back(std::move(column));
        }
    }
    for (std::size_t slot = 0; slot < plan::month_slots; ++slot) {
        for (int month = 0; month < plan.months; ++month) {
            Column column;
            column.series.indicator = plan::indicator_of(static_cast<plan::MonthSlot>(slot));
            column.series.dimension = "total";
            column.series.year = plan.first_year + month / 12;
            column.series.month = month % 12 + 1;
            column.index = PathStore::month_column(plan, slot, month);
            column.monthly = true;
            columns.push_back(std::move(column));
        }
    }
    // Indicator order, dimension, then years before months.
    std::stable_sort(columns.begin(), columns.end(), [](const Column& a, const Column& b) {
        return a.series.indicator < b.series.indicator;
    });
    return columns;
}

bool holds(model::Target::Relation relation, double value, double bound) {
    switch (relation) {
        case model::Target::Relation::at_least:
            return value >= bound;
        case model::Target::Relation::above:
            return value > bound;
        case model::Target::Relation::at_most:
            return value <= bound;
        case model::Target::Relation::below:
            return value < bound;
    }
    return false;
}

double share_error(double share, double n) { return std::sqrt(share * (1.0 - share) / n); }

TargetResult target_result(const plan::Plan& plan, const plan::TargetPlan& target,
                           const PathStore& paths) {
    TargetResult result;
    result.id = target.id;
    result.name = target.name;
    result.indicator = plan.slots[target.slot].indicator;
    result.dimension = plan.slots[target.slot].dimension;
    result.year = plan.first_year + target.year;
    result.relation = target.relation;
    result.value = target.value;
    const Eigen::ArrayXd sample =
        paths.yearly.col(PathStore::year_column(plan, target.slot, target.year));
    const auto met = std::count_if(sample.begin(), sample.end(), [&](double value) {
        return holds(target.relation, value, target.value);
    });
    const auto n = static_cast<double>(sample.size());
    result.probability = static_cast<double>(met) / n;
    result.standard_error = share_error(result.probability, n);
    return result;
}

ProjectResult project_result(const plan::Plan& plan, std::size_t index, const PathStore& paths) {
    const auto& project = plan.projects[index];
    const auto column = static_cast<Eigen::Index>(index);
    ProjectResult result;
    result.id = project.id;
    result.name = project.name;
    result.total_investment = project.total / 100.0;
    const double planned = plan.stages[project.last_stage].planned_finish;
    if (planned < plan::horizon_limit) result.planned_finish = planned;
    const auto n = static_cast<double>(paths.finish.rows());
    const auto& totals = paths.totals[index];
    const auto share = [n](std::uint64_t count) { return static_cast<double>(count) / n; };

    const Eigen::ArrayXd finish = paths.finish.col(column);
    const auto finished =
        static_cast<double>((finish < PathStore::beyond(plan)).template cast<int>().sum());
    result.probability_finished = finished / n;
    const Summary summary = summarise({finish.data(), static_cast<std::size_t>(finish.size())});
    // Only where the two order statistics between which a quantile lies are finishes.
    const auto finished_by = [&](std::size_t level) -> std::optional<double> {
        if (std::ceil(quantile_levels[level] * (n - 1.0)) >= finished) return std::nullopt;
        return summary.quantiles[level];
    };
    result.finish_p10 = finished_by(2);
    result.finish_p50 = finished_by(4);
    result.finish_p90 = finished_by(6);
    if (project.has_deadline) {
        result.probability_late = share(totals.late);
        result.probability_late_se = share_error(*result.probability_late, n);
    }
    result.probability_suspended = share(totals.suspended);
    result.probability_cancelled = share(totals.cancelled);
    result.probability_short = share(totals.short_of_money);
    result.funded_share = share(totals.funded_share) / kernel::ProjectTotals::whole_share;
    return result;
}

FirstYearRow first_year_row(const plan::Plan& plan, std::size_t index, const PathStore& paths,
                            const PathStore& median) {
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
    row.mean = paths.first_year_fai_sum[index].value() / fen_per_yuan /
               static_cast<double>(paths.yearly.rows());
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

FirstHitResult first_hit_result(const plan::Plan& plan, std::size_t hit, const PathStore& paths) {
    FirstHitResult result;
    result.event = plan::first_hit_names[hit];
    result.first_year = plan.first_year;
    std::vector<double> counts(static_cast<std::size_t>(plan.months), 0.0);
    double hits = 0.0;
    double months = 0.0;
    const Eigen::ArrayXd sample = paths.first_hit.col(static_cast<Eigen::Index>(hit));
    for (const double month : sample) {
        if (month >= plan.months) continue;
        counts[static_cast<std::size_t>(month)] += 1.0;
        hits += 1.0;
        months += month;
    }
    for (double& count : counts) count /= static_cast<double>(paths.first_hit.rows());
    result.probability = std::move(counts);
    if (hits > 0.0) result.mean_month = months / hits;
    return result;
}

}  // namespace

Forecast describe(const plan::Plan& plan, const PathStore& paths, const PathStore& median,
                  const ForEach& for_each) {
    Forecast forecast;
    forecast.paths = static_cast<std::uint64_t>(paths.yearly.rows());
    for (const auto& series : plan.economic_series) forecast.names[series.id] = series.name;
    for (const auto& funnel : plan.funnels) forecast.names[funnel.id] = funnel.name;
    for (const auto& target : plan.targets) {
        forecast.targets.push_back(target_result(plan, target, paths));
    }
    forecast.projects.resize(plan.projects.size());
    for_each(plan.projects.size(), [&](std::size_t index) {
        forecast.projects[index] = project_result(plan, index, paths);
    });
    for (std::size_t f = 0; f < plan.projects.size() + plan.pipelines.size(); ++f) {
        forecast.first_year.push_back(first_year_row(plan, f, paths, median));
    }
    if (auto row = carried_in_row(plan)) forecast.first_year.push_back(std::move(*row));
    for (std::size_t hit = 0; hit < plan.first_hits(); ++hit) {
        forecast.first_hits.push_back(first_hit_result(plan, hit, paths));
    }
    auto columns = columns_of(plan);
    const QuantileBounds bounds(static_cast<std::size_t>(paths.yearly.rows()));
    for_each(columns.size(), [&](std::size_t index) {
        auto& column = columns[index];
        const auto& table = column.monthly ? paths.monthly : paths.yearly;
        const auto& median_table = column.monthly ? median.monthly : median.yearly;
        column.series.median_path = median_table(0, column.index);
        const Eigen::ArrayXd sample = table.col(column.index);
        column.series.summary = summarise({sample.data(), static_cast<std::size_t>(sample.size())},
                                          column.monthly ? nullptr : &bounds);
    });
    for (auto& column : columns) forecast.series.push_back(std::move(column.series));
    return forecast;
}

}  // namespace coffer::statistics
