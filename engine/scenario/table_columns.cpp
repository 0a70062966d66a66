#include "table_columns.hpp"

#include <algorithm>

#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

const std::string& said_without(const std::string& table, const std::string& column) {
    static const std::string nothing;
    const TableSchema* const schema = find_table(table);
    const Field* const field = schema == nullptr ? nullptr : find_field(schema->columns, column);
    return field == nullptr ? nothing : field->without;
}

std::size_t add_column(Table& table, const std::string& column, const std::string& heading) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), column);
    if (found != table.columns.end()) {
        return static_cast<std::size_t>(found - table.columns.begin());
    }
    // Tables that were never written have no headings.
    if (table.headings.size() == table.columns.size()) table.headings.push_back(heading);
    table.columns.push_back(column);
    const std::string& without = said_without(table.name, column);
    for (Row& row : table.rows) row.cells.push_back({without, row.at});
    return table.columns.size() - 1;
}

}  // namespace coffer::scenario
