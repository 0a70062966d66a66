#include "coffer/statistics/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "coffer/base/contract.hpp"
#include "coffer/statistics/paired.hpp"

namespace coffer::statistics {

Estimate mean_estimate(std::span<const double> sample) {
    COFFER_EXPECT(!sample.empty());
    const auto n = static_cast<double>(sample.size());
    double sum = 0.0;
    for (const double value : sample) sum += value;
    const double mean = sum / n;
    double squares = 0.0;
    for (const double value : sample) squares += (value - mean) * (value - mean);
    const double se = n > 1.0 ? std::sqrt(squares / (n - 1.0) / n) : 0.0;
    return {mean, se, {mean - errors_either_side * se, mean + errors_either_side * se}};
}

Estimate share_estimate(std::span<const double> sample) {
    COFFER_EXPECT(!sample.empty());
    const auto n = static_cast<double>(sample.size());
    double met = 0.0;
    for (const double value : sample) met += value;
    const double p = met / n;
    return {p, std::sqrt(p * (1.0 - p) / n), share_interval(p, n)};
}

Estimate quantile_estimate(std::span<const double> sample, double level) {
    COFFER_EXPECT(!sample.empty());
    std::vector<double> sorted(sample.begin(), sample.end());
    std::sort(sorted.begin(), sorted.end());
    const auto n = static_cast<double>(sorted.size());
    const double place = level * (n - 1.0);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    Estimate estimate;
    estimate.value =
        sorted[low] + (place - static_cast<double>(low)) * (sorted[high] - sorted[low]);
    // Ranks that hold the quantile: binomial counts in their normal approximation.
    const double spread = errors_either_side * std::sqrt(n * level * (1.0 - level));
    const double first = std::floor(n * level - spread), last = std::ceil(n * level + spread);
    if (first >= 0.0) estimate.interval.low = sorted[static_cast<std::size_t>(first)];
    if (last < n) estimate.interval.high = sorted[static_cast<std::size_t>(last)];
    if (estimate.interval.low && estimate.interval.high) {
        estimate.se =
            (*estimate.interval.high - *estimate.interval.low) / (2.0 * errors_either_side);
    }
    return estimate;
}

Estimate figure_estimate(std::span<const double> sample,
                         const std::function<double(std::span<const double>)>& figure) {
    // A difference from a sample without figure: the jackknife of one is that of the other.
    const std::vector<double> none(sample.size(), 0.0);
    const double nothing = figure(none);
    const Difference difference = figure_difference(none, sample, figure);
    Estimate estimate{difference.after, difference.se, difference.interval};
    if (estimate.interval.low) *estimate.interval.low += nothing;
    if (estimate.interval.high) *estimate.interval.high += nothing;
    return estimate;
}

}  // namespace coffer::statistics
