#pragma once
#include <vector>

#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

/// Which record is the header: the first of the first ten of which at least half the cells, and
/// two, are names of columns; titles and notes may stand above it. The first one when none is.
[[nodiscard]] std::size_t find_header(const std::vector<std::vector<Cell>>& records,
                                      const std::vector<Field>& fields);

/// Reports unknown, missing and duplicate columns.
void check_header(const TableSchema& schema, const std::vector<Cell>& header,
                  Diagnostics& diagnostics);

}  // namespace coffer::scenario
