#pragma once
#include <string>

#include "coffer/scenario/csv.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// Reads scenario.toml (UTF-8 text) into `document`: values by dotted key, known keys only. False
/// when the text is no TOML at all.
[[nodiscard]] bool read_settings(const std::string& text, const std::string& file,
                                 Document& document, Diagnostics& diagnostics);

/// Reads the records of a workbook's sheet of settings: a heading row with a column of keys and one
/// of values, then a key a row; rows whose value is blank give nothing.
void read_settings_sheet(const Records& sheet, Document& document, Diagnostics& diagnostics);

/// Puts a value over what the file says; an unknown key is reported at `at`.
void set_setting(Document& document, const std::string& key, const std::string& value,
                 const Position& at, Diagnostics& diagnostics);

/// Reports required keys that neither the file nor an override gives.
void check_required(const Document& document, Diagnostics& diagnostics);

}  // namespace coffer::scenario
