#include "coffer/statistics/summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include <boost/math/distributions/binomial.hpp>

#include "coffer/base/contract.hpp"

namespace coffer::statistics {

namespace {

/// Eight interleaved partial results: a fixed order of additions, whatever the machine, that still
/// lets eight run at once.
constexpr std::size_t parts = 8;
using Parts = std::array<double, parts>;

[[nodiscard]] double total(const Parts& part) {
    return ((part[0] + part[1]) + (part[2] + part[3])) +
           ((part[4] + part[5]) + (part[6] + part[7]));
}

/// Calls visit(part, value) for all values in their order, part by part; the last eight are filled
/// up with `filler`.
template <class Visit>
void in_parts(std::span<const double> values, double filler, Visit visit) {
    std::size_t i = 0;
    for (; i + parts <= values.size(); i += parts) {
        for (std::size_t part = 0; part < parts; ++part) visit(part, values[i + part]);
    }
    if (i == values.size()) return;
    for (std::size_t part = 0; part < parts; ++part) {
        visit(part, i + part < values.size() ? values[i + part] : filler);
    }
}

/// Sorts values of which one may come many times (no arrears on most paths): in a long list that
/// one is likely to stand in the middle, and once set apart is not sorted.
void sort_around_spike(std::vector<double>& values) {
    constexpr std::size_t long_list = 1024;
    if (values.size() < long_list) {
        std::sort(values.begin(), values.end());
        return;
    }
    const double spike = values[values.size() / 2];
    const auto first = std::partition(values.begin(), values.end(),
                                      [spike](double value) { return value < spike; });
    const auto last =
        std::partition(first, values.end(), [spike](double value) { return value == spike; });
    std::sort(values.begin(), first);
    std::sort(last, values.end());
}

/// Order statistics without sorting the sample: values are counted in equally wide bins, and only
/// the bins that hold a wanted rank are gathered and sorted. Exact, reads the sample in its order
/// and leaves it alone. Selection by std::nth_element took twice as long, sorting five times.
class OrderStatistics {
  public:
    /// Bins lie between `low` and `high`, the outermost two reach beyond. `wanted` ranks are
    /// ascending; `below` and `above` are the wanted ranks before and after which the tails lie.
    OrderStatistics(std::span<const double> values, double low, double high,
                    const std::vector<std::size_t>& wanted, std::size_t below, std::size_t above)
        : below_(below), above_(above) {
        const double scale = (bins - 1) / (high - low);
        // Not a vector: it would be filled with zeros first.
        const auto bin_of = std::make_unique_for_overwrite<std::uint16_t[]>(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            // Monotone in the value, so bins are in order.
            const double inside = std::min(std::max(values[i], low), high) - low;
            bin_of[i] = static_cast<std::uint16_t>(static_cast<std::int32_t>(inside * scale));
        }
        // Neighbouring values often share a bin; two rows of counts do not wait for each other.
        std::vector<std::array<std::uint32_t, 2>> counts(bins);
        for (std::size_t i = 0; i < values.size(); ++i) ++counts[bin_of[i]][i % 2];
        first_rank_.resize(bins + 1, 0);
        for (std::size_t bin = 0; bin < bins; ++bin) {
            first_rank_[bin + 1] = first_rank_[bin] + counts[bin][0] + counts[bin][1];
        }
        std::vector<std::uint8_t> slot(bins, none);
        for (const std::size_t rank : wanted) {
            const auto bin = bin_of_rank(rank);
            if (slot[bin] != none) continue;
            slot[bin] = static_cast<std::uint8_t>(gathered_.size());
            gathered_.push_back({bin, {}});
            gathered_.back().values.reserve(first_rank_[bin + 1] - first_rank_[bin]);
        }
        // Listed without a branch first: which values these are cannot be predicted.
        std::array<std::uint32_t, 4096> hits;
        for (std::size_t begin = 0; begin < values.size(); begin += hits.size()) {
            const std::size_t end = std::min(begin + hits.size(), values.size());
            std::size_t count = 0;
            for (std::size_t i = begin; i < end; ++i) {
                hits[count] = static_cast<std::uint32_t>(i);
                count += slot[bin_of[i]] != none ? 1 : 0;
            }
            for (std::size_t hit = 0; hit < count; ++hit) {
                const auto i = hits[hit];
                gathered_[slot[bin_of[i]]].values.push_back(values[i]);
            }
        }
        for (auto& bin : gathered_) {
            sort_around_spike(bin.values);
        }
        sum_tails(values, gathered(bin_of_rank(below)), gathered(bin_of_rank(above)));
    }

