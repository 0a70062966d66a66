#pragma once
#include <string>

namespace coffer::tool {

/// scenarios/levers/standard.toml, taken into the program when it is built.
[[nodiscard]] std::string standard_levers();

}  // namespace coffer::tool
