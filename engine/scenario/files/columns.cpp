#include "coffer/scenario/columns.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "coffer/scenario/csv.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "encoding.hpp"
#include "heading.hpp"

namespace coffer::scenario {
namespace {

/// Where the cells of a file stand, and what its columns are called.
struct CellsOfFile {
    std::map<std::pair<int, int>, std::size_t> column_at;  ///< by line and character
    std::vector<Text> labels;
};

Text column_label(const TableSchema& schema, std::size_t column, const std::string& heading) {
    std::string letters = cell_name(1, static_cast<int>(column) + 1);
    letters.pop_back();
    const Field* field = find_field(schema.columns, heading);
    const bool english = field != nullptr && heading == field->name;
    const std::string also =
        field == nullptr ? "" : "（" + (english ? field->zh : field->name) + "）";
    const std::string name = heading.empty() ? "" : " " + heading;
    return {letters + " 列" + name + also + "：", "column " + letters + name + ": "};
}

CellsOfFile cells_of(const std::string& file) {
    const std::filesystem::path path(file);
    const TableSchema* schema = find_table(path.stem().string());
    if (path.extension() != ".csv" || schema == nullptr) return {};
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    Diagnostics told_before;
    const auto text = to_utf8(bytes, file, false, told_before);
    if (!text) return {};
    const auto records = split_csv(*text, file, told_before).records;
    if (records.empty()) return {};
    const std::size_t header = find_header(records, schema->columns);
    CellsOfFile cells;
    for (std::size_t i = 0; i < records[header].size(); ++i) {
        cells.labels.push_back(column_label(*schema, i, records[header][i].text));
    }
    for (std::size_t row = header + 1; row < records.size(); ++row) {
        for (std::size_t i = 0; i < std::min(records[row].size(), cells.labels.size()); ++i) {
            const Position& at = records[row][i].at;
            cells.column_at.emplace(std::pair(at.line, at.column), i);
        }
    }
    return cells;
}

}  // namespace

std::vector<Diagnostic> with_columns(std::vector<Diagnostic> found) {
    std::map<std::string, CellsOfFile> files;
    for (Diagnostic& diagnostic : found) {
        const Position& at = diagnostic.at;
        if (at.line <= 0 || !at.sheet.empty()) continue;
        auto [file, is_new] = files.try_emplace(at.file);
        if (is_new) file->second = cells_of(at.file);
        const CellsOfFile& cells = file->second;
        // The cell that begins there or, for one year of a series, before it.
        auto cell = cells.column_at.upper_bound({at.line, at.column});
        if (cell == cells.column_at.begin()) continue;
        --cell;
        // The first cell of a row stands for the row as a whole.
        if (cell->first.first != at.line || cell->second == 0) continue;
        const Text& label = cells.labels[cell->second];
        diagnostic.problem.zh.insert(0, label.zh);
        diagnostic.problem.en.insert(0, label.en);
    }
    return found;
}

}  // namespace coffer::scenario
