#pragma once
#include <array>
#include <cstdint>
#include <span>

namespace coffer::statistics {

inline constexpr std::array<double, 9> quantile_levels{0.01, 0.05, 0.10, 0.25, 0.50,
                                                       0.75, 0.90, 0.95, 0.99};

/// A sample described. docs/model.md section 9 defines each figure.
struct Summary {
    std::uint64_t n = 0;
    double mean = 0.0;
    double se = 0.0;  ///< standard error of the mean, sd / sqrt(n)
    double sd = 0.0;
    double min = 0.0;
    std::array<double, quantile_levels.size()> quantiles{};
    double max = 0.0;
    double es05 = 0.0;  ///< mean of the lowest 5 %
    double es95 = 0.0;  ///< mean of the highest 5 %
};

/// Exact summary of `values`, at least one. Sums run in the given order, so the result depends on
/// the sample and its order only, not on threads.
[[nodiscard]] Summary summarise(std::span<const double> values);

}  // namespace coffer::statistics
