#pragma once
// Amounts that are shares of revenue (RevenueShare), as planned: `build` computes them, and so does
// whoever changes revenue or a share in memory, for `validate` refuses a model where they differ.
#include "coffer/model/model.hpp"

namespace coffer::model {

/// What the share comes to in each plan year, in whole fen; every index of `of` must be in range.
/// Of project income it is nothing: when their projects will be finished is not planned here.
[[nodiscard]] YearMoney planned_share(const Model& model, const RevenueShare& of);

/// Computes the planned amounts of every expenditure line and transfer that is a share of revenue.
void plan_revenue_shares(Model& model);

}  // namespace coffer::model
