#pragma once
#include <string>
#include <vector>

#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

/// The unit that several headings name, all of them; "" where they differ or are few.
[[nodiscard]] std::string unit_of_all(const std::vector<Cell>& units);

/// Reports units in headings, "总投资（亿元）", that are not the unit of amounts: the numbers below
/// would be taken wrong by powers of ten.
void check_units(const Document& document, const std::vector<Cell>& units,
                 Diagnostics& diagnostics);

/// Reports a unit of time in a heading, "工期（天）", that is not the column's: nobody converts.
void check_unit_of_time(const Field& field, const std::string& bracket, const Position& at,
                        Diagnostics& diagnostics);

}  // namespace coffer::scenario
