#pragma once
#include "coffer/analysis/explain.hpp"

namespace coffer::analysis {

/// How the yearly figures of the misses lie beside those of the other paths, and the miss that is
/// nearest to their mean in the figures that tell them apart most.
[[nodiscard]] TypicalMiss typical_miss(const plan::Plan& plan, const kernel::PathStore& paths,
                                       const Eigen::ArrayXd& miss);

}  // namespace coffer::analysis
