#pragma once
#include <optional>
#include <vector>

#include "coffer/analysis/explain.hpp"

namespace coffer::analysis {

struct Shapley {
    std::vector<GroupShare> groups;
    double variance = 0.0;
};

/// Shapley effects of groups of chances on a figure by random orders (Goda, Reliability Engineering
/// and System Safety 2021): along an order, group after group gets other draws, and each step's
/// part of half the squared distance between the two ends is that group's. Groups + 1 runs an
/// order; the parts of every order sum to its variance exactly.
[[nodiscard]] std::optional<Shapley> shapley_shares(const Case& base, const Measure& figure,
                                                    Runner& runner);

}  // namespace coffer::analysis
