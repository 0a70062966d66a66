#include "coffer/plan/joint_goal.hpp"

#include <algorithm>

namespace coffer::plan {

JointGoal joint_goal(const Plan& plan) {
    JointGoal goal;
    if (plan.only_schedule) return goal;
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        const auto& project = plan.projects[p];
        const double finish = plan.stages[project.last_stage].planned_finish;
        if (project.total <= 0.0 || finish > plan.months) continue;
        goal.projects.push_back(p);
        goal.budget += project.total;
        goal.finish = std::max(goal.finish, finish);
    }
    return goal;
}

}  // namespace coffer::plan
