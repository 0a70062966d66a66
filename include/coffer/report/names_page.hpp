#pragma once
#include <string>

#include "coffer/base/text.hpp"

namespace coffer::report {

/// The register of names side by side, as Markdown: docs/names.md (a test compares the two).
[[nodiscard]] std::string names_page();

}  // namespace coffer::report
