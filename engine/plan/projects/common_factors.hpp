#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Gives each project the loadings of its sector and year of approval (docs/model.md section 4,
/// "Common factors"). Needs the planned schedule.
void add_common_factors(const model::Model& model, Plan& plan);

}  // namespace coffer::plan
