#pragma once
// A plan as files again: a workbook, or a folder of scenario.toml and CSV tables. Both say what the
// document says (the same sha256 when they are read); the order of rows and comment lines are kept,
// the order of columns, blank columns and the layout are not.
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/results/files.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::report {

/// A sheet a table with headings, comments and lists to choose from, an index, and the settings, in
/// `language`. None, with a diagnostic at the cell, when a text is longer than a cell of a workbook
/// can be; or when there is no room for temporary files.
[[nodiscard]] std::optional<std::string> plan_workbook(const scenario::Document& document,
                                                       Language language, Diagnostics& diagnostics);

/// scenario.toml and a CSV a table, names in `language`, with byte order marks. Not for results: a
/// cell that begins with = is written as it stands.
[[nodiscard]] std::vector<results::File> plan_folder(const scenario::Document& document,
                                                     Language language);

/// The value of a setting as scenario.toml has it, behind the "=".
[[nodiscard]] std::string setting_in_toml(const scenario::Field& field,
                                          const scenario::Setting& setting, Language language);

}  // namespace coffer::report
