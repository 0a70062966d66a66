#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The budget reserve, the stabilisation fund, treasury advances, and the slots of their figures.
void add_reserves(const model::Model& model, Plan& plan);

}  // namespace coffer::plan
