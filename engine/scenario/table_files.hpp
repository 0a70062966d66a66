#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// Whether a file of this name is meant as a table: *.csv in any case, but no hidden file and no
/// lock file of a spreadsheet.
[[nodiscard]] bool is_table_file(const std::string& name);

/// Reads those of `files`, bytes by bare name, that are tables into the document; `units` gets the
/// cells that say in what unit amounts are.
void read_table_files(const std::map<std::string, std::string>& files,
                      const std::filesystem::path& folder, Document& document,
                      std::vector<Cell>& units, Diagnostics& diagnostics);

}  // namespace coffer::scenario
