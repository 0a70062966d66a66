#include "coffer/scenario/csv.hpp"

#include <algorithm>
#include <string_view>

#include "cell_text.hpp"
#include "coffer/scenario/wording.hpp"
#include "encoding.hpp"
#include "limits.hpp"

namespace coffer::scenario {
namespace {

class Splitter {
  public:
    Splitter(const std::string& text, const std::string& file, Diagnostics& diagnostics)
        : text_(text), file_(file), diagnostics_(diagnostics) {}

    Records split() {
        Records result;
        std::vector<std::vector<Cell>>& records = result.records;
        std::size_t cells = 0;
        while (!stopped_ && at_ < text_.size()) {
            if (text_[at_] == '#' && !is_failed_formula(first_cell())) {
                const std::size_t begin = at_;
                while (at_ < text_.size() && !at_line_end()) step();
                note(result, text_.substr(begin, at_ - begin), {file_, line_, 1});
                end_line();
                continue;
            }
            std::vector<Cell> record = read_record();
            if (stopped_) break;  // reported; its cells are not whole
            bool blank = true;
            for (const Cell& cell : record) blank = blank && cell.text.empty();
            // Excel puts a comment that contains a comma in quotes when it saves the table.
            if (blank) continue;
            if (is_failed_formula(record.front().text)) {
                result.whole = false;
                report_failed_formula(record.front());
                continue;
            }
            if (is_note(record)) {
                note(result, note_text(record), record.front().at);
                continue;
            }
            cells += record.size();
            if (records.size() > limits::rows || cells > limits::cells) {
                stop(record.front().at, say("表格超过 {} 行或 {} 个单元格",
                                            "the table has more than {} rows or {} cells",
                                            limits::rows, limits::cells));
                break;
            }
            records.push_back(std::move(record));
        }
        result.whole = result.whole && !stopped_;
        return result;
    }

  private:
    static void note(Records& result, const std::string& line, const Position& at) {
        if (result.notes.size() >= limits::notes || line.size() > limits::cell_bytes) return;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (forbidden_character(line, i) != 0) return;
        }
        std::string text = line;
        std::replace(text.begin(), text.end(), '\n', ' ');
        result.notes.push_back({result.records.size(), std::move(text), at});
    }

    /// The unquoted cell that begins here.
    std::string_view first_cell() const {
        std::string_view cell = std::string_view(text_).substr(at_);
        cell = cell.substr(0, cell.find_first_of(",\r\n"));
        const std::size_t last = cell.find_last_not_of(" \t");
        return cell.substr(0, last == std::string_view::npos ? 0 : last + 1);
    }

    void report_failed_formula(const Cell& cell) {
        if (++failed_formulas_ > limits::malformed_rows) return;
        diagnostics_.error(cell.at, say("公式错误 {}", "the failed formula {}", cell.text),
                           {"表格软件没有算出这个单元格；它不是注释",
                            "the spreadsheet could not compute this cell; it is no comment"},
                           {"请在表格软件中改正公式，或填入值。",
                            "Correct the formula in the spreadsheet, or write the value."});
    }

    /// Reports a character at hand that may not stand in text, once a cell.
    void check_character(const Cell& cell) {
        const unsigned point = forbidden_character(text_, at_);
        if (point == 0 || cell.at == refused_at_) return;
        refused_at_ = cell.at;
        if (++refused_characters_ > limits::malformed_rows) return;
        diagnostics_.error(
            here(), say("不可见的控制字符 U+{:04X}", "the control character U+{:04X}", point),
            {"它会改变终端和表格的显示", "it would change how terminals and tables show the text"},
            {"请删去它，或重新输入这个单元格。", "Delete it, or type the cell anew."});
    }

    bool at_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }
    Position here() const { return {file_, line_, column_}; }

    /// Passes one byte; CRLF counts as one line end.
    void step() {
        const char c = text_[at_++];
        if (c == '\n' || (c == '\r' && (at_ == text_.size() || text_[at_] != '\n'))) {
            ++line_;
            column_ = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++column_;
        }
    }

