#pragma once
#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Adds projects, stages, links and work calendars to the plan and calibrates each project's
/// spending to its first-year amount on the planned schedule.
void add_projects(const model::Model& model, Plan& plan, Diagnostics& diagnostics);

}  // namespace coffer::plan
