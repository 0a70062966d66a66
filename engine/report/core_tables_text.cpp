#include <algorithm>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/render.hpp"
#include "coffer/report/text_table.hpp"
#include "coffer/results/core_tables.hpp"

namespace coffer::report {
namespace {

/// Columns of figures side by side; more go on below.
constexpr std::size_t figures_across = 8;
constexpr std::size_t widest_head = 24;

std::string core_cell(const std::optional<double>& value, bool is_share, MoneyUnit unit) {
    if (!value) return "-";
    return is_share ? percent(*value) : amount_in(*value, unit);
}

std::string core_table_text(const results::CoreTable& table, MoneyUnit unit, Language language) {
    std::string text = fmt::format(
        fmt::runtime(language == Language::chinese ? "{}（金额：{}）\n" : "{} (money in {})\n"),
        table.title.in(language), unit_name(unit).in(language));
    for (std::size_t from = 0; from < table.columns.size(); from += figures_across) {
        const std::size_t to = std::min(table.columns.size(), from + figures_across);
        std::vector<Column> columns;
        for (const auto& head : table.heads) {
            columns.push_back({head.title.in(language), Align::left, widest_head, true});
        }
        for (std::size_t i = from; i < to; ++i) {
            columns.push_back({table.columns[i].title.in(language)});
        }
        TextTable part(std::move(columns));
        for (const auto& row : table.rows) {
            std::vector<std::string> cells;
            for (const Text& head : row.heads) cells.push_back(head.in(language));
            for (std::size_t i = from; i < to; ++i) {
                cells.push_back(core_cell(row.values[i], table.columns[i].is_share, unit));
            }
            part.add(std::move(cells));
        }
        text += (from == 0 ? "" : "\n") + part.render();
    }
    for (const std::string& line : lines_of(table.note.in(language), 96))
        text += "  " + line + "\n";
    return text;
}

}  // namespace

std::string core_tables_text(const results::RunResults& results, Language language) {
    std::string text;
    for (const auto& table : results::core_tables(results)) {
        text += "\n" + core_table_text(table, results.manifest.unit, language);
    }
    return text;
}

}  // namespace coffer::report
