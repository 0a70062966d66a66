#pragma once
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The same plan with every project looked at in every month, none found ahead of them. The same
/// figures, more slowly: what a path that is recorded goes through, and what the faster way is held
/// against.
[[nodiscard]] Plan all_by_month(Plan plan);

}  // namespace coffer::plan
