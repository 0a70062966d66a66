#pragma once
// What of a summary follows from the order of the values, however that is known: by sorting, by
// counting, by a sketch.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "coffer/statistics/summary.hpp"

namespace coffer::statistics {

/// Of the values beyond a rank: their sum, and the sum of their squared distances from the value at
/// it.
struct TailSums {
    double sum = 0.0;
    double squares = 0.0;
};

/// Of a sample: each of its tails.
inline constexpr double shortfall_share = 0.05;

/// Standard error of the mean of a tail, whose quantile is estimated too (Manistre and Hancock,
/// Variance of the CTE estimator, 2005): with q the boundary, e the mean of the tail and m the mean
/// of (x - q)^2 in it, (m - share * (q - e)^2) / (share * n) is its variance.
[[nodiscard]] inline double tail_error(const TailSums& tail, double boundary, double mean,
                                       double share, double count) {
    const double distance = boundary - mean;
    const double variance = tail.squares / (share * count) - share * distance * distance;
    return std::sqrt(std::max(0.0, variance) / (share * count));
}

/// What follows from the order of `n` values.
template <class Ordered>
void describe_order(const Ordered& ordered, const QuantileBounds* bounds, Summary& summary) {
    const auto n = static_cast<std::size_t>(summary.n);
    const auto count = static_cast<double>(n);
    const double tail_count = shortfall_share * count;
    const auto whole_tail = static_cast<std::size_t>(tail_count);
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        const double place = quantile_levels[i] * (count - 1.0);
        const auto rank = static_cast<std::size_t>(place);
        const double fraction = place - static_cast<double>(rank);
        const double at = ordered.at(rank);
        const double next = ordered.at(std::min(rank + 1, n - 1));
        summary.quantiles[i] = at + fraction * (next - at);
    }
    const double boundary_weight = tail_count - static_cast<double>(whole_tail);
    const auto tail_mean = [&](const TailSums& tail, double boundary) {
        return (tail.sum + boundary_weight * boundary) / tail_count;
    };
    const double low_boundary = ordered.at(whole_tail);
    const double high_boundary = ordered.at(n - 1 - whole_tail);
    summary.es05 = tail_mean(ordered.below(), low_boundary);
    summary.es95 = tail_mean(ordered.above(), high_boundary);
    summary.es05_se =
        tail_error(ordered.below(), low_boundary, summary.es05, shortfall_share, count);
    summary.es95_se =
        tail_error(ordered.above(), high_boundary, summary.es95, shortfall_share, count);
    if (bounds == nullptr) return;
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        const auto& ranks = bounds->ranks()[i];
        // Of few values the quantile, which lies between two of them, may be outside; a wider
        // interval covers no less.
        const double value = summary.quantiles[i];
        if (ranks.low) summary.intervals[i].low = std::min(value, ordered.at(*ranks.low));
        if (ranks.high) summary.intervals[i].high = std::max(value, ordered.at(*ranks.high));
    }
}

}  // namespace coffer::statistics
