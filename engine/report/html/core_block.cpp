#include "coffer/report/names.hpp"
#include "coffer/results/core_tables.hpp"
#include "forecast_view.hpp"

namespace coffer::report {

page::TableBlock core_block(const results::CoreTable& table) {
    page::TableBlock block;
    block.title = table.title;
    const Text path = median_path_note();
    block.note = {table.note.zh + path.zh, table.note.en + " " + path.en};
    for (const auto& head : table.heads) block.columns.push_back({head.title, std::nullopt, false});
    for (const auto& column : table.columns) {
        block.columns.push_back(
            {column.title, column.is_share ? page::Quantity::ratio : page::Quantity::money, false});
    }
    for (const auto& row : table.rows) {
        std::vector<page::Cell> cells(row.heads.begin(), row.heads.end());
        for (const auto& value : row.values) {
            cells.push_back(value ? page::Cell(*value) : page::Cell());
        }
        block.rows.push_back(std::move(cells));
    }
    return block;
}

}  // namespace coffer::report
