#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "drivers/drivers.hpp"
#include "drivers/flows.hpp"

namespace coffer::plan {

/// Sources of money with the terms of their debt, single receipts, loans under construction, and
/// what minimum capital means for drawings. Projects come before.
void add_sources(const model::Model& model, const FlowCompiler& flow,
                 DistributionCompiler& distributions, Plan& plan);

}  // namespace coffer::plan
