#pragma once
// Plans written for earlier builds. A step for each change of the format, oldest first.
#include <map>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"

namespace coffer::model {

/// The files of a plan's folder by bare name, UTF-8.
using PlanTexts = std::map<std::string, std::string>;

/// Rewrites a plan for this build, in place; comments and order stay. What was done, a sentence a
/// file; nothing when the plan is of today. Cells that cannot be read stay as they are, for `build`
/// to report.
[[nodiscard]] std::vector<Text> upgrade(PlanTexts& plan);

}  // namespace coffer::model
