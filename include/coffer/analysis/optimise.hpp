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

/// A figure on some number of paths, and what it is without each of fifty groups of them: what two
/// plans differ by on the same paths has its error from these (delete-a-group jackknife).
struct Looked {
    std::uint64_t paths = 0;
    double value = 0.0;
    Eigen::ArrayXf without;
};

/// One plan under trial.
struct Trial {
    Choice choice;
    bool possible = true;   ///< the plan can be built
    bool proposed = false;  ///< by the mixed-integer program
    std::size_t steps = 0;  ///< decisions that differ from the plan as it is
    std::vector<statistics::Estimate> objectives, constraints;
    std::uint64_t paths = 0;
    /// How far each constraint is missed, in its own standard errors; 0 when it holds.
    std::vector<double> shortfalls;
    /// Mean miss of the figure behind each constraint that is a probability: it still tells two
    /// plans apart that both miss it on every path.
    std::vector<double> depths;
    double violation = 0.0;  ///< the sum of shortfalls
    /// All hold with the side of their 95 % interval that is against them.
    bool surely_feasible = false;
    /// Of all that is asked about, on the first paths looked at: equal for plans that differ in
    /// nothing asked about.
    std::uint64_t fingerprint = 0;
    /// Each objective, fewest paths first.
    std::vector<std::vector<Looked>> looked;
    /// The first objective on each path, where it was asked for.
    Eigen::ArrayXd values;
};

/// What would be gained if one condition were dropped.
struct ConstraintCost {
    std::size_t constraint = 0;
    bool binds = false;  ///< a better plan was found without it
    /// Of the first objective from the best plan found with all conditions to the best one without
    /// this one, both on all paths of the fresh seed.
    std::optional<statistics::Difference> gain;
    std::optional<statistics::Estimate> without;  ///< the first objective of the latter
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
    /// More plans, tried to learn what conditions cost.
    std::uint64_t tried_without = 0;
    /// Could, by the few paths that they were tried on, be better than the winner or as good.
    std::uint64_t open = 0;
    /// Of each objective: 1 where the winner is clearly better than the plan as it is, -1 where it
    /// is clearly worse, on the same paths.
    std::vector<int> against_plan;
    bool exhaustive = false;  ///< every combination was tried
};

/// Every choice on its own, before a search: one that cannot be made is an error at its place, one
/// after which no figure differs on a few paths of the plan a warning. False when interrupted.
[[nodiscard]] bool check_decisions(const Case& base, const std::vector<Decision>& decisions,
                                   const run::Options& how, const run::Progress& progress,
                                   Diagnostics& diagnostics);

struct OptimiseOptions {
    /// Plans tried at most; to learn what a condition costs up to a tenth more for each.
    std::uint64_t candidates = 400;
    std::uint64_t fresh_seed = 0;
};

/// Search on common random numbers: every level of every decision alone, what a mixed-integer
/// program makes of their effects, then the neighbours of the best. All are tried on few paths.
/// The best of those that may meet the conditions go on to more paths, until nothing left may be
/// better than the best that surely meets them on all paths. Of two objectives the plans that no
/// other beats in both go on, spread over both; the winner is the one with the greatest sum of both
/// (each from 0 at its worst to 1 at its best among them), of those that are not worse than the
/// plan as it is in either, if there are such. The winner runs again on a fresh seed. None when
/// interrupted.
[[nodiscard]] std::optional<Optimum> optimise(
    const Case& base, const std::vector<Decision>& decisions,
    const std::vector<Objective>& objectives, const std::vector<Requirement>& constraints,
    const OptimiseOptions& options, const run::Options& how, const run::Progress& progress);

}  // namespace coffer::analysis