    /// The value of a wanted rank.
    [[nodiscard]] double at(std::size_t rank) const {
        const auto bin = bin_of_rank(rank);
        return gathered(bin)[rank - first_rank_[bin]];
    }

    /// The values of the ranks before `below`, or of those after `above`: their sum, and that of
    /// their squared distances from the boundary rank's value.
    struct Tail {
        double sum = 0.0;
        double squares = 0.0;
    };
    [[nodiscard]] const Tail& below() const { return tail_below_; }
    [[nodiscard]] const Tail& above() const { return tail_above_; }

  private:
    static constexpr std::size_t bins = 2048;
    static constexpr std::uint8_t none = 255;
    struct Gathered {
        std::uint16_t bin;
        std::vector<double> values;
    };

    /// Values outside the boundary ranks' own bins, which are below or above all values of those,
    /// then the boundary bins' own share.
    void sum_tails(std::span<const double> values, const std::vector<double>& low,
                   const std::vector<double>& high) {
        const double least = *std::min_element(low.begin(), low.end());
        const double most = *std::max_element(high.begin(), high.end());
        const double at_below = at(below_), at_above = at(above_);
        Parts below{}, above{}, squares_below{}, squares_above{};
        in_parts(values, 0.5 * (least + most), [&](std::size_t part, double value) {
            const double from_below = value - at_below;
            const double from_above = value - at_above;
            below[part] += value < least ? value : 0.0;
            above[part] += value > most ? value : 0.0;
            squares_below[part] += value < least ? from_below * from_below : 0.0;
            squares_above[part] += value > most ? from_above * from_above : 0.0;
        });
        tail_below_ = {total(below), total(squares_below)};
        tail_above_ = {total(above), total(squares_above)};
        const auto add = [](double value, double boundary, Tail& tail) {
            tail.sum += value;
            tail.squares += (value - boundary) * (value - boundary);
        };
        const auto first_low = first_rank_[bin_of_rank(below_)];
        for (std::size_t i = 0; i < below_ - first_low; ++i) add(low[i], at_below, tail_below_);
        const auto first_high = first_rank_[bin_of_rank(above_)];
        for (std::size_t i = above_ - first_high + 1; i < high.size(); ++i) {
            add(high[i], at_above, tail_above_);
        }
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

    std::size_t below_;
    std::size_t above_;
    Tail tail_below_, tail_above_;
    std::vector<std::size_t> first_rank_;
    std::vector<Gathered> gathered_;
};

/// Standard error of the mean of a tail, whose quantile is estimated too (Manistre and Hancock,
/// Variance of the CTE estimator, 2005): with q the boundary, e the mean of the tail and m the mean
/// of (x - q)^2 in it, (m - share * (q - e)^2) / (share * n) is its variance.
double tail_error(const OrderStatistics::Tail& tail, double boundary, double mean, double share,
                  double count) {
    const double distance = boundary - mean;
    const double variance = tail.squares / (share * count) - share * distance * distance;
    return std::sqrt(std::max(0.0, variance) / (share * count));
}

}  // namespace

QuantileBounds::QuantileBounds(std::size_t n) {
    constexpr double outside = (1.0 - confidence) / 2.0;
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        const boost::math::binomial distribution(static_cast<double>(n), quantile_levels[i]);
        const auto at_most = [&](std::size_t k) {
            return boost::math::cdf(distribution, static_cast<double>(k));
        };
        const auto first_above = [&](double probability) {
            std::size_t from = 0, to = n;
            while (from < to) {
                const std::size_t middle = from + (to - from) / 2;
                if (at_most(middle) > probability) {
                    to = middle;
                } else {
                    from = middle + 1;
                }
            }
            return from;
        };
        // The largest rank l with P(K <= l) within `outside`, the smallest h with P(K > h) in it.
        const std::size_t low = first_above(outside);
        if (low > 0) ranks_[i].low = low - 1;
        const std::size_t high = first_above(1.0 - outside);
        if (high < n) ranks_[i].high = high;
    }
}

Summary summarise(std::span<const double> values, const QuantileBounds* bounds) {
    COFFER_EXPECT(!values.empty());
    Summary summary;
    const std::size_t n = values.size();
    const auto count = static_cast<double>(n);
    summary.n = n;

    // Shifted by the first value: exact for constants, and no cancellation in the squares.
    const double shift = values.front();
    Parts sum{}, squares{}, least, most;
    least.fill(shift);
    most.fill(shift);
    in_parts(values, shift, [&](std::size_t part, double value) {
        const double offset = value - shift;
        sum[part] += offset;
        squares[part] += offset * offset;
        least[part] = std::min(least[part], value);
        most[part] = std::max(most[part], value);
    });
    summary.min = *std::min_element(least.begin(), least.end());
    summary.max = *std::max_element(most.begin(), most.end());
    if (summary.min == summary.max) {
        summary.mean = shift;
        summary.quantiles.fill(shift);
        summary.es05 = summary.es95 = shift;
        for (std::size_t i = 0; bounds != nullptr && i < quantile_levels.size(); ++i) {
            const auto& ranks = bounds->ranks()[i];
            if (ranks.low) summary.intervals[i].low = shift;
            if (ranks.high) summary.intervals[i].high = shift;
        }
        return summary;
    }
    const double mean_offset = total(sum) / count;
    summary.mean = shift + mean_offset;
    const double about_mean = total(squares) - total(sum) * mean_offset;
    summary.sd = std::sqrt(std::max(0.0, about_mean) / (count - 1.0));
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
    if (bounds != nullptr) {
        for (const auto& ranks : bounds->ranks()) {
            if (ranks.low) wanted.push_back(*ranks.low);
            if (ranks.high) wanted.push_back(*ranks.high);
        }
    }
    std::sort(wanted.begin(), wanted.end());
    // Most values lie here: finer bins, fewer values to sort.
    constexpr double reach = 4.0;
    double low = std::max(summary.min, summary.mean - reach * summary.sd);
    double high = std::min(summary.max, summary.mean + reach * summary.sd);
    if (!(low < high)) {
        // The spread is below the mean's last digit.
        low = summary.min;
        high = summary.max;
    }
    const OrderStatistics ordered(values, low, high, wanted, whole_tail, n - 1 - whole_tail);
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        const double place = quantile_levels[i] * (count - 1.0);
        const auto rank = static_cast<std::size_t>(place);
        const double fraction = place - static_cast<double>(rank);
        const double at = ordered.at(rank);
        const double next = ordered.at(std::min(rank + 1, n - 1));
        summary.quantiles[i] = at + fraction * (next - at);
    }
    const double boundary_weight = tail_count - static_cast<double>(whole_tail);
    const auto tail_mean = [&](const OrderStatistics::Tail& tail, double boundary) {
        return (tail.sum + boundary_weight * boundary) / tail_count;
    };
    const double low_boundary = ordered.at(whole_tail);
    const double high_boundary = ordered.at(n - 1 - whole_tail);
    summary.es05 = tail_mean(ordered.below(), low_boundary);
    summary.es95 = tail_mean(ordered.above(), high_boundary);
    summary.es05_se = tail_error(ordered.below(), low_boundary, summary.es05, tail_share, count);
    summary.es95_se = tail_error(ordered.above(), high_boundary, summary.es95, tail_share, count);
    if (bounds == nullptr) return summary;
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        const auto& ranks = bounds->ranks()[i];
        if (ranks.low) summary.intervals[i].low = ordered.at(*ranks.low);
        if (ranks.high) summary.intervals[i].high = ordered.at(*ranks.high);
    }
    return summary;
}

}  // namespace coffer::statistics
