#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

/// The unit of amounts that the words begin with, in Chinese, or "": "万元" of "人民币万元",
/// "百万元" of "million yuan". Most of these no plan can have; they are told to be wrong.
[[nodiscard]] std::string unit_of_money(std::string_view words);

/// The unit of amounts in a line above a table, as "万元" in "单位：人民币万元" and "百万元" in
/// "Unit: million yuan", or "".
[[nodiscard]] std::string unit_in_title(std::string_view title);

/// Whether at least half the cells of a record, and two, are names of columns.
[[nodiscard]] bool is_header(const std::vector<Cell>& record, const std::vector<Field>& fields);

/// Which record is the header: the first of the first ten that is_header; titles and notes may
/// stand above it. The first one when none is.
[[nodiscard]] std::size_t find_header(const std::vector<std::vector<Cell>>& records,
                                      const std::vector<Field>& fields);

/// Reports unknown, missing and duplicate columns.
void check_header(const TableSchema& schema, const std::vector<Cell>& header,
                  Diagnostics& diagnostics);

}  // namespace coffer::scenario
