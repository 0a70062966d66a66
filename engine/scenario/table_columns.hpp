#pragma once
// Columns that a table lacks, and what it says by that.
#include <string>

#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// The text that stands for the column in every row of a table without it; "" where that is what a
/// blank cell says as well.
[[nodiscard]] const std::string& said_without(const std::string& table, const std::string& column);

/// The column's place. One that the table lacks is added under the heading; its rows go on saying
/// what they said without.
std::size_t add_column(Table& table, const std::string& column, const std::string& heading);

}  // namespace coffer::scenario
