#pragma once
#include <string>

#include "coffer/scenario/csv.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

/// A table, and whether all its ids could be read.
struct ReadTable {
    Table table;
    bool whole = false;
    /// Units in brackets of headings of amounts, "万元" in "总投资（万元）".
    std::vector<Cell> units;
};

/// Where the records come from: rows of a sheet end with their last cell that is not blank.
enum class Origin { csv, sheet };

/// Reads one CSV text (UTF-8) as the table `schema`: header checks, one cell a column in each row.
[[nodiscard]] ReadTable read_table(const TableSchema& schema, const std::string& text,
                                   const std::string& file, Diagnostics& diagnostics);

/// The same on records; `top` is the table as a whole.
[[nodiscard]] ReadTable read_table(const TableSchema& schema, Records records, Origin origin,
                                   const Position& top, Diagnostics& diagnostics);

}  // namespace coffer::scenario
