#pragma once
// Cost and date together: on the projects that are planned to finish within the plan.
#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::statistics {

/// The amounts and dates that are looked at, without probabilities; none without such projects.
[[nodiscard]] std::vector<JointRow> joint_rows(const plan::Plan& plan);

/// What the projects of plan::JointGoal cost together on each path, yuan, and when the last of them
/// is finished, months since the start.
struct JointSample {
    Eigen::ArrayXd cost, finish;
};
[[nodiscard]] JointSample joint_sample(const kernel::PathStore& paths);

[[nodiscard]] bool holds(const JointRow& row, double cost, double finish);

}  // namespace coffer::statistics
