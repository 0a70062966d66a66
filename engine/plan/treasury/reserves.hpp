#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/frame.hpp"
#include "coffer/plan/reserves.hpp"

namespace coffer::plan {

/// The budget reserve, the stabilisation fund, treasury advances, and their figures.
[[nodiscard]] ReservesPart compile_reserves(const model::Model& model, const Frame& frame,
                                            FiguresPart& figures);

}  // namespace coffer::plan
