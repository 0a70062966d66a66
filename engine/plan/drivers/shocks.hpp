#pragma once
#include <cstddef>

#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The plan's shocks, still without walks. Drivers come before.
void add_shocks(const model::Model& model, Plan& plan);

/// Ties a flow to its drivers' starts and to its shock, and notes in the shock what is drawn.
void add_luck(const model::Flow& flow, Plan& plan, FlowPlan& result);

/// Once every flow is there: what correlated shocks draw for each other.
void finish_shocks(Plan& plan);

/// A spread known from `history_years` only: sqrt(nu / chi-squared), nu = 10 + years, by a normal.
[[nodiscard]] std::vector<double> spread_table(double history_years);

}  // namespace coffer::plan
