#pragma once
// The zip archive that a workbook is.
#include <map>
#include <optional>
#include <string>

#include "coffer/base/diagnostic.hpp"

namespace coffer::scenario {

/// The bytes of each part by its name in the archive ("xl/workbook.xml").
using Package = std::map<std::string, std::string>;

/// Unpacks a zip archive in memory, never to disk. Refuses, with a diagnostic at `file`, what is no
/// zip archive (an old .xls or an encrypted book says so), more than 2,000 parts or 96 MiB, names
/// that lead out of the archive or stand twice, and what is damaged.
[[nodiscard]] std::optional<Package> unpack(const std::string& bytes, const std::string& file,
                                            Diagnostics& diagnostics);

/// The parts as a zip archive, the same bytes every time. None when memory runs out.
[[nodiscard]] std::optional<std::string> pack(const Package& parts);

}  // namespace coffer::scenario
