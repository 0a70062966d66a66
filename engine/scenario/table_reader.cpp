#include "table_reader.hpp"

#include <algorithm>

#include "coffer/scenario/totals.hpp"
#include "coffer/scenario/wording.hpp"
#include "heading.hpp"
#include "limits.hpp"
#include "unit_check.hpp"

namespace coffer::scenario {
namespace {

using Rows = std::vector<std::vector<Cell>>;

/// True when the header is one cell because its columns are separated by something else than
/// commas.
bool has_other_separator(const Cell& only, Diagnostics& diagnostics) {
    struct Mark {
        std::string_view text;
        Text name;
    };
    static const std::vector<Mark> marks = {
        {"，", {"全角逗号“，”", "the full-width comma ，"}},
        {";", {"分号", ";"}},
        {"\t", {"制表符", "tabs"}},
        {"、", {"顿号“、”", "、"}},
        {"|", {"竖线 |", "|"}},
        {"；", {"全角分号“；”", "the full-width semicolon ；"}},
    };
    for (const Mark& mark : marks) {
        if (only.text.find(mark.text) == std::string::npos) continue;
        diagnostics.error(only.at, {"表头只有一列", "the header has a single column"},
                          {"看来列之间用的是" + mark.name.zh,
                           "its columns seem to be separated by " + mark.name.en},
                          {"整个文件的列都请用半角逗号 , 分隔。",
                           "Separate the columns of the whole file by commas (,)."});
        return true;
    }
    return false;
}

/// Which columns have a heading; spreadsheets write blank ones beside a table.
std::vector<std::size_t> headed_columns(const std::vector<Cell>& header) {
    std::vector<std::size_t> headed;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (!header[i].text.empty()) headed.push_back(i);
    }
    return headed;
}

/// Turns records into rows of one cell a column, and reports those that cannot be.
class RowMaker {
  public:
    RowMaker(const std::vector<Cell>& header, Origin origin, Diagnostics& diagnostics)
        : headed_(headed_columns(header)),
          written_(header.size()),
          origin_(origin),
          diagnostics_(diagnostics) {}

    [[nodiscard]] const std::vector<std::size_t>& headed() const { return headed_; }

    [[nodiscard]] Row make(std::vector<Cell> record) {
        Row row;
        row.at = record.front().at;
        if (origin_ == Origin::sheet) {
            pad(record);
        } else {
            check_width(record, row);
        }
        check_unheaded(record, row);
        row.cells.reserve(headed_.size());
        for (const std::size_t column : headed_) row.cells.push_back(std::move(record[column]));
        return row;
    }

  private:
    void pad(std::vector<Cell>& record) const {
        while (record.size() < written_) {
            Position at = record.back().at;
            ++at.column;
            record.push_back({{}, std::move(at)});
        }
    }

    /// Blank cells may follow the last heading, and blank columns without one.
    void check_width(std::vector<Cell>& record, Row& row) {
        const std::size_t width = headed_.back() + 1;
        const bool fits = written_ > width ? record.size() >= width : record.size() == width;
        if (fits) return;
        const bool more = record.size() > width;
        row.malformed = true;
        if (++malformed_ <= limits::malformed_rows) {
            diagnostics_.error(
                more ? record[width].at : record.back().at,
                say("这一行有 {} 个单元格，表头有 {} 列",
                    "this row has {} cells, the header {} columns", record.size(), width),
                {"单元格与列对不上", "cells and columns do not match"},
                more ? Text{"含逗号的内容要用引号括住，如 \"1,350\"。",
                            "Quote a cell that contains commas: \"1,350\"."}
                     : Text{"空单元格也要写出逗号。", "Write the commas of empty cells too."});
        }
        record.resize(width, Cell{{}, record.back().at});
    }

    void check_unheaded(const std::vector<Cell>& record, Row& row) {
        if (row.malformed) return;
        for (std::size_t i = 0; i < record.size(); ++i) {
            if (record[i].text.empty()) continue;
            if (std::binary_search(headed_.begin(), headed_.end(), i)) continue;
            row.malformed = true;
            if (++unheaded_ > limits::malformed_rows) return;
            diagnostics_.error(
                record[i].at, {"这个单元格的列没有列名", "this cell's column has no heading"},
                {"不会被读取", "it would be ignored"},
                origin_ == Origin::sheet
                    ? Text{"请写上列名，或删去这个单元格。", "Name the column or delete the cell."}
                    : Text{"请写上列名，或删去这个单元格。含逗号的内容要用引号括住。",
                           "Name the column or delete the cell. Quote a cell that "
                           "contains commas."});
            return;
        }
    }

