#pragma once
// The best of many plans: decisions that may be taken, one or two figures to raise or lower, and
// conditions that chance must not break.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/analysis/lever.hpp"
#include "coffer/analysis/measure.hpp"
#include "coffer/analysis/programme.hpp"
#include "coffer/analysis/variant.hpp"

namespace coffer::analysis {

/// Something that may be decided: how far a lever goes, or whether a change is made.
struct Decision {
    scenario::Change change;     ///< as written
    std::optional<Lever> lever;  ///< with x
    std::vector<double> levels;  ///< values of x; 0 and 1 for a change that is made or not

    /// The change at one of its levels; none where nothing is changed.
    [[nodiscard]] std::optional<scenario::Change> at(std::size_t level) const;
};

/// `x in 0..12 by 3` in a change makes levels, a change without x is made or not. None, and
/// reported, when it has another form or more than 25 levels.
[[nodiscard]] std::optional<Decision> read_decision(const scenario::Change& change,
                                                    Diagnostics& diagnostics);

struct Objective {
    Measure measure;
    bool maximise = true;
};

/// One plan under trial.
struct Trial {
    Choice choice;
    bool possible = true;   ///< the plan can be built
    bool proposed = false;  ///< by the mixed-integer program
    std::vector<statistics::Estimate> objectives, constraints;
    std::uint64_t paths = 0;
    /// How far constraints are missed, each in its own standard errors; 0 when all hold.
    double violation = 0.0;
    /// All hold with the side of their 95 % interval that is against them.
    bool surely_feasible = false;
};

/// What would be gained if one condition were dropped.
struct ConstraintCost {
    std::size_t constraint = 0;
    std::optional<double> objective;  ///< the best of the plans that break only it; none: no gain
};

struct Optimum {
    Trial base;                    ///< the plan as it is, all paths
    std::optional<Trial> winner;   ///< none: nothing tried meets the conditions surely
    std::optional<Trial> audited;  ///< the winner on a fresh seed
    std::vector<Trial> finalists;  ///< all paths; those of two objectives form the frontier
    std::vector<ConstraintCost> costs;
    std::uint64_t tried = 0;       ///< plans, and of these
    std::uint64_t impossible = 0;  ///< could not be built
    std::uint64_t proposed = 0;    ///< by the mixed-integer program
    bool exhaustive = false;       ///< every combination was tried
};

/// Every choice on its own, before a search: one that cannot be made is an error at its place, one
/// after which no figure differs on a few paths of the plan a warning. False when interrupted.
[[nodiscard]] bool check_decisions(const Case& base, const std::vector<Decision>& decisions,
                                   const run::Options& how, const run::Progress& progress,
                                   Diagnostics& diagnostics);

struct OptimiseOptions {
    std::uint64_t candidates = 400;  ///< plans tried at most
    std::uint64_t fresh_seed = 0;
};

/// Search on common random numbers: every level of every decision alone, what a mixed-integer
/// program makes of their effects, then the neighbours of the best. Few paths for all, more for the
/// better, all of them for the finalists, the winner again on a fresh seed. None when interrupted.
[[nodiscard]] std::optional<Optimum> optimise(
    const Case& base, const std::vector<Decision>& decisions,
    const std::vector<Objective>& objectives, const std::vector<Requirement>& constraints,
    const OptimiseOptions& options, const run::Options& how, const run::Progress& progress);

}  // namespace coffer::analysis
