#pragma once
#include <vector>

#include "coffer/results/folder.hpp"

namespace coffer::tool {

/// The files of scenarios/minimal, taken into the program when it is built.
[[nodiscard]] std::vector<results::File> minimal_scenario();

}  // namespace coffer::tool
