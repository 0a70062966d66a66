#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// What is known of the plan's first months, and what it says of those that come (docs/model.md
/// section 1, "Known months"). Once drivers, flows and projects are compiled.
void add_known(const model::Model& model, Plan& plan);

}  // namespace coffer::plan
