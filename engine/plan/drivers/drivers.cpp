#include "drivers/drivers.hpp"

#include "drivers/flows.hpp"
#include "drivers/shocks.hpp"

namespace coffer::plan {

DriversPart compile_drivers(const model::Model& model, const Frame& frame) {
    DriversPart result;
    result.correlation_factor = model.correlation_factor;
    result.drivers_stream = model.drivers_stream;
    if (model.crisis) {
        result.crisis_entry = model.crisis->entry;
        result.crisis_exit = model.crisis->exit;
    }
    for (const auto& driver : model.drivers) {
        result.drivers.push_back(compile_driver(driver, frame.months));
        result.draws_drift = result.draws_drift || driver.history_years > 0.0;
        result.heavy_tails = result.heavy_tails || driver.degrees_of_freedom.has_value();
        result.spillovers = result.spillovers || !driver.spillovers.empty();
    }
    add_shocks(model, result);
    return result;
}

FlowCompiler::FlowCompiler(const Frame& frame, DriversPart& drivers)
    : months_(frame.months), drivers_(drivers) {
    for (const auto& driver : drivers.drivers) {
        mean_index_.push_back(mean_log_index(driver, months_));
    }
}

FlowPlan FlowCompiler::operator()(const model::Flow& flow) const {
    FlowPlan result = compile_flow(flow, months_, mean_index_);
    add_luck(flow, drivers_, result);
    return result;
}

}  // namespace coffer::plan
