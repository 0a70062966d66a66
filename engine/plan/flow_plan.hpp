#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Spreads a flow over the plan's months. `mean_log_index[d][m]` is the mean path of driver d.
[[nodiscard]] FlowPlan compile_flow(const model::Flow& flow, int months,
                                    const std::vector<std::vector<double>>& mean_log_index);

[[nodiscard]] DriverPlan compile_driver(const model::Driver& driver, int months);

/// The log index with every innovation at zero and no initial deviation.
[[nodiscard]] std::vector<double> mean_log_index(const DriverPlan& driver, int months);

[[nodiscard]] DistributionPlan compile_distribution(const model::Distribution& distribution);

/// The value at u = 1/2.
[[nodiscard]] double median_of(const DistributionPlan& distribution);

}  // namespace coffer::plan
