#pragma once
#include <cstddef>
#include <functional>

#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/statistics/forecast.hpp"
#include "coffer/statistics/weights.hpp"

namespace coffer::statistics {

/// Calls its second argument for 0 … first argument - 1, in any order, perhaps at once.
using ForEach = std::function<void(std::size_t, const std::function<void(std::size_t)>&)>;

/// The door of this floor: everything a report may see, from the remembered paths, what each of
/// them weighs, and the one path (`reference`, traced) on which every draw is its median. Weights
/// that differ need traced paths.
[[nodiscard]] Forecast describe(const plan::Plan& plan, const kernel::PathStore& paths,
                                const Weights& weights, const kernel::PathStore& reference,
                                const ForEach& for_each);

}  // namespace coffer::statistics
