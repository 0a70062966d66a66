#pragma once
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "drivers/flows.hpp"

namespace coffer::plan {

/// Adds projects, stages, links and work calendars to the plan and calibrates each project's
/// spending to its first-year amount on the planned schedule. Returns by project the share of its
/// work, weighted by cost, that this schedule does by the end of the first year.
std::vector<double> add_projects(const model::Model& model, Plan& plan,
                                 DistributionCompiler& distributions, Diagnostics& diagnostics);

}  // namespace coffer::plan
