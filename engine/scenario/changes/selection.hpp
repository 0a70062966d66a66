#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"
#include "statement.hpp"

namespace coffer::scenario::changes {

/// Position of a column in the table of a document; none when the file has no such column.
[[nodiscard]] std::optional<std::size_t> column_in(const Table& table, const std::string& column);

/// Puts the names in a target into English, which alone documents know.
void put_in_english(const TableSchema& schema, std::vector<Condition>& conditions);

/// The rows (positions) that meet all conditions of a statement, in row order; none, and reported
/// at the statement, when a condition cannot hold of any row of the table: an unknown column, more
/// ids than the table has columns. Nothing matching is an empty list.
[[nodiscard]] std::optional<std::vector<std::size_t>> select(
    const Document& document, const Table& table, const TableSchema& schema,
    const std::vector<Condition>& conditions, const Statement& statement, Diagnostics& diagnostics);

}  // namespace coffer::scenario::changes
