#pragma once
#include <vector>

#include "coffer/audit/ranges.hpp"

namespace coffer::audit {

/// What ranges say again and again.
struct RangeWords {
    Text scale_source;
    Text loans;
    Text unit_low;
    Text unit_high;
    Text percent_low;
    Text percent_high;
    Text months_low;
    Text months_high;
    Text volatility_meant;
};

/// Ranges of terms of contracts, tiers, shares and counts: the second half of `usual_ranges()`.
[[nodiscard]] std::vector<UsualRange> ranges_of_terms(const RangeWords& words);

}  // namespace coffer::audit
