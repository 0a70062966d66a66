#include "coffer/report/text_table.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "coffer/base/contract.hpp"
#include "coffer/report/figures.hpp"

namespace coffer::report {
namespace {

constexpr std::string_view indent = "  ";
constexpr std::string_view gap = "  ";

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

std::string aligned(const std::string& text, std::size_t cells, Align align) {
    const std::string blanks(cells - std::min(cells, display_width(text)), ' ');
    return align == Align::left ? text + blanks : blanks + text;
}

}  // namespace

TextTable::TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

void TextTable::add(std::vector<std::string> cells) {
    COFFER_EXPECT(cells.size() == columns_.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i] = fitted(printable(cells[i]), columns_[i].widest);
    }
    rows_.push_back({std::move(cells), {}});
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
        for (const Row& row : rows_) width = std::max(width, display_width(row.cells[i]));
        widths.push_back(width);
        total += width + (i == 0 ? 0 : gap.size());
    }

    std::string text;
    const auto add_line = [&](const auto& cell) {
        std::string line(indent);
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (i > 0) line += gap;
            line += aligned(cell(i), widths[i], columns_[i].align);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    };
    add_line([&](std::size_t i) { return columns_[i].title; });
    text += std::string(indent) + std::string(total, '-') + "\n";
    for (const Row& row : rows_) {
        add_line([&](std::size_t i) { return row.cells[i]; });
        for (std::string_view note : row.notes) {
            const std::size_t room = std::max<std::size_t>(total, 40) - 4;
            while (!note.empty()) {
                const std::string_view line = beginning(note, room);
                text += std::string(indent) + "    " + std::string(line) + "\n";
                note.remove_prefix(line.size());
                while (note.starts_with(' ')) note.remove_prefix(1);
            }
        }
    }
    return text;
}

}  // namespace coffer::report
