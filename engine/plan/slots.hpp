#pragma once
#include <string>
#include <vector>

#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The yearly figures the kernel keeps, in the order of YearSlot, then one for each district.
[[nodiscard]] std::vector<Slot> make_slots(const std::vector<std::string>& districts, bool funnels);

}  // namespace coffer::plan
