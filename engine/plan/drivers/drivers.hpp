#pragma once
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/plan/drivers.hpp"
#include "coffer/plan/frame.hpp"

namespace coffer::plan {

/// Drivers and the shocks that lines share, still without walks.
[[nodiscard]] DriversPart compile_drivers(const model::Model& model, const Frame& frame);

/// Compiles flows: spreads them over the months and ties them to drivers and shocks, which
/// therefore come first. Notes in the shocks what is drawn for them.
class FlowCompiler {
  public:
    FlowCompiler(const Frame& frame, DriversPart& drivers);

    [[nodiscard]] FlowPlan operator()(const model::Flow& flow) const;

  private:
    int months_;
    DriversPart& drivers_;
    std::vector<std::vector<double>> mean_index_;
};

}  // namespace coffer::plan
