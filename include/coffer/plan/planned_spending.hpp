#pragma once
#include <cstddef>
#include <vector>

#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// What a project costs at planned prices: fen spent within the plan by the end of its first
/// `months` months on the planned schedule (whole fen).
[[nodiscard]] double planned_spending_by(const Plan& plan, std::size_t index, int months);

/// The same by the end of each plan year.
[[nodiscard]] std::vector<double> planned_spending(const Plan& plan, std::size_t index);

/// The same up to the end of one of its stages, whenever that is.
[[nodiscard]] double planned_spending_to_stage(const Plan& plan, std::size_t stage);

}  // namespace coffer::plan
