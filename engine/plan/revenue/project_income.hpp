#pragma once
#include <functional>

#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "drivers/flows.hpp"

namespace coffer::plan {

/// Marks the stages whose finish project income begins with; their stages must be there.
void keep_finishes(const model::Model& model, Plan& plan);

/// What finished projects produce; before their income.
void add_operations(const model::Model& model, DistributionCompiler& distributions, Plan& plan);

/// Project income becomes lines of revenue and expenditure among the others, by id, and gets its
/// slots.
void add_project_income(const model::Model& model,
                        const std::function<FlowPlan(const model::Flow&)>& flow, Plan& plan);

}  // namespace coffer::plan
