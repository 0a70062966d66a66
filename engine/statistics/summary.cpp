#include "coffer/statistics/summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numeric>
#include <vector>

#include <Eigen/Core>

#include "binomial.hpp"
#include "coffer/base/contract.hpp"
#include "order.hpp"

namespace coffer::statistics {

namespace {

/// Eight interleaved partial results: a fixed order of additions, whatever the machine, that still
/// lets eight run at once.
constexpr std::size_t parts = 8;
using Parts = Eigen::Array<double, parts, 1>;

[[nodiscard]] double total(const Parts& part) {
    return ((part[0] + part[1]) + (part[2] + part[3])) +
           ((part[4] + part[5]) + (part[6] + part[7]));
}

/// Calls visit(values) for all values in their order, eight at a time; the last eight are filled up
/// with `filler`.
template <class Visit>
void in_parts(std::span<const double> values, double filler, Visit visit) {
    std::size_t i = 0;
    for (; i + parts <= values.size(); i += parts) {
        visit(Parts(Eigen::Map<const Parts>(values.data() + i)));
    }
    if (i == values.size()) return;
    Parts last = Parts::Constant(filler);
    std::copy(values.begin() + static_cast<std::ptrdiff_t>(i), values.end(), last.data());
    visit(last);
}

/// Sorts values of which one may come many times: in a long list that one is likely to stand in the
/// middle, and once set apart is not sorted.
void sort_around_spike(std::span<double> values) {
    if (std::is_sorted(values.begin(), values.end())) return;  // all alike, as counts in a bin are
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
/// and leaves it alone. Selection by std::nth_element takes four times as long, sorting ten times.
class OrderStatistics {
  public:
    /// Inner bins lie between `low` and `high`; the outermost two hold what is not between them.
    /// `wanted` ranks are ascending; `below` and `above`, two of them, are the ranks before and
    /// after which the tails lie.
    OrderStatistics(std::span<const double> values, double low, double high,
                    const std::vector<std::size_t>& wanted, std::size_t below, std::size_t above) {
        const auto bin_of = bins_of(values, low, high);
        count(bin_of.get(), values.size());
        const auto below_bin = bin_of_rank(below), above_bin = bin_of_rank(above);
        std::vector<std::uint8_t> slot(bins, nowhere);
        std::fill_n(slot.begin(), below_bin, low_tail);
        std::fill(slot.begin() + above_bin + 1, slot.end(), high_tail);
        for (const std::size_t rank : wanted) {
            const auto bin = bin_of_rank(rank);
            if (gathered_.size() > first_bin && gathered_.back().bin == bin) continue;
            const auto spike = spike_of(values, bin_of.get(), bin);
            const bool found = !spike.empty();
            slot[bin] = found ? nowhere : static_cast<std::uint8_t>(gathered_.size());
            gathered_.push_back({bin, found ? size_of(bin) : 1, spike});
        }
        gather(values, bin_of.get(), slot);
        sum_tails(below, above);
    }

    /// The value of a wanted rank.
    [[nodiscard]] double at(std::size_t rank) const {
        const auto bin = bin_of_rank(rank);
        const auto& found = gathered(bin);
        return found.values[(rank - first_rank_[bin]) / found.times];
    }

    /// The values of the ranks before `below`, or of those after `above`: their sum, and that of
    /// their squared distances from the boundary rank's value.
    [[nodiscard]] const TailSums& below() const { return tail_below_; }
    [[nodiscard]] const TailSums& above() const { return tail_above_; }

  private:
    static constexpr std::size_t bins = 2048;
    // What is gathered: the bins of either tail that hold no wanted rank, then bins that hold one.
    static constexpr std::uint8_t low_tail = 0, high_tail = 1, nowhere = 255;
    static constexpr std::size_t first_bin = 2;
    struct Gathered {
        std::uint16_t bin = 0;
        std::size_t times = 1;  ///< that each value comes: all of a bin that holds only one, else 1
        std::span<const double> values;
    };
    using Bins = std::unique_ptr<std::uint16_t[]>;

    [[nodiscard]] static Bins bins_of(std::span<const double> values, double low, double high) {
        constexpr std::size_t inner = bins - 2;
        const double scale = inner / (high - low);
        // Not a vector: it would be filled with zeros first.
        Bins bin_of = std::make_unique_for_overwrite<std::uint16_t[]>(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            // Monotone in the value, so bins are in order.
            const double place = std::min((values[i] - low) * scale, inner - 1.0);
            const auto bin = static_cast<std::int32_t>(std::max(place, 0.0)) +
                             (values[i] > low ? 1 : 0) + (values[i] >= high ? 1 : 0);
            bin_of[i] = static_cast<std::uint16_t>(bin);
        }
        return bin_of;
    }

    void count(const std::uint16_t* bin_of, std::size_t size) {
        // Neighbouring values often share a bin; two rows of counts do not wait for each other.
        std::vector<std::array<std::uint32_t, 2>> counts(bins);
        for (std::size_t i = 0; i < size; ++i) ++counts[bin_of[i]][i % 2];
        first_rank_.resize(bins + 1, 0);
        for (std::size_t bin = 0; bin < bins; ++bin) {
            first_rank_[bin + 1] = first_rank_[bin] + counts[bin][0] + counts[bin][1];
        }
    }

    [[nodiscard]] std::size_t size_of(std::size_t bin) const {
        return first_rank_[bin + 1] - first_rank_[bin];
    }

    /// The value of a large bin that holds only one, as where most paths have no arrears; else
    /// none.
    [[nodiscard]] std::span<const double> spike_of(std::span<const double> values,
                                                   const std::uint16_t* bin_of,
                                                   std::uint16_t bin) const {
        if (size_of(bin) <= std::max<std::size_t>(1, values.size() / 8)) return {};
        const auto first = std::find(bin_of, bin_of + values.size(), bin) - bin_of;
        const auto value = values.subspan(static_cast<std::size_t>(first), 1);
        const auto alike = std::count(values.begin(), values.end(), value.front());
        if (static_cast<std::size_t>(alike) != size_of(bin)) return {};
        return value;
    }

    /// Fills the lists that are no spikes: tails in the order of the sample, bins sorted.
    void gather(std::span<const double> values, const std::uint16_t* bin_of,
                const std::vector<std::uint8_t>& slot) {
        std::vector<std::size_t> sizes(gathered_.size(), 0);
        for (std::size_t bin = 0; bin < bins; ++bin) {
            if (slot[bin] != nowhere) sizes[slot[bin]] += size_of(bin);
        }
        memory_ = std::make_unique_for_overwrite<double[]>(
            std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}));
        std::array<double*, nowhere> next{};
        double* begin = memory_.get();
        for (std::size_t g = 0; g < gathered_.size(); ++g) {
            if (sizes[g] > 0) gathered_[g].values = {begin, sizes[g]};
            next[g] = begin;
            begin += sizes[g];
        }
        // Listed without a branch first: which values these are cannot be predicted.
        constexpr std::size_t at_once = 4096;
        std::uint32_t hits[at_once];
        for (std::size_t from = 0; from < values.size(); from += at_once) {
            const std::size_t to = std::min(from + at_once, values.size());
            std::size_t count = 0;
            for (std::size_t i = from; i < to; ++i) {
                hits[count] = static_cast<std::uint32_t>(i);
                count += slot[bin_of[i]] != nowhere ? 1 : 0;
            }
            for (std::size_t hit = 0; hit < count; ++hit) {
                *next[slot[bin_of[hits[hit]]]]++ = values[hits[hit]];
            }
        }
        for (std::size_t g = first_bin; g < gathered_.size(); ++g) {
            sort_around_spike({next[g] - sizes[g], sizes[g]});
        }
    }

