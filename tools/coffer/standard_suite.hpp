#pragma once
#include <string>

namespace coffer::tool {

/// scenarios/stress/standard.toml, taken into the program when it is built.
[[nodiscard]] std::string standard_suite();

}  // namespace coffer::tool
