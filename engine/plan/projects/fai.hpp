#pragma once
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// What of each project counts as FAI, and when it is reported (docs/model.md section 4, "FAI").
/// `planned_share` is F at the end of the first year on the planned schedule.
void add_fai(const model::Model& model, const std::vector<double>& planned_share, Plan& plan);

}  // namespace coffer::plan
