#pragma once
// Errors of paths that were dealt in turn to independent randomisations, path k to number k % r:
// paths of one depend on each other, so that the spread from path to path says too much, and only
// the spread from randomisation to randomisation says how far the whole may be off.
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "coffer/statistics/estimate.hpp"

namespace coffer::statistics {

/// Randomisations whose spread intervals may be told from.
inline constexpr std::size_t randomisations_told_from = 16;
/// Standard errors to either side of a 95 % interval, for as few values as 16: Student's t with 15
/// degrees of freedom.
inline constexpr double dealt_errors_either_side = 2.131449545559323;

/// The values of randomisation `part` in path order.
[[nodiscard]] std::vector<double> dealt_to(std::span<const double> sample, std::size_t part);

/// The standard error of a figure of all: the spread of `parts`, one a randomisation.
[[nodiscard]] double error_of_parts(std::span<const double> parts);

/// A figure of at least one path for each of 16 randomisations.
[[nodiscard]] Estimate dealt_estimate(std::span<const double> sample,
                                      const std::function<double(std::span<const double>)>& figure);

/// Of a sample of 0 and 1. Where all randomisations agree, Wilson's interval of independent paths.
[[nodiscard]] Estimate dealt_share_estimate(std::span<const double> sample);

/// Gives a summary of all paths the errors of dealt ones: the mean's, and with `intervals` those of
/// quantiles. Tail means keep the error of independent paths, which is too large rather than too
/// small.
void tell_dealt_errors(std::span<const double> sample, bool intervals, Summary& summary);

}  // namespace coffer::statistics
