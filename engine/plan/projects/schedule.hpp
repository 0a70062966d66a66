#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Stages in an order in which each follows everything it waits for.
[[nodiscard]] std::vector<std::size_t> precedence_order(const Plan& plan);

/// Finish moments of all stages on the planned schedule: every duration at its median, all money
/// there, nothing but precedence, earliest dates and work calendars. Fills
/// StagePlan::planned_finish (at most `horizon_limit`, also for what never becomes ready) and
/// returns F, the planned share of cost reached by moment 12, for each project.
[[nodiscard]] std::vector<double> schedule_plan(Plan& plan);

/// F(x) at the beginning of a project with `progress` of its first stage done.
[[nodiscard]] double s_curve_at(const ProjectPlan& project, double share);

}  // namespace coffer::plan
