#pragma once
#include <vector>

#include "coffer/report/write.hpp"

namespace coffer::tool {

/// The files of scenarios/minimal, taken into the program when it is built.
[[nodiscard]] std::vector<report::File> minimal_scenario();

}  // namespace coffer::tool
