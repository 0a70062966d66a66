#pragma once
// Quantiles of more values than memory holds.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coffer/statistics/summary.hpp"

namespace coffer::statistics {

/// A sample of whole numbers below 2^53 of which only counts are kept, by bins of equal relative
/// width: 1,024 between a power of two and the next, one for each number below 2,048 (Masson, Rim
/// and Lee, DDSketch, VLDB 12, 2019, in integers). Number, mean, standard deviation, least and
/// largest are exact. Quantiles, their intervals and tail means are as if each value lay in the
/// middle of its bin, so off by at most `error` of the value. All of it is whole numbers: the order
/// in which values come, and how they are cut into parts, change nothing.
class Sketch {
  public:
    static constexpr double error = 1.0 / 2048.0;

    /// Whole numbers, as SampleTable::copy_parts gives them.
    void add(std::span<const double> parts);

    [[nodiscard]] std::uint64_t size() const { return n_; }
    /// The value of a rank, from 0.
    [[nodiscard]] double at(std::size_t rank) const;
    [[nodiscard]] std::uint64_t bytes() const {
        return sizeof(std::uint32_t) * (below_.counts.size() + above_.counts.size());
    }
    /// Of the values divided by `unit`; there must be some.
    [[nodiscard]] Summary summary(double unit, const QuantileBounds* bounds) const;

  private:
    /// Counts of bins `first` … of the numbers on one side of zero.
    struct Side {
        std::vector<std::uint32_t> counts;
        std::size_t first = 0;

        std::uint32_t& of(std::size_t bin);
    };
    /// A sum that no number of values can overflow: upper * 2^64 + lower.
    struct Sum {
        std::int64_t upper = 0;
        std::uint64_t lower = 0;

        void add(std::int64_t more_upper, std::uint64_t more_lower);
        [[nodiscard]] double value() const;
    };
    /// Calls visit(value, count) for all bins, from the least value up.
    template <class Visit>
    void visit(const Visit& visit) const;

    Side below_, above_;  ///< numbers below zero by their size, and the others
    std::uint64_t n_ = 0;
    std::int64_t shift_ = 0;  ///< the first value: sums are of what others differ by
    std::int64_t least_ = 0, most_ = 0;
    Sum offsets_, squares_;
};

}  // namespace coffer::statistics