    void sum_tails(std::size_t below, std::size_t above) {
        const auto add = [](std::span<const double> part, std::size_t times, double boundary,
                            TailSums& tail) {
            const auto n = static_cast<double>(times);
            for (const double value : part) {
                tail.sum += n * value;
                tail.squares += n * (value - boundary) * (value - boundary);
            }
        };
        const double at_below = at(below), at_above = at(above);
        add(gathered_[low_tail].values, 1, at_below, tail_below_);
        add(gathered_[high_tail].values, 1, at_above, tail_above_);
        for (std::size_t g = first_bin; g < gathered_.size(); ++g) {
            const auto& [bin, times, values] = gathered_[g];
            const auto first = first_rank_[bin], end = first_rank_[bin + 1];
            const auto low = std::clamp(below, first, end) - first;
            const auto high = end - std::clamp(above + 1, first, end);
            if (times > 1) {
                add(values, low, at_below, tail_below_);
                add(values, high, at_above, tail_above_);
            } else {
                add(values.first(low), 1, at_below, tail_below_);
                add(values.last(high), 1, at_above, tail_above_);
            }
        }
    }

    [[nodiscard]] std::uint16_t bin_of_rank(std::size_t rank) const {
        const auto after = std::upper_bound(first_rank_.begin(), first_rank_.end(), rank);
        return static_cast<std::uint16_t>(after - first_rank_.begin() - 1);
    }
    [[nodiscard]] const Gathered& gathered(std::uint16_t bin) const {
        const auto found = std::find_if(gathered_.begin() + first_bin, gathered_.end(),
                                        [bin](const Gathered& g) { return g.bin == bin; });
        COFFER_EXPECT(found != gathered_.end());
        return *found;
    }

    TailSums tail_below_, tail_above_;
    std::vector<std::size_t> first_rank_;
    std::vector<Gathered> gathered_{first_bin};
    std::unique_ptr<double[]> memory_;  ///< of the gathered lists
};

/// The same of whole numbers of which there are few, as of projects or of yes and no: counted by
/// value. Sums of whole numbers are exact in any order, so the figures have the same bits.
class CountedValues {
  public:
    static constexpr double most_values = 1024.0;

