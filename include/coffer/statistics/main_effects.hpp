#pragma once
// How much of a figure one factor explains alone, from paths that are there already: no further
// run, whatever the number of factors.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coffer/statistics/paired.hpp"

namespace coffer::statistics {

/// Paths sorted into bins of a factor, once for all figures. Thread-safe to read.
class Bins {
  public:
    /// About sqrt(n) bins of equally many paths, none left out; a factor of fewer values has one a
    /// value.
    explicit Bins(std::span<const double> factor);

    [[nodiscard]] std::size_t count() const { return sizes_.size(); }
    [[nodiscard]] std::size_t paths() const { return bin_.size(); }
    [[nodiscard]] const std::vector<std::uint32_t>& bin() const { return bin_; }
    [[nodiscard]] const std::vector<std::size_t>& sizes() const { return sizes_; }

  private:
    std::vector<std::uint32_t> bin_;  ///< by path; ascending with the factor
    std::vector<std::size_t> sizes_;
};

struct MainEffect {
    /// Share of the figure's variance: (sum n_m/n (y_m - y)^2 - sum (1 - n_m/n) s_m^2/n) / s^2
    /// (Plischke, Borgonovo, Smith, EJOR 226, 2013). Unbiased about zero, so below it at times.
    double share = 0.0;
    double se = 0.0;    ///< of the share, when resamples were given
    double low = 0.0;   ///< mean of the figure in the lowest tenth of the factor
    double high = 0.0;  ///< in the highest
};

[[nodiscard]] MainEffect main_effect(const Bins& bins, std::span<const double> figure,
                                     const Resamples* resamples = nullptr);

/// Standard deviation of the share of a factor without effect: sqrt(2 M) / n for M bins.
[[nodiscard]] double null_deviation(const Bins& bins);

/// The share that the largest of `factors` factors without effect stays below in 95 of 100 runs.
[[nodiscard]] double null_floor(const Bins& bins, std::size_t factors);

}  // namespace coffer::statistics
