#include "sheet_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "cell_text.hpp"
#include "coffer/base/from_chars.hpp"
#include "coffer/scenario/wording.hpp"
#include "encoding.hpp"
#include "limits.hpp"

namespace coffer::scenario {
namespace {

/// Row and column of "AB12", from 1; 0 where there is none.
struct Reference {
    int row = 0;
    int column = 0;
};

Reference reference_of(std::string_view text) {
    Reference at;
    std::size_t i = 0;
    for (; i < text.size() && i < 4; ++i) {
        const char letter = text[i];
        if (letter < 'A' || letter > 'Z') break;
        at.column = at.column * 26 + (letter - 'A' + 1);
    }
    std::from_chars(text.data() + i, text.data() + text.size(), at.row);
    return at;
}

class SheetReader {
  public:
    SheetReader(const SharedParts& shared, const std::string& file, std::size_t& text_room,
                Sheet& sheet, Diagnostics& diagnostics)
        : shared_(shared),
          file_(file),
          text_room_(text_room),
          sheet_(sheet),
          diagnostics_(diagnostics) {}

    void read(const pugi::xml_node& root) {
        int number = 0;
        for (const pugi::xml_node row : child_of(root, "sheetData").children()) {
            if (local_name(row) != "row") continue;
            number = attribute_of(row, "r").as_int(number + 1);
            read_row(row, number);
            if (!sheet_.records.whole) return;
        }
        for (const pugi::xml_node merged : child_of(root, "mergeCells").children()) {
            const std::string_view range = attribute_of(merged, "ref").as_string();
            const std::size_t colon = range.find(':');
            if (colon == std::string_view::npos) continue;
            const Reference first = reference_of(range.substr(0, colon));
            const Reference last = reference_of(range.substr(colon + 1));
            sheet_.merged.push_back({at(first.row, first.column), last.row});
        }
    }

  private:
    [[nodiscard]] Position at(int row, int column) const {
        return {file_, row, column, sheet_.name};
    }

    void read_row(const pugi::xml_node& row, int number) {
        std::vector<Cell> record;
        bool broken = false;
        int column = 0;
        std::size_t filled = 0;
        for (const pugi::xml_node node : row.children()) {
            if (local_name(node) != "c") continue;
            const int written = reference_of(attribute_of(node, "r").as_string()).column;
            column = written > 0 ? written : column + 1;
            Cell cell{text_of_cell(node), at(number, column)};
            trim(cell);
            if (!check(node, cell)) broken = true;
            if (cell.text.empty()) continue;
            if (column > static_cast<int>(limits::columns)) {
                report_far(cell.at);
                broken = true;
                continue;
            }
            ++filled;
            place(std::move(cell), record);
            if (!sheet_.records.whole) return;
        }
        if (filled > 0 || broken) keep(std::move(record), number, broken);
    }

    /// Cells may stand in any order and twice.
    void place(Cell cell, std::vector<Cell>& record) {
        const auto column = static_cast<std::size_t>(cell.at.column);
        while (record.size() < column) {
            record.push_back({{}, at(cell.at.line, static_cast<int>(record.size()) + 1)});
            ++cells_;
        }
        if (cells_ > limits::cells || cell.text.size() > text_room_) {
            return stop(cell.at);
        }
        text_room_ -= cell.text.size();
        record[column - 1] = std::move(cell);
    }

    void keep(std::vector<Cell> record, int number, bool broken) {
        Records& records = sheet_.records;
        if (!broken && is_note(record)) {
            if (records.notes.size() < limits::notes) {
                const auto first = std::find_if(record.begin(), record.end(), [](const Cell& cell) {
                    return !cell.text.empty();
                });
                records.notes.push_back({records.records.size(), note_text(record), first->at});
            }
            return;
        }
        if (records.records.size() > limits::rows) return stop(at(number, 1));
        if (record.empty()) record.push_back({{}, at(number, 1)});
        if (broken) records.broken.insert(records.records.size());
        records.records.push_back(std::move(record));
    }

