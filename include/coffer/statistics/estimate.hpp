#pragma once
// A figure of one sample with its sampling error.
#include <functional>
#include <span>

#include "coffer/statistics/summary.hpp"

namespace coffer::statistics {

struct Estimate {
    double value = 0.0;
    double se = 0.0;
    Interval interval;  ///< 95 %
};

[[nodiscard]] Estimate mean_estimate(std::span<const double> sample);
/// Of a sample of 0 and 1: Wilson's interval.
[[nodiscard]] Estimate share_estimate(std::span<const double> sample);
/// Between order statistics (see QuantileBounds), whose distance also gives the standard error.
[[nodiscard]] Estimate quantile_estimate(std::span<const double> sample, double level);
/// Of any figure: delete-a-group jackknife over 50 groups of paths.
[[nodiscard]] Estimate figure_estimate(
    std::span<const double> sample, const std::function<double(std::span<const double>)>& figure);

}  // namespace coffer::statistics
