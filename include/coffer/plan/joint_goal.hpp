#pragma once
#include <cstddef>
#include <vector>

#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The projects whose planned finish lies within the plan, taken as one: what they may cost and
/// when the last of them is to be finished.
struct JointGoal {
    std::vector<std::size_t> projects;  ///< that cost anything
    double budget = 0.0;                ///< fen, with what was spent before the plan
    double finish = 0.0;                ///< months since the start
};

/// Without projects where there are none, or where money is not simulated.
[[nodiscard]] JointGoal joint_goal(const Plan& plan);

}  // namespace coffer::plan
