#pragma once
// The standard normals that years, lines and projects have in common: few enough to be spread
// evenly over the paths, or moved towards where something rare happens. What months, stages and
// events draw for themselves is not among them.
#include <vector>

#include "coffer/kernel/draws.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/run/run.hpp"

namespace coffer::analysis {

/// Luck of lines by year, innovations of drivers and of lines by year, where they stand at the
/// start, tails and drift, what sectors and years of approval have in common.
[[nodiscard]] std::vector<kernel::Chance> common_chances(const plan::Plan& plan);

/// The chance on each of the first `paths` paths, as drawn before any steering.
[[nodiscard]] std::vector<double> normals_of(const kernel::Draws& draws,
                                             const kernel::Chance& chance, std::size_t paths);

/// At most this many are spread evenly: of more, the later dimensions of Sobol's points are no
/// better than random ones for the numbers of paths that are usual.
inline constexpr std::size_t most_even_chances = 32;

/// The draws of a run with the common chances that explain most of its yearly figures and targets
/// spread evenly, by their squared correlations in a pilot of 2,048 paths of another seed. The same
/// for any number of paths and threads. As they were when the plan has no such chance.
[[nodiscard]] kernel::Draws even_draws(const plan::Plan& plan, const run::Options& options);

}  // namespace coffer::analysis
