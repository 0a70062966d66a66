#include "table_reader.hpp"

#include <algorithm>

#include "coffer/scenario/csv.hpp"
#include "coffer/scenario/wording.hpp"
#include "limits.hpp"

namespace coffer::scenario {
namespace {

std::vector<std::string> names_of(const std::vector<Field>& fields) {
    std::vector<std::string> names;
    for (const Field& field : fields) names.push_back(field.name);
    return names;
}

/// True when the header is one cell because its columns are not separated by commas.
bool has_other_separator(const Cell& only, Diagnostics& diagnostics) {
    if (only.text.find_first_of(";\t") == std::string::npos) return false;
    diagnostics.error(
        only.at, {"表头只有一列", "the header has a single column"},
        {"看来列之间用的是分号或制表符", "its columns seem to be separated by ; or tabs"},
        {"请用逗号分隔。", "Separate them by commas."});
    return true;
}

void check_header(const TableSchema& schema, const std::vector<Cell>& header,
                  Diagnostics& diagnostics) {
    if (header.size() > limits::columns) {
        diagnostics.error(header[limits::columns].at,
                          say("表头有 {} 列", "the header has {} columns", header.size()),
                          say("至多 {} 列", "at most {} are read", limits::columns),
                          say("表 {} 的列见 docs/scenario.md。",
                              "docs/scenario.md lists the columns of {}.", schema.name));
        return;
    }
    const std::vector<std::string> known = names_of(schema.columns);
    std::vector<std::string> misspelt;  // what unknown columns are taken to mean
    for (std::size_t i = 0; i < header.size(); ++i) {
        const Cell& cell = header[i];
        const auto same = [&cell](const Cell& other) { return other.text == cell.text; };
        if (std::find(known.begin(), known.end(), cell.text) == known.end()) {
            misspelt.push_back(nearest(cell.text, known));
            diagnostics.error(
                cell.at, say("没有名为 {} 的列", "unknown column {}", quote(cell.text)),
                say("表 {} 没有这一列，不会被读取",
                    "table {} has no such column; it would be ignored", schema.name),
                did_you_mean(cell.text, known,
                             say("可用的列：{}。", "Known columns: {}.", listed(known))));
        } else if (std::find_if(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(i),
                                same) != header.begin() + static_cast<std::ptrdiff_t>(i)) {
            diagnostics.error(cell.at, say("列 {} 出现两次", "column {} appears twice", cell.text),
                              {"无法判断用哪一列", "it is unclear which one counts"},
                              {"请删去一列。", "Delete one of them."});
        }
    }
    for (const Field& field : schema.columns) {
        const auto same = [&field](const Cell& cell) { return cell.text == field.name; };
        if (!field.required || std::any_of(header.begin(), header.end(), same)) continue;
        if (std::find(misspelt.begin(), misspelt.end(), field.name) != misspelt.end()) continue;
        diagnostics.error(header.front().at, say("缺少列 {}", "column {} is missing", field.name),
                          say("表 {} 必须有这一列", "table {} needs it", schema.name),
                          say("请在表头加上 {}。", "Add {} to the header.", field.name));
    }
}

bool is_blank(const Cell& cell) { return cell.text.empty(); }

/// Cuts cells under columns without a heading, which spreadsheets write; reports one that is not
/// blank.
class Trimmer {
  public:
    explicit Trimmer(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    void trim(Row& row, std::size_t width) {
        if (row.cells.size() <= width) return;
        const auto rest = row.cells.begin() + static_cast<std::ptrdiff_t>(width);
        const auto filled = std::find_if_not(rest, row.cells.end(), is_blank);
        if (filled != row.cells.end()) {
            row.malformed = true;
            if (++reported_ <= limits::malformed_rows) {
                diagnostics_.error(filled->at,
                                   {"这个单元格的列没有列名", "this cell's column has no heading"},
                                   {"不会被读取", "it would be ignored"},
                                   {"请写上列名，或删去这个单元格。含逗号的内容要用引号括住。",
                                    "Name the column or delete the cell. Quote a cell that "
                                    "contains commas."});
            }
        }
        row.cells.resize(width);
    }

  private:
    Diagnostics& diagnostics_;
    std::size_t reported_ = 0;
};

void check_width(Row& row, std::size_t width, std::size_t& malformed, Diagnostics& diagnostics) {
    if (row.cells.size() == width) return;
    row.malformed = true;
    const bool more = row.cells.size() > width;
    if (++malformed <= limits::malformed_rows) {
        diagnostics.error(
            more ? row.cells[width].at : row.cells.back().at,
            say("这一行有 {} 个单元格，表头有 {} 列",
                "this row has {} cells, the header {} columns", row.cells.size(), width),
            {"单元格与列对不上", "cells and columns do not match"},
            more ? Text{"含逗号的内容要用引号括住，如 \"1,350\"。",
                        "Quote a cell that contains commas: \"1,350\"."}
                 : Text{"空单元格也要写出逗号。", "Write the commas of empty cells too."});
    }
    row.cells.resize(width, Cell{{}, row.cells.back().at});
}

}  // namespace

ReadTable read_table(const TableSchema& schema, const std::string& text, const std::string& file,
                     Diagnostics& diagnostics) {
    ReadTable result{{schema.name, {}, {}, {file, 1, 1}}, false};
    Table& table = result.table;
    auto [records, whole] = split_csv(text, file, diagnostics);
    if (records.empty() && !whole) return result;
    if (records.empty()) {
        diagnostics.error({file, 0, 0}, {"表格是空的", "the table is empty"},
                          {"第一行必须是列名", "the first row must hold the column names"},
                          {"请加上表头，或删去这个文件。", "Add a header or delete the file."});
        return result;
    }
    std::vector<Cell>& header = records.front();
    table.at = header.front().at;
    const std::size_t written = header.size();
    while (is_blank(header.back())) header.pop_back();  // a record is not blank throughout
    if (header.size() == 1 && has_other_separator(header.front(), diagnostics)) return result;
    check_header(schema, header, diagnostics);
    for (const Cell& cell : header) table.columns.push_back(cell.text);
    const auto has_column = [&table](const std::string& name) {
        return std::find(table.columns.begin(), table.columns.end(), name) != table.columns.end();
    };
    result.whole = whole && (schema.columns.front().name != "id" || has_column("id"));

    std::size_t malformed = 0;
    Trimmer trimmer(diagnostics);
    for (std::size_t i = 1; i < records.size(); ++i) {
        Row row{std::move(records[i]), {}};
        row.at = row.cells.front().at;
        if (written > table.columns.size()) trimmer.trim(row, table.columns.size());
        check_width(row, table.columns.size(), malformed, diagnostics);
        table.rows.push_back(std::move(row));
    }
    return result;
}

}  // namespace coffer::scenario
