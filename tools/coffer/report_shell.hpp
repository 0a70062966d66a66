#pragma once
#include <string>

namespace coffer::tool {

/// The page of tools/browser with places for a report's data; built with the program. Empty in a
/// program built without it (COFFER_PAGE).
[[nodiscard]] std::string report_shell();

}  // namespace coffer::tool
