#include <algorithm>
#include <map>
#include <set>

#include "coffer/analysis/compare.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::analysis {
namespace {

using scenario::Document;
using scenario::Row;
using scenario::Table;

/// The columns that tell a row from the others: the first of the schema, and more of them where no
/// row has an id of its own.
std::vector<std::string> key_columns(const std::string& table) {
    static const std::map<std::string, std::size_t> keys = {
        {"stages", 2},        {"correlations", 2},  {"spillovers", 2},
        {"links", 5},         {"demands", 3},       {"funding", 2},
        {"sensitivities", 2}, {"debt_schedule", 2}, {"debt_limits", 2}};
    const auto found = keys.find(table);
    const std::size_t count = found == keys.end() ? 1 : found->second;
    std::vector<std::string> names;
    for (const auto& schema : scenario::table_schemas()) {
        if (schema.name != table) continue;
        for (const auto& field : schema.columns) {
            if (names.size() < count) names.push_back(field.name);
        }
    }
    return names;
}

bool is_assumption(const std::string& column) {
    return column != "basis" && column != "name_zh" && column != "name_en";
}

std::string cell_of(const Table& table, const Row& row, const std::string& column) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), column);
    if (found == table.columns.end()) return {};
    return row.cells[static_cast<std::size_t>(found - table.columns.begin())].text;
}

/// Rows by what names them; rows of one name are numbered.
std::vector<std::pair<std::string, const Row*>> named_rows(const Table& table) {
    std::vector<std::pair<std::string, const Row*>> rows;
    std::map<std::string, int> seen;
    const auto keys = key_columns(table.name);
    for (const Row& row : table.rows) {
        std::string name;
        for (const std::string& key : keys) {
            name += (name.empty() ? "" : ",") + cell_of(table, row, key);
        }
        const int times = ++seen[name];
        if (times > 1) name += "#" + std::to_string(times);
        rows.emplace_back(std::move(name), &row);
    }
    return rows;
}

std::string whole_row(const Table& table, const Row& row) {
    std::string text;
    for (std::size_t i = 0; i < table.columns.size() && i < row.cells.size(); ++i) {
        if (!is_assumption(table.columns[i]) || row.cells[i].text.empty()) continue;
        text += (text.empty() ? "" : " ") + table.columns[i] + "=" + row.cells[i].text;
    }
    return text;
}

void compare_tables(const Table& before, const Table& after, std::vector<Assumption>& found) {
    std::map<std::string, const Row*> others;
    for (const auto& [name, row] : named_rows(after)) others[name] = row;
    std::vector<std::string> columns = before.columns;
    for (const std::string& column : after.columns) {
        if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
            columns.push_back(column);
        }
    }
    const std::string& table = before.name.empty() ? after.name : before.name;
    for (const auto& [name, row] : named_rows(before)) {
        const auto other = others.find(name);
        if (other == others.end()) {
            found.push_back({table, name, "", whole_row(before, *row), ""});
            continue;
        }
        for (const std::string& column : columns) {
            if (!is_assumption(column)) continue;
            const std::string first = cell_of(before, *row, column);
            const std::string second = cell_of(after, *other->second, column);
            if (first != second) found.push_back({table, name, column, first, second});
        }
        others.erase(other);
    }
    for (const auto& [name, row] : named_rows(after)) {
        if (others.contains(name)) found.push_back({table, name, "", "", whole_row(after, *row)});
    }
}

std::string text_of(const Document& document, const std::string& key) {
    const auto found = document.settings.find(key);
    if (found == document.settings.end()) return {};
    std::string text;
    for (const auto& item : found->second.items) text += (text.empty() ? "" : ",") + item.text;
    return text;
}

}  // namespace

std::vector<Assumption> differing_assumptions(const Document& before, const Document& after) {
    std::vector<Assumption> found;
    std::set<std::string> keys, tables;
    for (const auto* document : {&before, &after}) {
        for (const auto& [key, setting] : document->settings) keys.insert(key);
        for (const auto& [name, table] : document->tables) tables.insert(name);
    }
    for (const std::string& key : keys) {
        if (key == "scenario.id" || key == "scenario.name_zh" || key == "scenario.name_en") {
            continue;
        }
        const std::string first = text_of(before, key), second = text_of(after, key);
        if (first != second) found.push_back({"scenario.toml", key, "", first, second});
    }
    const Table none;
    for (const std::string& name : tables) {
        const auto first = before.tables.find(name);
        const auto second = after.tables.find(name);
        compare_tables(first == before.tables.end() ? none : first->second,
                       second == after.tables.end() ? none : second->second, found);
    }
    return found;
}

}  // namespace coffer::analysis
