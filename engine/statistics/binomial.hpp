#pragma once
#include <cstddef>

namespace coffer::statistics {

/// The probability of at most k successes in n trials of probability p.
[[nodiscard]] double binomial_at_most(std::size_t n, double p, std::size_t k);

}  // namespace coffer::statistics
