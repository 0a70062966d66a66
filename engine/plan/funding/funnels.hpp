#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/figures.hpp"
#include "coffer/plan/funnels.hpp"

namespace coffer::plan {

/// Funnels, with their figures behind those that are there: of all together, then, where there are
/// several, of each.
[[nodiscard]] FunnelsPart compile_funnels(const model::Model& model, FiguresPart& figures);

}  // namespace coffer::plan
