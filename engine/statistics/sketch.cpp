#include "coffer/statistics/sketch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "coffer/base/contract.hpp"
#include "order.hpp"

namespace coffer::statistics {
namespace {

/// Binary digits of a number that tell its bin, after the first.
constexpr int digits = 10;

std::size_t bin_of(std::uint64_t size) {
    const int dropped = std::max(0, static_cast<int>(std::bit_width(size)) - digits - 1);
    return (static_cast<std::size_t>(dropped) << digits) +
           static_cast<std::size_t>(size >> dropped);
}

double middle_of(std::size_t bin) {
    const std::size_t block = bin >> digits;
    if (block < 2) return static_cast<double>(bin);
    const auto dropped = static_cast<int>(block) - 1;
    const std::uint64_t low = (bin - (static_cast<std::size_t>(dropped) << digits)) << dropped;
    const std::uint64_t width = std::uint64_t{1} << dropped;
    return static_cast<double>(low) + static_cast<double>(width - 1) / 2.0;
}

struct Wide {
    std::uint64_t upper, lower;
};

/// By halves, since no standard type holds the square of 64 bits.
Wide square_of(std::uint64_t value) {
    const std::uint64_t high = value >> 32U, low = value & 0xFFFFFFFFU;
    const std::uint64_t cross = high * low;
    Wide result{high * high + (cross >> 31U), low * low};
    const std::uint64_t shifted = cross << 33U;
    result.lower += shifted;
    if (result.lower < shifted) ++result.upper;
    return result;
}

}  // namespace

std::uint32_t& Sketch::Side::of(std::size_t bin) {
    if (counts.empty()) {
        first = bin;
        counts.assign(1, 0);
    } else if (bin < first) {
        counts.insert(counts.begin(), first - bin, 0);
        first = bin;
    } else if (bin >= first + counts.size()) {
        counts.resize(bin - first + 1, 0);
    }
    return counts[bin - first];
}

void Sketch::Sum::add(std::int64_t more_upper, std::uint64_t more_lower) {
    lower += more_lower;
    upper += more_upper + (lower < more_lower ? 1 : 0);
}

double Sketch::Sum::value() const {
    // Of a negative number both words are its complement: turned round first, or digits are lost.
    const bool negative = upper < 0;
    auto high = static_cast<std::uint64_t>(upper);
    std::uint64_t low = lower;
    if (negative) {
        low = ~low + 1;
        high = ~high + (low == 0 ? 1 : 0);
    }
    const double size = static_cast<double>(high) * 0x1.0p64 + static_cast<double>(low);
    return negative ? -size : size;
}

void Sketch::add(std::span<const double> parts) {
    constexpr double most = 0x1.0p53;
    for (const double part : parts) {
        COFFER_EXPECT(std::abs(part) <= most && part == std::floor(part));
        const auto value = static_cast<std::int64_t>(part);
        if (n_ == 0) shift_ = least_ = most_ = value;
        ++n_;
        least_ = std::min(least_, value);
        most_ = std::max(most_, value);
        const std::int64_t offset = value - shift_;
        offsets_.add(offset < 0 ? -1 : 0, static_cast<std::uint64_t>(offset));
        const auto squared = square_of(static_cast<std::uint64_t>(std::abs(offset)));
        squares_.add(static_cast<std::int64_t>(squared.upper), squared.lower);
        const auto size = static_cast<std::uint64_t>(std::abs(value));
        ++(value < 0 ? below_ : above_).of(bin_of(size));
    }
}

template <class Visit>
void Sketch::visit(const Visit& visit) const {
    const auto in_range = [this](double value) {
        return std::clamp(value, static_cast<double>(least_), static_cast<double>(most_));
    };
    for (std::size_t i = below_.counts.size(); i > 0; --i) {
        if (below_.counts[i - 1] == 0) continue;
        visit(in_range(-middle_of(below_.first + i - 1)), below_.counts[i - 1]);
    }
    for (std::size_t i = 0; i < above_.counts.size(); ++i) {
        if (above_.counts[i] == 0) continue;
        visit(in_range(middle_of(above_.first + i)), above_.counts[i]);
    }
}

namespace {

/// Bins from the least up, by rank.
class Ranked {
  public:
    void add(double value, std::uint64_t count) {
        values_.push_back(value);
        ends_.push_back((ends_.empty() ? 0 : ends_.back()) + count);
    }
    [[nodiscard]] double at(std::size_t rank) const {
        const auto bin = std::upper_bound(ends_.begin(), ends_.end(), rank);
        return values_[static_cast<std::size_t>(bin - ends_.begin())];
    }
    /// Sums of the values of ranks below `below` and above `above`.
    void cut(std::size_t below, std::size_t above) {
        const double low = at(below), high = at(above);
        std::uint64_t first = 0;
        for (std::size_t i = 0; i < values_.size(); ++i) {
            const std::uint64_t end = ends_[i];
            add_to(below_, std::clamp<std::uint64_t>(below, first, end) - first, values_[i], low);
            add_to(above_, end - std::clamp<std::uint64_t>(above + 1, first, end), values_[i],
                   high);
            first = end;
        }
    }
    [[nodiscard]] const TailSums& below() const { return below_; }
    [[nodiscard]] const TailSums& above() const { return above_; }

  private:
    static void add_to(TailSums& tail, std::uint64_t times, double value, double boundary) {
        const auto count = static_cast<double>(times);
        tail.sum += count * value;
        tail.squares += count * (value - boundary) * (value - boundary);
    }

    std::vector<double> values_;
    std::vector<std::uint64_t> ends_;
    TailSums below_, above_;
};

}  // namespace

double Sketch::at(std::size_t rank) const {
    COFFER_EXPECT(rank < n_);
    double result = 0.0;
    std::uint64_t before = 0;
    visit([&](double value, std::uint64_t count) {
        if (before <= rank && rank < before + count) result = value;
        before += count;
    });
    return result;
}

Summary Sketch::summary(double unit, const QuantileBounds* bounds) const {
    COFFER_EXPECT(n_ > 0);
    const auto n = static_cast<std::size_t>(n_);
    const auto count = static_cast<double>(n_);
    if (least_ == most_) return summarise_alike(static_cast<double>(least_) / unit, n, bounds);
    Summary summary;
    summary.n = n_;
    summary.min = static_cast<double>(least_) / unit;
    summary.max = static_cast<double>(most_) / unit;
    const double mean_offset = offsets_.value() / count;
    summary.mean = (static_cast<double>(shift_) + mean_offset) / unit;
    const double about_mean = squares_.value() - offsets_.value() * mean_offset;
    summary.sd = std::sqrt(std::max(0.0, about_mean) / (count - 1.0)) / unit;
    summary.se = summary.sd / std::sqrt(count);
    Ranked ranked;
    visit([&](double value, std::uint64_t times) { ranked.add(value / unit, times); });
    const auto whole_tail = static_cast<std::size_t>(shortfall_share * count);
    ranked.cut(whole_tail, n - 1 - whole_tail);
    describe_order(ranked, bounds, summary);
    return summary;
}

}  // namespace coffer::statistics
