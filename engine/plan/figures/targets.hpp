#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Where the figures stand that targets are about, and the monthly ones that are kept for them;
/// once all slots are there.
void add_targets(const model::Model& model, Plan& plan);

}  // namespace coffer::plan
