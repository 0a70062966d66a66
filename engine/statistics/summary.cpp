#include "coffer/statistics/summary.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "coffer/base/contract.hpp"

namespace coffer::statistics {

namespace {

/// Puts the order statistics `wanted` (ascending, distinct) of `values` in their places: selection
/// instead of a sort, which would cost more than the simulation.
void place_order_statistics(std::span<double> values, std::span<const std::size_t> wanted,
                            std::size_t offset) {
    if (wanted.empty() || values.size() < 2) return;
    const std::size_t middle = wanted.size() / 2;
    const auto place = static_cast<std::ptrdiff_t>(wanted[middle] - offset);
    std::nth_element(values.begin(), values.begin() + place, values.end());
    const auto split = static_cast<std::size_t>(place);
    place_order_statistics(values.first(split), wanted.first(middle), offset);
    place_order_statistics(values.subspan(split + 1), wanted.subspan(middle + 1),
                           offset + split + 1);
}

/// The sum of the `count` (not whole) values at the low or high end, the boundary one weighted by
/// the fraction; the end must be partitioned off already.
double tail_mean(std::span<const double> tail, double boundary, double count) {
    // Summed in ascending order, so that the figure does not depend on how selection shuffled.
    std::vector<double> sorted(tail.begin(), tail.end());
    std::sort(sorted.begin(), sorted.end());
    double sum = 0.0;
    for (const double value : sorted) sum += value;
    return (sum + (count - static_cast<double>(sorted.size())) * boundary) / count;
}

}  // namespace

Summary summarise(std::span<double> values) {
    COFFER_EXPECT(!values.empty());
    Summary summary;
    const std::size_t n = values.size();
    const auto count = static_cast<double>(n);
    summary.n = n;

    // Shifted by the first value: exact for constants, and no cancellation in the squares.
    const double shift = values.front();
    double sum = 0.0;
    for (const double value : values) sum += value - shift;
    const double mean_offset = sum / count;
    double squares = 0.0;
    for (const double value : values) {
        const double deviation = (value - shift) - mean_offset;
        squares += deviation * deviation;
    }
    summary.mean = shift + mean_offset;
    summary.sd = n > 1 ? std::sqrt(squares / (count - 1.0)) : 0.0;
    summary.se = summary.sd / std::sqrt(count);

    constexpr double tail_share = 0.05;
    const double tail_count = tail_share * count;
    const auto whole_tail = static_cast<std::size_t>(tail_count);
    std::vector<std::size_t> wanted{0, n - 1, whole_tail, n - 1 - whole_tail};
    for (const double level : quantile_levels) {
        const auto rank = static_cast<std::size_t>(level * (count - 1.0));
        wanted.push_back(rank);
        wanted.push_back(std::min(rank + 1, n - 1));
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    place_order_statistics(values, wanted, 0);

    summary.min = values[0];
    summary.max = values[n - 1];
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        const double place = quantile_levels[i] * (count - 1.0);
        const auto rank = static_cast<std::size_t>(place);
        const double fraction = place - static_cast<double>(rank);
        const double low = values[rank];
        const double high = values[std::min(rank + 1, n - 1)];
        summary.quantiles[i] = low + fraction * (high - low);
    }
    summary.es05 = tail_mean(values.first(whole_tail), values[whole_tail], tail_count);
    summary.es95 = tail_mean(values.last(whole_tail), values[n - 1 - whole_tail], tail_count);
    return summary;
}

}  // namespace coffer::statistics
