#pragma once
// What differs between two runs on the same draws. Path k of one is path k of the other, so chance
// that acts on both alike cancels, and intervals are those of the differences path by path.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "coffer/statistics/summary.hpp"

namespace coffer::statistics {

/// One figure in two runs.
struct Difference {
    double before = 0.0;
    double after = 0.0;
    double change = 0.0;  ///< after - before
    double se = 0.0;      ///< standard error of the change
    /// Of the change, 95 %. Without sides where too few paths differ to say.
    Interval interval;
    /// The variance that the change would have on independent draws over the one it has: how many
    /// times fewer paths pairing needs. None where no path differs.
    std::optional<double> gain;
    std::size_t moved = 0;  ///< paths on which the two differ

    /// Whether the interval leaves out zero.
    [[nodiscard]] bool clear() const {
        return interval.low && interval.high && (*interval.low > 0.0 || *interval.high < 0.0);
    }
};

/// Fewer paths that differ say nothing about the spread of a mean.
inline constexpr std::size_t least_moved = 30;

/// Of means: mean and standard deviation of the differences.
[[nodiscard]] Difference mean_difference(std::span<const double> before,
                                         std::span<const double> after);

/// Of probabilities, samples of 0 and 1: from the paths that change sides, by the adjusted Wald
/// interval of Agresti and Min (Statistics in Medicine 24, 2005), which holds for few of them too.
[[nodiscard]] Difference share_difference(std::span<const double> before,
                                          std::span<const double> after);

/// How often each path comes in each of many samples drawn with replacement from n paths (Poisson
/// numbers of mean 1, as Chamandy et al. 2012). Always the same for the same n. Thread-safe to
/// read.
class Resamples {
  public:
    explicit Resamples(std::size_t n, std::size_t count = 199);

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] std::span<const std::uint8_t> times(std::size_t sample) const {
        return {times_.data() + sample * n_, n_};
    }

  private:
    std::size_t n_, count_;
    std::vector<std::uint8_t> times_;
};

/// Of the quantiles at ascending `levels`, one a level: percentile intervals of the paired
/// bootstrap. Quantiles are those of `summarise`; those of resamples are plain order statistics.
[[nodiscard]] std::vector<Difference> quantile_differences(std::span<const double> before,
                                                           std::span<const double> after,
                                                           std::span<const double> levels,
                                                           const Resamples& resamples);

/// Of any figure of a sample: delete-a-group jackknife over 50 groups of paths (Shao and Wu 1989).
[[nodiscard]] Difference figure_difference(
    std::span<const double> before, std::span<const double> after,
    const std::function<double(std::span<const double>)>& figure);

}  // namespace coffer::statistics
