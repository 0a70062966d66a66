#pragma once
// How far a lever may go until a figure reaches a value: reverse stress and repair.
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "coffer/analysis/lever.hpp"
#include "coffer/analysis/measure.hpp"
#include "coffer/analysis/variant.hpp"
#include "coffer/statistics/estimate.hpp"

namespace coffer::analysis {

struct Evaluation {
    double x = 0.0;
    statistics::Estimate estimate;
    bool holds = false;  ///< the requirement, on these draws
};

struct SolveOptions {
    double within = 0.0;  ///< wanted half width of the interval of x; 0: as it comes
    std::uint64_t most_paths = 1'000'000;  ///< that are added for it
    std::uint64_t fresh_seed = 0;          ///< of the verification
};

struct Solution {
    enum class Outcome {
        found,
        always,        ///< the requirement holds in the whole range
        never,         ///< it does not anywhere in it
        not_monotone,  ///< it holds, fails and holds again
        impossible     ///< the plan cannot be built in the whole range (reported)
    };
    Outcome outcome = Outcome::found;
    std::vector<Evaluation> evaluations;  ///< with the last number of paths, by x
    /// The last x found to meet the requirement and the first found to miss it, side by side.
    double meets = 0.0, misses = 0.0;
    double x = 0.0;  ///< where the figure crosses the value, between them
    /// Of x, 95 %: from the error of the figure; an end that leaves the range is missing.
    statistics::Interval interval;
    std::uint64_t paths = 0;
    bool as_wanted = true;  ///< the interval is as narrow as asked
    /// The x to take: the end of the interval on the side that meets the requirement, since on
    /// other draws the point itself misses it half of the time; `meets` where the interval leaves
    /// the range.
    double advised = 0.0;
    bool sure = false;  ///< that end lies within the range
    /// The lever writes the same in whole stretches of x, as round(x) does: `meets` and `misses`
    /// are of two neighbouring steps, the ends of `interval` of steps of which sampling leaves no
    /// doubt.
    bool in_steps = false;
    std::optional<Evaluation> verified;  ///< at `advised`, on the fresh seed
    double runs = 0.0;                   ///< in forecasts of the first number of paths
};

/// On common random numbers: ends and three points between, more beside the nearest one where none
/// of them differs, then bisection of the one place where the requirement changes, then a point at
/// each end of its interval. None when interrupted. A plan
/// that cannot be built at some x is an error in `diagnostics`.
[[nodiscard]] std::optional<Solution> solve(const Case& base, const Lever& lever,
                                            const Requirement& requirement,
                                            const SolveOptions& options, Runner& runner,
                                            Diagnostics& diagnostics);

}  // namespace coffer::analysis
