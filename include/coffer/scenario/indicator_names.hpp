#pragma once
// Ids and names of indicators. They stand in this floor, and nowhere else, because a document may
// write either and says the same; all else about indicators is the model's
// (coffer/model/indicators.hpp).
#include <string>
#include <vector>

#include "coffer/base/text.hpp"

namespace coffer::scenario {

struct IndicatorName {
    std::string id;
    Text name;
};

/// In the order in which they are listed for choice, that of the model's register.
[[nodiscard]] const std::vector<IndicatorName>& indicator_names();

}  // namespace coffer::scenario
