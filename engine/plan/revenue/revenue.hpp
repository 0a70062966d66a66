#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "drivers/drivers.hpp"
#include "drivers/flows.hpp"

namespace coffer::plan {

/// Lines of revenue and taxpayers, as far as they hang on nothing else.
void add_revenue(const model::Model& model, const FlowCompiler& flow,
                 DistributionCompiler& distributions, const FiguresPart& figures,
                 RevenuePart& plan);

/// GDP; before other flows, because its luck is noted first.
void add_gdp(const model::Model& model, const Frame& frame, const FlowCompiler& flow,
             EconomyPart& plan);

/// Other series of the economy.
void add_economic_series(const model::Model& model, const FlowCompiler& flow,
                         const FiguresPart& figures, EconomyPart& plan);

}  // namespace coffer::plan
