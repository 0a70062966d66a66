#pragma once
// What each level of each decision does alone makes a programme for all of them together.
#include <vector>

#include "coffer/analysis/optimise.hpp"

namespace coffer::analysis {

/// Choices that should be the best ones if effects added up, `count` at most. `plan` is the plan as
/// it is, `singles` are trials that differ from it in one decision, both of the same few paths;
/// levels without such a trial are not proposed, nor choices that are `known`. Conditions are met
/// as the interval of `all_paths` paths would have it, but for the one
/// `left_out`.
[[nodiscard]] std::vector<Choice> propose(const Trial& plan, const std::vector<Trial>& singles,
                                          const std::vector<Decision>& decisions,
                                          const std::vector<Objective>& objectives,
                                          const std::vector<Requirement>& constraints,
                                          std::size_t left_out, std::uint64_t all_paths,
                                          std::vector<Choice> known, std::size_t count);

}  // namespace coffer::analysis
