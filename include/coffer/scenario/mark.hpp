#pragma once
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"

namespace coffer::scenario {

/// The same workbook with every cell that a diagnostic is about coloured (errors red, warnings
/// yellow) and commented, beside the comments it has; a sheet as a whole is marked at its first
/// cell. Nothing else of the book changes. None, and reported, when `bytes` are no workbook.
[[nodiscard]] std::optional<std::string> mark_workbook(const std::string& bytes,
                                                       const std::string& file,
                                                       const std::vector<Diagnostic>& found,
                                                       Language language, Diagnostics& diagnostics);

}  // namespace coffer::scenario
