#pragma once
#include "coffer/analysis/explain.hpp"

namespace coffer::analysis {

/// (d) of every project: how late it is when the figure is missed, how its finish goes with the
/// figure, and the measure without it, with it six months later, and with all its money there.
/// What cannot be done to a project stays without a figure. False when interrupted.
[[nodiscard]] bool project_effects(const Case& base, const Subject& subject,
                                   const kernel::PathStore& paths, const Eigen::ArrayXd& miss,
                                   const std::optional<Eigen::ArrayXd>& figure, Runner& runner,
                                   std::vector<ProjectEffect>& effects);

}  // namespace coffer::analysis
