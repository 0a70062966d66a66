#pragma once
#include <vector>

#include "coffer/audit/ranges.hpp"

namespace coffer::audit {

/// Ranges of terms of contracts, tiers, shares and counts: the second half of `usual_ranges()`.
[[nodiscard]] std::vector<UsualRange> ranges_of_terms();

}  // namespace coffer::audit
