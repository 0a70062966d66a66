#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"

namespace coffer::scenario {

/// The bytes of scenario.toml and of every *.csv that lies directly in `folder`, by file name.
/// None when there is no such folder.
[[nodiscard]] std::optional<std::map<std::string, std::string>> read_folder(
    const std::filesystem::path& folder, Diagnostics& diagnostics);

/// Names, from the folder down, of visible files that `read_folder` does not read: those beside the
/// tables and those one folder below. Sorted, at most 1,000.
[[nodiscard]] std::vector<std::string> other_files(const std::filesystem::path& folder);

/// The bytes of a workbook's file, bounded as a table's are. A link is followed: who names a file
/// on the command line means what it leads to.
[[nodiscard]] std::optional<std::string> read_workbook_file(const std::filesystem::path& file,
                                                            Diagnostics& diagnostics);

}  // namespace coffer::scenario
