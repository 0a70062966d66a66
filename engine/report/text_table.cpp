#include "coffer/report/text_table.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "coffer/base/contract.hpp"
#include "coffer/report/figures.hpp"

namespace coffer::report {
namespace {

constexpr std::string_view table_indent = "  ";
constexpr std::string_view column_gap = "  ";

std::size_t length_of_character(std::string_view text) {
    std::size_t bytes = 1;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0u) == 0x80u) {
        ++bytes;
    }
    return bytes;
}

/// The longest beginning of `text` that fits into `cells`.
std::string_view beginning(std::string_view text, std::size_t cells) {
    std::size_t bytes = 0;
    std::size_t width = 0;
    while (bytes < text.size()) {
        const std::size_t next = length_of_character(text.substr(bytes));
        width += display_width(text.substr(bytes, next));
        if (width > cells) break;
        bytes += next;
    }
    return text.substr(0, bytes);
}

std::string fitted(std::string text, std::size_t cells) {
    if (display_width(text) <= cells) return text;
    return std::string(beginning(text, cells - 2)) + "..";
}

bool is_wide(std::string_view text) { return static_cast<unsigned char>(text.front()) >= 0x80U; }

/// The next piece that a line may not be broken in: a word with its blanks, or one wide character
/// with the punctuation behind it, which begins no line.
std::string_view next_piece(std::string_view text) {
    std::size_t end = 0;
    if (is_wide(text)) {
        end = length_of_character(text);
        for (bool more = true; more;) {
            more = false;
            for (const std::string_view mark : {"，", "。", "；", "、", "：", "）", "”"}) {
                if (!text.substr(end).starts_with(mark)) continue;
                end += mark.size();
                more = true;
            }
        }
        return text.substr(0, end);
    }
    while (end < text.size() && !is_wide(text.substr(end)) && text[end] != ' ') ++end;
    while (end < text.size() && text[end] == ' ') ++end;
    return text.substr(0, end);
}

std::string without_blanks_behind(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

std::string aligned(const std::string& text, std::size_t cells, Align align) {
    const std::string blanks(cells - std::min(cells, display_width(text)), ' ');
    return align == Align::left ? text + blanks : blanks + text;
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text, std::size_t cells) {
    COFFER_EXPECT(cells >= 2);  // a wide character
    std::vector<std::string> lines;
    std::string line;
    while (!text.empty()) {
        std::string_view piece = next_piece(text);
        const auto width_with = [&](std::string_view more) {
            return display_width(line) +
                   display_width(more.substr(0, more.find_last_not_of(' ') + 1));
        };
        if (!line.empty() && width_with(piece) > cells) {
            lines.push_back(without_blanks_behind(std::move(line)));
            line.clear();
        }
        if (width_with(piece) > cells) piece = beginning(piece, cells);
        line += piece;
        text.remove_prefix(piece.size());
    }
    lines.push_back(without_blanks_behind(std::move(line)));
    return lines;
}

TextTable::TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

void TextTable::add(std::vector<std::string> cells) {
    COFFER_EXPECT(cells.size() == columns_.size());
    Row row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string text = printable(cells[i]);
        const std::size_t widest = columns_[i].widest;
        row.cells.push_back(columns_[i].wraps ? lines_of(text, widest)
                                              : std::vector{fitted(text, widest)});
    }
    rows_.push_back(std::move(row));
}

void TextTable::add_note(std::string_view text) {
    COFFER_EXPECT(!rows_.empty());
    rows_.back().notes.push_back(printable(text));
}

std::string TextTable::render() const {
    std::vector<std::size_t> widths;
    std::size_t total = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = display_width(columns_[i].title);
        for (const Row& row : rows_) {
            for (const std::string& line : row.cells[i]) {
                width = std::max(width, display_width(line));
            }
        }
        widths.push_back(width);
        total += width + (i == 0 ? 0 : column_gap.size());
    }

    std::string text;
    const auto add_line = [&](const auto& cell) {
        std::string line(table_indent);
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (i > 0) line += column_gap;
            line += aligned(cell(i), widths[i], columns_[i].align);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    };
    add_line([&](std::size_t i) { return columns_[i].title; });
    text += std::string(table_indent) + std::string(total, '-') + "\n";
    for (const Row& row : rows_) {
        std::size_t height = 1;
        for (const auto& lines : row.cells) height = std::max(height, lines.size());
        for (std::size_t at = 0; at < height; ++at) {
            add_line([&](std::size_t i) {
                return at < row.cells[i].size() ? row.cells[i][at] : std::string{};
            });
        }
        for (const std::string& note : row.notes) {
            for (const std::string& line : lines_of(note, std::max<std::size_t>(total, 40) - 4)) {
                text += std::string(table_indent) + "    " + line + "\n";
            }
        }
    }
    return text;
}

}  // namespace coffer::report
