#pragma once
// How far a plan gives way under each of a suite of named shocks.
#include <optional>
#include <string>
#include <vector>

#include "coffer/analysis/measure.hpp"
#include "coffer/analysis/variant.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/statistics/paired.hpp"

namespace coffer::analysis {

/// One indicator under one stress.
struct StressCell {
    statistics::Difference difference;
    bool missing = false;  ///< the changed plan has no such figure
};

/// When something first happens under a stress.
struct StressHit {
    std::string event;
    double probability = 0.0;          ///< within the plan
    std::optional<double> mean_month;  ///< where it happens
};

struct StressRow {
    scenario::Change stress;
    bool applies = true;  ///< false: it matches nothing in this plan, or cannot be made
    std::vector<Diagnostic> mistakes = {};  ///< why it cannot be made
    /// In this plan it comes to the same as another row, whose figures are its own.
    std::optional<std::size_t> same_as;
    std::vector<std::string> unmatched;  ///< its statements that matched no row
    std::vector<StressCell> cells;       ///< one a measure
    std::vector<StressHit> hits;
    /// What targets lose and events gain in probability, summed: 1 is a certain target lost.
    double harm = 0.0;
    std::string sha256;  ///< of the changed plan
};

struct StressTest {
    std::vector<Measure> measures;
    std::vector<std::size_t> asked;  ///< places of those that the user named
    std::vector<double> base;        ///< each measure's value without a stress
    std::vector<StressHit> base_hits;
    std::vector<StressRow> rows;  ///< in the order of the suite
};

/// What a planner looks at first in this plan: every target, first hits, debt ratio, cash, gaps.
[[nodiscard]] std::vector<Measure> usual_measures(const plan::Plan& plan);

/// Whether both measure the same, however they are written.
[[nodiscard]] bool is_same(const Measure& a, const Measure& b);

/// Whether a rise of the measure is good news: of a target's probability it is, of an event's not,
/// of a condition's as its relation and its indicator say.
[[nodiscard]] model::Better better_of(const Measure& measure);

/// What one measure adds to a row's harm; nothing when it is no probability,
/// or it is not known which way is worse.
[[nodiscard]] double harm_of(const Measure& measure, const StressCell& cell);

/// Prepared: each case with its changed plan, or why it has none.
struct PreparedStress {
    scenario::Change stress;
    std::optional<Case> changed;
    std::vector<std::string> unmatched;  ///< statements that matched no row
    std::vector<Diagnostic> mistakes;    ///< why it makes no plan of this one
    /// Another makes the same plan: what is left of both where one applies in part only, or what a
    /// file says twice. That other one is whole, or comes first.
    std::optional<std::size_t> same_as;
};
/// Applies each case. Mistakes in how changes are written are diagnostics; a case that matches
/// nothing has no plan, nor has one that cannot be made of this plan: the others go on.
[[nodiscard]] std::vector<PreparedStress> prepare(const Case& base,
                                                  const std::vector<scenario::Change>& suite,
                                                  Diagnostics& diagnostics);

/// Runs the plan and every prepared case on the same draws. None when interrupted.
[[nodiscard]] std::optional<StressTest> stress(const Case& base,
                                               const std::vector<PreparedStress>& suite,
                                               const std::vector<Measure>& measures,
                                               const std::vector<std::size_t>& asked,
                                               Runner& runner);

}  // namespace coffer::analysis
