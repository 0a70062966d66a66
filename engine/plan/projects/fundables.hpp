#pragma once
#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "drivers/drivers.hpp"
#include "drivers/flows.hpp"

namespace coffer::plan {

/// Projects and pipelines, in what order they are given money, and the policy that holds for all.
void add_fundables(const model::Model& model, const FlowCompiler& flow,
                   DistributionCompiler& distributions, Plan& plan, Diagnostics& diagnostics);

}  // namespace coffer::plan