    [[nodiscard]] std::string text_of_cell(const pugi::xml_node& node) const {
        const std::string_view type = attribute_of(node, "t").as_string();
        if (type == "inlineStr") return text_of(child_of(node, "is"));
        const std::string value = child_of(node, "v").child_value();
        if (type == "s") {
            std::size_t index = 0;
            const auto read = std::from_chars(value.data(), value.data() + value.size(), index);
            const bool known = read.ec == std::errc{} && index < shared_.strings.size();
            return known ? shared_.strings[index] : std::string{};
        }
        if (type == "b") return value == "1" ? "TRUE" : "FALSE";
        if (type == "d") return value.substr(0, 10);
        if (type == "str" || type == "e" || value.empty()) return value;
        return text_of_number(value, attribute_of(node, "s").as_int());
    }

    [[nodiscard]] std::string text_of_number(const std::string& value, int style) const {
        double number = 0.0;
        const char* const end = value.data() + value.size();
        const auto read = from_chars(value.data(), end, number);
        if (read.ec != std::errc{} || read.ptr != end) return value;
        const auto index = static_cast<std::size_t>(style);
        const NumberKind kind =
            style >= 0 && index < shared_.styles.size() ? shared_.styles[index] : NumberKind::plain;
        return scenario::text_of_number(number, kind, shared_.from_1904);
    }

    /// False, and reported, when a cell's text cannot be trusted.
    bool check(const pugi::xml_node& node, const Cell& cell) {
        if (is_failed_formula(cell.text)) {
            return report(
                cell.at, say("公式错误 {}", "the failed formula {}", quote(cell.text)),
                {"表格软件没有算出这个单元格", "the spreadsheet could not compute this cell"},
                {"请改正公式，或填入值。", "Correct the formula, or write the value."});
        }
        // openpyxl writes <v></v> where it knows no result; a result that is empty text says so.
        const bool is_text = std::string_view(attribute_of(node, "t").as_string()) == "str";
        const pugi::xml_node value = child_of(node, "v");
        const bool no_result = !value || (value.first_child().empty() && !is_text);
        if (child_of(node, "f") && no_result && !child_of(node, "is")) {
            return report(cell.at, {"公式没有结果", "a formula without its result"},
                          {"文件里只有公式，没有算出的值",
                           "the file holds the formula, not what it comes to"},
                          {"请在 Excel 或 WPS 中打开并保存一次，或填入值。",
                           "Open and save it in Excel or WPS, or write the value."});
        }
        if (cell.text.size() > limits::cell_bytes) {
            return report(
                cell.at,
                say("单元格超过 {} 字节", "the cell is longer than {} bytes", limits::cell_bytes),
                {"超出上限", "beyond the limit"}, {"请缩短。", "Shorten it."});
        }
        for (std::size_t i = 0; i < cell.text.size(); ++i) {
            const unsigned point = forbidden_character(cell.text, i);
            if (point == 0) continue;
            return report(
                cell.at, say("不可见的控制字符 U+{:04X}", "the control character U+{:04X}", point),
                {"它会改变终端和表格的显示",
                 "it would change how terminals and tables show the text"},
                {"请删去它，或重新输入这个单元格。", "Delete it, or type the cell anew."});
        }
        return true;
    }

    bool report(const Position& where, Text problem, Text why, Text suggestion) {
        if (++reported_ <= limits::malformed_rows) {
            diagnostics_.error(where, std::move(problem), std::move(why), std::move(suggestion));
        }
        return false;
    }

    void report_far(const Position& where) {
        report(where, say("在第 {} 列之后", "beyond column {}", limits::columns),
               {"不会被读取", "it would be ignored"}, {"请删去它。", "Delete it."});
    }

    void stop(const Position& where) {
        sheet_.records.whole = false;
        report(where,
               say("工作表超过 {} 行、{} 个单元格或 {} MiB 文字",
                   "the sheet has more than {} rows, {} cells or {} MiB of text", limits::rows,
                   limits::cells, limits::file_bytes >> 20U),
               {"超出上限，其余内容没有读", "beyond the limit; the rest was not read"},
               {"请把数据合并成更少的行。", "Merge rows."});
    }

    const SharedParts& shared_;
    const std::string& file_;
    std::size_t& text_room_;
    Sheet& sheet_;
    Diagnostics& diagnostics_;
    std::size_t cells_ = 0;
    std::size_t reported_ = 0;
};

}  // namespace

void read_sheet(const pugi::xml_node& root, const SharedParts& shared, const std::string& file,
                std::size_t& text_room, Sheet& sheet, Diagnostics& diagnostics) {
    SheetReader(shared, file, text_room, sheet, diagnostics).read(root);
}

}  // namespace coffer::scenario
