#pragma once
#include <string>

#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

/// A table, and whether all its ids could be read.
struct ReadTable {
    Table table;
    bool whole = false;
};

/// Reads one CSV text (UTF-8) as the table `schema`: header checks, one cell a column in each row.
[[nodiscard]] ReadTable read_table(const TableSchema& schema, const std::string& text,
                                   const std::string& file, Diagnostics& diagnostics);

}  // namespace coffer::scenario
