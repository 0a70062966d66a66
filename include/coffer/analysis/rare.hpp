#pragma once
// How rare something is that hardly any path shows: common chances are moved to where it happens,
// and each path counts by how much more often it was drawn than it should have been (importance
// sampling).
#include <cstdint>
#include <optional>
#include <vector>

#include "coffer/analysis/explain.hpp"
#include "coffer/analysis/measure.hpp"
#include "coffer/analysis/variant.hpp"
#include "coffer/kernel/steering.hpp"

namespace coffer::analysis {

/// A common chance and how far it was moved, in standard deviations.
struct MovedChance {
    kernel::Chance chance;
    Text name;
    double shift = 0.0;
};

struct Rarity {
    enum class Outcome {
        known,
        too_few,    ///< too few paths count: the probability is not to be trusted
        never_seen  ///< it hardly happens even where chances are three times as wide
    };
    Outcome outcome = Outcome::never_seen;
    Measure measure;
    /// What is rare is that the measure's event does not happen: a target that is nearly certain.
    bool opposite = false;

    // Of what is rare.
    double probability = 0.0;
    double se = 0.0;
    statistics::Interval interval;  ///< 95 %, of equal factors to either side
    std::uint64_t seen = 0;         ///< paths on which it happened
    /// As many paths of one weight on which it happened would tell as much (Kish 1965).
    double effective = 0.0;
    double heaviest = 0.0;      ///< share of the estimate that the heaviest path makes
    double plain_needed = 0.0;  ///< paths that would tell as much without moving anything

    /// Every fourth path was not moved: how often it happened on these.
    std::uint64_t plain_paths = 0, plain_seen = 0;
    statistics::Interval plain_interval;

    std::vector<MovedChance> moved;  ///< farthest first
    std::vector<GivenMiss> figures;  ///< of the rare case, farthest from the usual first
};

/// Below this effective number nothing is said.
inline constexpr double least_effective = 100.0;
/// Every so many paths one is not moved: no path weighs more than this, and another way in which it
/// happens than the one found is not missed.
inline constexpr std::uint64_t plain_every = 4;

/// Runs that it will take, in forecasts of `paths` paths.
[[nodiscard]] std::uint64_t rare_runs(std::uint64_t paths);

/// None when interrupted. `measure` must be a probability.
[[nodiscard]] std::optional<Rarity> rare(const Case& base, const Measure& measure, Runner& runner);

}  // namespace coffer::analysis