    void end_line() {
        if (at_ < text_.size() && text_[at_] == '\r') step();
        if (at_ < text_.size() && text_[at_] == '\n') step();
    }

    std::vector<Cell> read_record() {
        std::vector<Cell> record;
        while (true) {
            record.push_back(read_cell());
            // Blank cells count as well: a file of commas is no table, and takes as much memory.
            if (++read_ > limits::cells || record.size() > limits::record_cells) {
                stop(record.back().at,
                     say("表格超过 {} 个单元格，或一行超过 {} 个",
                         "the table has more than {} cells, or a row more than {}", limits::cells,
                         limits::record_cells));
            }
            if (stopped_ || at_ == text_.size()) return record;
            if (at_line_end()) {
                end_line();
                return record;
            }
            step();  // the comma
        }
    }

    /// Reads up to the comma, line end or end of text that ends the cell.
    Cell read_cell() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) step();
        Cell cell{{}, here()};
        if (at_ < text_.size() && text_[at_] == '"') {
            read_quoted(cell);
        } else {
            read_plain(cell);
        }
        trim(cell);
        return cell;
    }

    void read_plain(Cell& cell) {
        bool reported = false;
        while (at_ < text_.size() && !at_line_end() && text_[at_] != ',') {
            if (text_[at_] == '"' && !reported) {
                reported = true;
                diagnostics_.error(
                    here(), {"单元格中间出现引号", "a quote inside an unquoted cell"},
                    {"无法判断单元格在哪里结束", "it is unclear where the cell ends"},
                    {"请用引号括住整个单元格，其中的引号写两遍。",
                     "Put quotes around the whole cell and double those inside."});
            }
            if (!take(cell)) return;
        }
    }

    void read_quoted(Cell& cell) {
        const Position opening = here();
        step();
        cell.at = here();
        while (at_ < text_.size()) {
            if (text_[at_] != '"') {
                if (!take(cell)) return;
            } else {
                step();
                if (at_ == text_.size() || text_[at_] != '"') return end_quoted();
                if (!take(cell)) return;
            }
        }
        stopped_ = true;
        diagnostics_.error(
            opening, {"引号没有闭合", "the quote is never closed"},
            {"直到文件末尾都没有另一半引号", "no closing quote up to the end of the file"},
            {"请补上引号；单元格内的引号写两遍。",
             "Close it; a quote inside a cell is written twice."});
    }

    void end_quoted() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) step();
        if (at_ == text_.size() || at_line_end() || text_[at_] == ',') return;
        diagnostics_.error(
            here(), {"引号之后还有文字", "text after the closing quote"},
            {"引号单元格之后只能是逗号或行尾", "a comma or the line's end must follow"},
            {"单元格内的引号写两遍。", "A quote inside a cell is written twice."});
        while (at_ < text_.size() && !at_line_end() && text_[at_] != ',') step();
    }

    /// Moves one byte into the cell; false when the cell grows beyond the limit.
    bool take(Cell& cell) {
        check_character(cell);
        cell.text += text_[at_];
        step();
        if (cell.text.size() <= limits::cell_bytes) return true;
        stop(cell.at,
             say("单元格超过 {} 字节", "the cell is longer than {} bytes", limits::cell_bytes));
        return false;
    }

    void stop(const Position& at, Text problem) {
        stopped_ = true;
        diagnostics_.error(at, std::move(problem),
                           {"超出上限，其余内容没有读", "beyond the limit; the rest was not read"},
                           {"请检查引号是否漏写，或把数据合并成更少的行。",
                            "Look for a missing quote, or merge rows."});
    }

    const std::string& text_;
    const std::string& file_;
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
    std::size_t read_ = 0;  ///< cells, blank ones too
    int line_ = 1;
    int column_ = 1;
    bool stopped_ = false;
    std::size_t failed_formulas_ = 0;
    std::size_t refused_characters_ = 0;
    Position refused_at_;
};

}  // namespace

Records split_csv(const std::string& text, const std::string& file, Diagnostics& diagnostics) {
    return Splitter(text, file, diagnostics).split();
}

}  // namespace coffer::scenario
