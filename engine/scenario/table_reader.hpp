#pragma once
#include <string>

#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

/// Reads one CSV text (UTF-8) as the table `schema`: header checks, one cell a column in each row.
[[nodiscard]] Table read_table(const TableSchema& schema, const std::string& text,
                               const std::string& file, Diagnostics& diagnostics);

}  // namespace coffer::scenario
