#pragma once
#include <optional>

#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/statistics/weights.hpp"

namespace coffer::statistics {

/// When a project finishes: quantiles are missing where it does not within the plan.
struct Finishes {
    double probability = 0.0;
    std::optional<double> p10, p50, p90;
};

[[nodiscard]] Finishes finishes_of(const plan::Plan& plan, std::size_t project,
                                   const kernel::PathStore& paths, const Weights& weights);

}  // namespace coffer::statistics
