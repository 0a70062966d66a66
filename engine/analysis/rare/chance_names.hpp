#pragma once
#include "coffer/analysis/variant.hpp"
#include "coffer/kernel/steering.hpp"

namespace coffer::analysis {

/// What readers call a common chance: the factor of coffer explain that it is, or belongs to.
[[nodiscard]] Text name_of(const Case& base, const kernel::Chance& chance);

}  // namespace coffer::analysis
