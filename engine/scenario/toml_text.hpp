#pragma once
// TOML from other people: bounded nesting, syntax errors as diagnostics.
#include <optional>
#include <string>

#include <toml++/toml.h>

#include "coffer/base/diagnostic.hpp"

namespace coffer::scenario {

/// None, and reported, when it is no TOML or nested deeper than a parser's recursion can bear.
[[nodiscard]] std::optional<toml::table> parse_toml(const std::string& text,
                                                    const std::string& file,
                                                    Diagnostics& diagnostics);

/// The list of text behind `list = value`; none when it is anything else.
[[nodiscard]] std::optional<std::vector<std::string>> parse_toml_list(const std::string& value);

/// Text as the user would write it in quotes; floats as the shortest text that reads back. None
/// for lists, tables and dates.
[[nodiscard]] std::optional<std::string> scalar_text(const toml::node& node);

}  // namespace coffer::scenario
