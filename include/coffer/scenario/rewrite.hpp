#pragma once
// Changing a plan as its author wrote it: comments, order, quotes and blanks stay.
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace coffer::scenario {

/// The cells of a record by heading, without quotes and surrounding blanks.
using RecordCells = std::map<std::string, std::string>;

/// The CSV text (UTF-8) with the heading `column` replaced by `heading`, and each of its cells by
/// what `cell` makes of its record; both may hold commas, and so add columns. Lines that begin with
/// '#' and records without that cell stay as they are. The same text when there is no such column.
[[nodiscard]] std::string rewrite_column(
    const std::string& csv, const std::string& column, const std::string& heading,
    const std::function<std::string(const RecordCells&)>& cell);

/// The TOML text with `value` in place of that of the key on line `line` (from 1). None when the
/// line has no key, or its value is more than a number, word, string or list on that line.
[[nodiscard]] std::optional<std::string> rewrite_value(const std::string& toml, int line,
                                                       const std::string& value);

}  // namespace coffer::scenario
