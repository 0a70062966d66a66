#pragma once
// Parts of a forecast that are the same however its paths were counted: one by one from samples, or
// piece by piece as they came.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/statistics/figures.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::statistics {

/// A figure without its summary.
[[nodiscard]] SeriesSummary named(const Figure& figure, const kernel::PathStore& reference);

/// A target without its probability; and with that of a share of `paths` paths.
[[nodiscard]] TargetResult named(const plan::TargetPlan& target);
void tell(TargetResult& result, double probability, double standard_error, double paths);

/// A project as it was planned.
[[nodiscard]] ProjectResult named(const plan::Plan& plan, std::size_t project);
/// What happened to it on `paths` paths of one weight.
void tell(ProjectResult& result, const plan::ProjectPlan& project,
          const kernel::ProjectTotals& totals, double paths);

/// A project or, behind them, a pipeline in the first year; `mean` is its FAI over all paths.
[[nodiscard]] FirstYearRow first_year_row(const plan::Plan& plan, std::size_t index, double mean,
                                          const kernel::PathStore& reference);
/// What was done before the plan and counts in its first months.
[[nodiscard]] std::optional<FirstYearRow> carried_in_row(const plan::Plan& plan);

/// By the weight of paths whose first hit is in each month of the plan, among `total`.
[[nodiscard]] FirstHitResult first_hit_result(const plan::Plan& plan, std::size_t hit,
                                              std::span<const double> by_month, double total);

}  // namespace coffer::statistics
