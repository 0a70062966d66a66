#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/frame.hpp"
#include "coffer/plan/reserves.hpp"

namespace coffer::plan {

/// What stands behind mandatory payments, and its figures.
[[nodiscard]] ReservesPart compile_reserves(const model::Model& model, const Frame& frame,
                                            FiguresPart& figures);

}  // namespace coffer::plan
