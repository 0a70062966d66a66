#pragma once
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Finds the projects whose moments can be told before the months begin
/// (docs/decisions/0071-schedules-ahead-of-months.md): ProjectPlan::timed, Plan::timed_runs,
/// timed_events and only_schedule.
void find_timed_projects(Plan& plan);

}  // namespace coffer::plan