    std::vector<std::size_t> headed_;
    std::size_t written_;  ///< columns of the header, blank ones too
    Origin origin_;
    Diagnostics& diagnostics_;
    std::size_t malformed_ = 0;
    std::size_t unheaded_ = 0;
};

/// A row of totals would be taken for one more thing and be counted twice.
bool is_total(const TableSchema& schema, const Row& row, const Table& table) {
    if (schema.columns.front().name != "id") return false;
    for (const char* name : {"id", "name_zh", "name_en"}) {
        const auto column = std::find(table.columns.begin(), table.columns.end(), name);
        if (column == table.columns.end()) continue;
        const auto place = static_cast<std::size_t>(column - table.columns.begin());
        if (is_called_total(row.cells[place].text)) return true;
    }
    return false;
}

void report_total(const Row& row, Diagnostics& diagnostics) {
    diagnostics.error(
        row.at, {"这是合计行", "this is a row of totals"},
        {"会被当作又一行数据，重复计算", "it would be taken for one more row and be counted twice"},
        {"请删去，或在行首写 # 使它成为注释。",
         "Delete it, or begin it with # to make it a comment."});
}

bool too_many_cells(const Rows& records, std::size_t header, const Position& top,
                    Diagnostics& diagnostics) {
    const std::size_t rows = records.size() - header - 1;
    if (rows <= limits::rows && rows * records[header].size() <= limits::cells) return false;
    diagnostics.error(
        top,
        say("表格超过 {} 行或 {} 个单元格", "the table has more than {} rows or {} cells",
            limits::rows, limits::cells),
        {"超出上限，没有读", "beyond the limit, not read"},
        {"请把数据合并成更少的行。", "Merge rows."});
    return true;
}

bool is_money(const Field* field) {
    if (field == nullptr) return false;
    return field->holds.content == Content::amount || field->holds.content == Content::amounts;
}

/// Columns, headings and the fields they stand for; null for unknown ones.
std::vector<const Field*> take_header(const TableSchema& schema, const std::vector<Cell>& header,
                                      const std::vector<std::size_t>& headed, ReadTable& result,
                                      Diagnostics& diagnostics) {
    std::vector<const Field*> fields;
    for (const std::size_t column : headed) {
        const Cell& cell = header[column];
        const Field* field = find_field(schema.columns, cell.text);
        fields.push_back(field);
        result.table.columns.push_back(field == nullptr ? cell.text : field->name);
        result.table.headings.push_back(cell.text);
        if (field == nullptr) continue;
        const std::string bracket = unit_in_heading(cell.text);
        const std::string unit = unit_of_money(bracket);
        if (is_money(field) && !unit.empty()) result.units.push_back({unit, cell.at});
        check_unit_of_time(*field, bracket, cell.at, diagnostics);
    }
    return fields;
}

/// Lines above the heading are titles; the unit they name counts where there are amounts, also in a
/// note. People expect them in a sheet, in a file they may be data whose heading was put below.
void take_titles(const Rows& records, const std::vector<Note>& notes, std::size_t header,
                 const std::vector<const Field*>& fields, Origin origin, ReadTable& result,
                 Diagnostics& diagnostics) {
    const bool has_amounts = std::any_of(fields.begin(), fields.end(), is_money);
    for (const Note& note : notes) {
        const std::string unit =
            has_amounts && note.before <= header ? unit_in_title(note.text) : "";
        if (!unit.empty()) result.units.push_back({unit, note.at});
    }
    for (std::size_t i = 0; has_amounts && i < header; ++i) {
        for (const Cell& cell : records[i]) {
            const std::string unit = unit_in_title(cell.text);
            if (!unit.empty()) result.units.push_back({unit, cell.at});
        }
    }
    if (header == 0 || origin == Origin::sheet) return;
    const Position& first = records.front().front().at;
    const Position& last = records[header - 1].front().at;
    const Position& heading = records[header].front().at;
    diagnostics.warning(
        first, say("看来表头在第 {} 行", "the heading seems to be in line {}", heading.line),
        {"它上面的内容当作标题，没有读", "what stands above it is taken for a title and not read"},
        first.line == last.line
            ? say("请删去第 {} 行，或在行首写 #。", "Delete line {} (or put # before it).",
                  first.line)
            : say("请删去第 {}–{} 行，或在行首写 #。", "Delete lines {}–{} (or put # before them).",
                  first.line, last.line));
}

/// A heading repeated in the other language under the first one.
void report_second_header(const Position& at, Diagnostics& diagnostics) {
    diagnostics.error(at, {"这是第二行表头", "this is a second heading"},
                      {"这一行写的是列名，不是数据", "the line holds names of columns, not data"},
                      {"请删去这一行，或在行首写 #。", "Delete it (or put # before it)."});
}

void take_notes(const std::vector<Note>& notes, std::size_t header, Table& table) {
    for (const Note& note : notes) {
        const std::size_t before = note.before > header ? note.before - header - 1 : 0;
        table.notes.push_back({before, note.text});
    }
}

}  // namespace

