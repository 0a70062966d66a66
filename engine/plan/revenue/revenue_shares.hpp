#pragma once
#include <functional>

#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Amounts that are shares of revenue, and transfers between accounts; once all lines are there.
void add_revenue_shares(const model::Model& model,
                        const std::function<FlowPlan(const model::Flow&)>& flow, Plan& plan);

}  // namespace coffer::plan
