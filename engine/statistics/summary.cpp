#include "coffer/statistics/summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "coffer/base/contract.hpp"

namespace coffer::statistics {

namespace {

/// Sum of term(i) for i < n in eight interleaved parts: a fixed order, whatever the machine, that
/// still lets eight additions run at once.
template <class Term>
double interleaved_sum(std::size_t n, Term term) {
    constexpr std::size_t parts = 8;
    double part[parts] = {};
    std::size_t i = 0;
    for (; i + parts <= n; i += parts) {
        for (std::size_t lane = 0; lane < parts; ++lane) part[lane] += term(i + lane);
    }
    for (std::size_t lane = 0; i < n; ++i, ++lane) part[lane] += term(i);
    return ((part[0] + part[1]) + (part[2] + part[3])) +
           ((part[4] + part[5]) + (part[6] + part[7]));
}

/// Order statistics without sorting the sample: values are counted in equally wide bins, and only
/// the bins that hold a wanted rank are gathered and sorted. Exact, reads the sample in its order
/// and leaves it alone. Selection by std::nth_element took twice as long, sorting five times.
class OrderStatistics {
  public:
    /// `wanted` ranks are ascending.
    OrderStatistics(std::span<const double> values, double min, double max,
                    const std::vector<std::size_t>& wanted)
        : min_(min), scale_(max > min ? (bins - 1) / (max - min) : 0.0) {
        std::vector<std::uint32_t> counts(bins, 0);
        bin_.resize(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            bin_[i] = bin_of(values[i]);
            ++counts[bin_[i]];
        }
        first_rank_.resize(bins + 1, 0);
        for (std::size_t bin = 0; bin < bins; ++bin) {
            first_rank_[bin + 1] = first_rank_[bin] + counts[bin];
        }
        std::vector<std::int32_t> slot(bins, -1);
        for (const std::size_t rank : wanted) {
            const auto bin = bin_of_rank(rank);
            if (slot[bin] >= 0) continue;
            slot[bin] = static_cast<std::int32_t>(gathered_.size());
            gathered_.push_back({bin, {}});
            gathered_.back().values.reserve(counts[bin]);
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto place = slot[bin_[i]];
            if (place >= 0) gathered_[static_cast<std::size_t>(place)].values.push_back(values[i]);
        }
        for (auto& bin : gathered_) {
            // A spike (no arrears on most paths) is one value many times: nothing to sort.
            const auto [low, high] = std::minmax_element(bin.values.begin(), bin.values.end());
            if (*low < *high) std::sort(bin.values.begin(), bin.values.end());
        }
    }

    /// The value of a wanted rank.
    [[nodiscard]] double at(std::size_t rank) const {
        const auto bin = bin_of_rank(rank);
        return gathered(bin)[rank - first_rank_[bin]];
    }

    /// Sum of the values below a wanted rank.
    [[nodiscard]] double sum_below(std::span<const double> values, std::size_t rank) const {
        const auto boundary = bin_of_rank(rank);
        double sum = interleaved_sum(
            values.size(), [&](std::size_t i) { return bin_[i] < boundary ? values[i] : 0.0; });
        const auto& own = gathered(boundary);
        for (std::size_t i = 0; i < rank - first_rank_[boundary]; ++i) sum += own[i];
        return sum;
    }

    /// Sum of the values above a wanted rank, likewise.
    [[nodiscard]] double sum_above(std::span<const double> values, std::size_t rank) const {
        const auto boundary = bin_of_rank(rank);
        double sum = interleaved_sum(
            values.size(), [&](std::size_t i) { return bin_[i] > boundary ? values[i] : 0.0; });
        const auto& own = gathered(boundary);
        for (std::size_t i = rank - first_rank_[boundary] + 1; i < own.size(); ++i) sum += own[i];
        return sum;
    }

  private:
    static constexpr std::size_t bins = 2048;
    struct Gathered {
        std::uint16_t bin;
        std::vector<double> values;
    };

    /// Monotone in the value, so bins are in order.
    [[nodiscard]] std::uint16_t bin_of(double value) const {
        return static_cast<std::uint16_t>(static_cast<std::int32_t>((value - min_) * scale_));
    }
    [[nodiscard]] std::uint16_t bin_of_rank(std::size_t rank) const {
        const auto after = std::upper_bound(first_rank_.begin(), first_rank_.end(), rank);
        return static_cast<std::uint16_t>(after - first_rank_.begin() - 1);
    }
    [[nodiscard]] const std::vector<double>& gathered(std::uint16_t bin) const {
        const auto found = std::find_if(gathered_.begin(), gathered_.end(),
                                        [bin](const Gathered& g) { return g.bin == bin; });
        COFFER_EXPECT(found != gathered_.end());
        return found->values;
    }

    double min_;
    double scale_;
    std::vector<std::uint16_t> bin_;
    std::vector<std::size_t> first_rank_;
    std::vector<Gathered> gathered_;
};

}  // namespace

Summary summarise(std::span<const double> values) {
    COFFER_EXPECT(!values.empty());
    Summary summary;
    const std::size_t n = values.size();
    const auto count = static_cast<double>(n);
    summary.n = n;

    // Shifted by the first value: exact for constants, and no cancellation in the squares.
    const double shift = values.front();
    const double sum = interleaved_sum(n, [&](std::size_t i) { return values[i] - shift; });
    const double mean_offset = sum / count;
    const double squares = interleaved_sum(n, [&](std::size_t i) {
        const double deviation = (values[i] - shift) - mean_offset;
        return deviation * deviation;
    });
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
    summary.min = summary.max = shift;
    for (const double value : values) {
        summary.min = std::min(summary.min, value);
        summary.max = std::max(summary.max, value);
    }
    if (summary.min == summary.max) {
        summary.quantiles.fill(shift);
        summary.es05 = summary.es95 = shift;
        return summary;
    }
    const OrderStatistics ordered(values, summary.min, summary.max, wanted);
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        const double place = quantile_levels[i] * (count - 1.0);
        const auto rank = static_cast<std::size_t>(place);
        const double fraction = place - static_cast<double>(rank);
        const double low = ordered.at(rank);
        const double high = ordered.at(std::min(rank + 1, n - 1));
        summary.quantiles[i] = low + fraction * (high - low);
    }
    const double boundary_weight = tail_count - static_cast<double>(whole_tail);
    summary.es05 =
        (ordered.sum_below(values, whole_tail) + boundary_weight * ordered.at(whole_tail)) /
        tail_count;
    summary.es95 = (ordered.sum_above(values, n - 1 - whole_tail) +
                    boundary_weight * ordered.at(n - 1 - whole_tail)) /
                   tail_count;
    return summary;
}

}  // namespace coffer::statistics