ReadTable read_table(const TableSchema& schema, const std::string& text, const std::string& file,
                     Diagnostics& diagnostics) {
    Diagnostics told;
    Records records = split_csv(text, file, told);
    // Quotation marks are in the wrong places of a file that is separated by something else.
    const bool one_column = !records.records.empty() && records.records.front().size() == 1;
    Diagnostics unheard;
    if (!one_column || !has_other_separator(records.records.front().front(), unheard)) {
        diagnostics.append(told);
    }
    return read_table(schema, std::move(records), Origin::csv, {file, 1, 1}, diagnostics);
}

ReadTable read_table(const TableSchema& schema, Records split, Origin origin, const Position& top,
                     Diagnostics& diagnostics) {
    ReadTable result{{schema.name, {}, {}, {}, {}, top}, false, {}};
    Table& table = result.table;
    Rows& records = split.records;
    if (records.empty() && !split.whole) return result;
    if (records.empty()) {
        const Position whole = {top.file, 0, 0, top.sheet};
        diagnostics.error(whole, {"表格是空的", "the table is empty"},
                          {"第一行必须是列名", "the first row must hold the column names"},
                          {"请加上表头，或删去这个文件。", "Add a header or delete the file."});
        return result;
    }
    const std::size_t place = find_header(records, schema.columns);
    const std::vector<Cell> header = records[place];
    table.at = header.front().at;
    if (too_many_cells(records, place, table.at, diagnostics)) return result;
    RowMaker maker(header, origin, diagnostics);
    std::vector<Cell> headings;
    for (const std::size_t column : maker.headed()) headings.push_back(header[column]);
    if (origin == Origin::csv && headings.size() == 1 &&
        has_other_separator(headings.front(), diagnostics)) {
        return result;
    }
    check_header(schema, headings, diagnostics);
    const auto fields = take_header(schema, header, maker.headed(), result, diagnostics);
    const auto has_column = [&table](const std::string& name) {
        return std::find(table.columns.begin(), table.columns.end(), name) != table.columns.end();
    };
    result.whole = split.whole && (schema.columns.front().name != "id" || has_column("id"));
    take_notes(split.notes, place, table);
    take_titles(records, split.notes, place, fields, origin, result, diagnostics);
    constexpr std::size_t headings_at_most = 3;
    for (std::size_t i = place + 1; i < records.size(); ++i) {
        if (i < place + headings_at_most && is_header(records[i], schema.columns)) {
            report_second_header(records[i].front().at, diagnostics);
            continue;
        }
        Row row = maker.make(std::move(records[i]));
        row.malformed = row.malformed || split.broken.contains(i);
        if (is_total(schema, row, table)) {
            report_total(row, diagnostics);
            continue;
        }
        for (std::size_t column = 0; column < fields.size(); ++column) {
            Cell& cell = row.cells[column];
            if (fields[column] != nullptr) cell.text = canonical(*fields[column], cell.text);
        }
        table.rows.push_back(std::move(row));
    }
    return result;
}

}  // namespace coffer::scenario
