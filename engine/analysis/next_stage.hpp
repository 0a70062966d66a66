#pragma once
#include <cstddef>
#include <optional>

#include "coffer/plan/plan.hpp"

namespace coffer::analysis {

/// The first stage that may still be put off; none when all of them have begun.
[[nodiscard]] std::optional<std::size_t> next_stage(const plan::Plan& plan,
                                                    const plan::ProjectPlan& project);

/// The month index in which it begins by plan.
[[nodiscard]] double planned_begin(const plan::StagePlan& stage);

}  // namespace coffer::analysis
