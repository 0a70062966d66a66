#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/report/write_file.hpp"

namespace coffer::tool {

/// Writes a finished workbook. False, with a diagnostic, when it cannot, or when there is none: it
/// could not be made.
[[nodiscard]] bool write_workbook(const std::optional<std::string>& bytes,
                                  const std::filesystem::path& file, report::Existing existing,
                                  Diagnostics& diagnostics);

}  // namespace coffer::tool
