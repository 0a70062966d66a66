#pragma once
#include <map>
#include <utility>
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Spreads a flow over the plan's months. `mean_log_index[d][m]` is the mean path of driver d.
[[nodiscard]] FlowPlan compile_flow(const model::Flow& flow, int months,
                                    const std::vector<std::vector<double>>& mean_log_index);

[[nodiscard]] DriverPlan compile_driver(const model::Driver& driver, int months);

/// The log index with every innovation at zero and no initial deviation.
[[nodiscard]] std::vector<double> mean_log_index(const DriverPlan& driver, int months);

/// Of prices that rise month by month: how far they lie from the index, whose growth comes in
/// January.
[[nodiscard]] std::vector<double> monthly_prices(const DriverPlan& driver, int months);

/// S_nu(z) = sqrt((nu - 2) / chi-squared quantile at cdf(-z)) at every knot: times a standard
/// normal it is a Student t of variance one.
[[nodiscard]] std::vector<double> tail_scale(double degrees_of_freedom);

/// Compiles distributions. The quantiles of a beta distribution take milliseconds: those of one
/// shape are computed once.
class DistributionCompiler {
  public:
    [[nodiscard]] DistributionPlan operator()(const model::Distribution& distribution);

  private:
    /// By the two parameters, at every knot; between 0 and 1.
    std::map<std::pair<double, double>, std::vector<double>> beta_quantiles_;
};

/// The value at u = 1/2.
[[nodiscard]] double median_of(const DistributionPlan& distribution);

}  // namespace coffer::plan