    /// Whether all of the values, which lie between `least` and `most`, can be counted.
    [[nodiscard]] static bool counts(std::span<const double> values, double least, double most) {
        constexpr double exact = 0x1.0p31;
        if (most - least >= most_values || least < -exact || most > exact) return false;
        Parts broken = Parts::Zero();
        in_parts(values, least, [&](const Parts& part) { broken += (part - part.round()).abs(); });
        return total(broken) == 0.0;
    }

    CountedValues(std::span<const double> values, double least, double most, std::size_t below,
                  std::size_t above)
        : least_(least) {
        // Neighbours are often alike; several rows of counts do not wait for each other.
        std::array<std::vector<std::uint32_t>, 4> rows;
        for (auto& row : rows) row.resize(static_cast<std::size_t>(most - least) + 1, 0);
        for (std::size_t i = 0; i < values.size(); ++i) {
            ++rows[i % rows.size()][static_cast<std::size_t>(values[i] - least)];
        }
        first_rank_.push_back(0);
        for (std::size_t place = 0; place < rows[0].size(); ++place) {
            std::size_t count = 0;
            for (const auto& row : rows) count += row[place];
            first_rank_.push_back(first_rank_.back() + count);
        }
        const double at_below = at(below), at_above = at(above);
        for (std::size_t place = 0; place + 1 < first_rank_.size(); ++place) {
            const double value = least + static_cast<double>(place);
            const auto first = first_rank_[place], end = first_rank_[place + 1];
            add(std::clamp(below, first, end) - first, value, at_below, below_);
            add(end - std::clamp(above + 1, first, end), value, at_above, above_);
        }
    }

    [[nodiscard]] double at(std::size_t rank) const {
        const auto after = std::upper_bound(first_rank_.begin(), first_rank_.end(), rank);
        return least_ + static_cast<double>(after - first_rank_.begin() - 1);
    }
    [[nodiscard]] const TailSums& below() const { return below_; }
    [[nodiscard]] const TailSums& above() const { return above_; }

  private:
    static void add(std::size_t times, double value, double boundary, TailSums& tail) {
        const auto n = static_cast<double>(times);
        tail.sum += n * value;
        tail.squares += n * (value - boundary) * (value - boundary);
    }

    double least_;
    std::vector<std::size_t> first_rank_;
    TailSums below_, above_;
};

}  // namespace

QuantileBounds::QuantileBounds(std::size_t n) {
    constexpr double outside = (1.0 - confidence) / 2.0;
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        const auto at_most = [&](std::size_t k) {
            return binomial_at_most(n, quantile_levels[i], k);
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

Interval share_interval(double p, double n) {
    COFFER_EXPECT(n > 0.0);
    const double z2 = errors_either_side * errors_either_side;
    const double centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    const double half =
        errors_either_side / (1.0 + z2 / n) * std::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n));
    // Rounding must not leave 0 and 1 out where p is one of them.
    return {p == 0.0 ? 0.0 : std::max(0.0, centre - half),
            p == 1.0 ? 1.0 : std::min(1.0, centre + half)};
}

Summary summarise_alike(double value, std::size_t n, const QuantileBounds* bounds) {
    Summary summary;
    summary.n = n;
    summary.mean = summary.min = summary.max = value;
    summary.quantiles.fill(value);
    summary.es05 = summary.es95 = value;
    for (std::size_t i = 0; bounds != nullptr && i < quantile_levels.size(); ++i) {
        const auto& ranks = bounds->ranks()[i];
        if (ranks.low) summary.intervals[i].low = value;
        if (ranks.high) summary.intervals[i].high = value;
    }
    return summary;
}

Summary summarise(std::span<const double> values, const QuantileBounds* bounds) {
    COFFER_EXPECT(!values.empty());
    Summary summary;
    const std::size_t n = values.size();
    const auto count = static_cast<double>(n);
    summary.n = n;

    // Shifted by the first value: exact for constants, and no cancellation in the squares.
    const double shift = values.front();
    Parts sum = Parts::Zero(), squares = Parts::Zero();
    Parts least = Parts::Constant(shift), most = Parts::Constant(shift);
    in_parts(values, shift, [&](const Parts& part) {
        const Parts offset = part - shift;
        sum += offset;
        squares += offset * offset;
        least = least.min(part);
        most = most.max(part);
    });
    summary.min = least.minCoeff();
    summary.max = most.maxCoeff();
    if (summary.min == summary.max) return summarise_alike(shift, n, bounds);
    const double mean_offset = total(sum) / count;
    summary.mean = shift + mean_offset;
    const double about_mean = total(squares) - total(sum) * mean_offset;
    summary.sd = std::sqrt(std::max(0.0, about_mean) / (count - 1.0));
    summary.se = summary.sd / std::sqrt(count);

    const double tail_count = shortfall_share * count;
    const auto whole_tail = static_cast<std::size_t>(tail_count);
    if (CountedValues::counts(values, summary.min, summary.max)) {
        describe_order(
            CountedValues(values, summary.min, summary.max, whole_tail, n - 1 - whole_tail), bounds,
            summary);
        return summary;
    }
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
    describe_order(OrderStatistics(values, low, high, wanted, whole_tail, n - 1 - whole_tail),
                   bounds, summary);
    return summary;
}

}  // namespace coffer::statistics
