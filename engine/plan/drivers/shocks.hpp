#pragma once
#include <cstddef>

#include "coffer/model/model.hpp"
#include "coffer/plan/drivers.hpp"
#include "coffer/plan/revenue.hpp"

namespace coffer::plan {

/// The plan's shocks, still without walks. Drivers come before.
void add_shocks(const model::Model& model, DriversPart& plan);

/// Ties a flow to its drivers' starts and to its shock, and notes in the shock what is drawn.
void add_luck(const model::Flow& flow, DriversPart& plan, FlowPlan& result);

/// Once every flow is there: what correlated shocks draw for each other.
void finish_shocks(const EconomyPart& economy, DriversPart& plan);

/// A spread known from `history_years` only: sqrt(nu / chi-squared), nu = 10 + years, by a normal.
[[nodiscard]] std::vector<double> spread_table(double history_years);

}  // namespace coffer::plan
