#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace coffer::report {

enum class Align { left, right };

struct Column {
    std::string title;
    Align align = Align::right;
    std::size_t widest = 40;  ///< longer cells end in "..", or go on in the next line
    bool wraps = false;
};

/// Text in lines of at most `cells` display cells. Broken between words and between Chinese
/// characters, never before punctuation; a word that is longer than a line is cut.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text, std::size_t cells);

/// A table for a terminal, aligned by display cells, so that Chinese and English line up.
/// Thread-compatible.
class TextTable {
  public:
    explicit TextTable(std::vector<Column> columns);

    /// As many cells as there are columns.
    void add(std::vector<std::string> cells);
    /// A line below the row before, not part of the columns; wrapped to the table's width.
    void add_note(std::string_view text);

    [[nodiscard]] std::size_t rows() const { return rows_.size(); }
    /// Title line, a rule, the rows; every line ends with a newline and starts with two blanks.
    [[nodiscard]] std::string render() const;

  private:
    struct Row {
        std::vector<std::vector<std::string>> cells;  ///< the lines of each
        std::vector<std::string> notes;
    };

    std::vector<Column> columns_;
    std::vector<Row> rows_;
};

}  // namespace coffer::report
