#pragma once
#include <string>
#include <vector>

#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The yearly figures the kernel keeps, in the order of YearSlot, then one for each district.
[[nodiscard]] std::vector<Slot> make_slots(const std::vector<std::string>& districts);

/// Adds the group of FinancingSlot when the plan has a use for it.
void add_financing_slots(Plan& plan);

}  // namespace coffer::plan
