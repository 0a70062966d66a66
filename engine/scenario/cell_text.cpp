#include "cell_text.hpp"

#include <algorithm>
#include <array>

namespace coffer::scenario {
namespace {

constexpr std::array<std::string_view, 6> blanks = {" ", "\t", "\r", "\n", "\u3000", "\u00A0"};

}  // namespace

void trim(Cell& cell) {
    bool again = true;
    while (again) {
        again = false;
        for (const std::string_view blank : blanks) {
            if (cell.text.ends_with(blank)) {
                cell.text.resize(cell.text.size() - blank.size());
                again = true;
            }
        }
    }
    std::size_t skipped = 0;
    again = true;
    while (again) {
        again = false;
        for (const std::string_view blank : blanks) {
            if (cell.text.compare(skipped, blank.size(), blank) == 0) {
                skipped += blank.size();
                again = true;
                if (cell.at.sheet.empty() && blank != "\n" && blank != "\r") ++cell.at.column;
            }
        }
    }
    cell.text.erase(0, skipped);
}

bool is_failed_formula(std::string_view cell) {
    static constexpr std::array<std::string_view, 15> codes = {
        "#N/A",   "#REF!",     "#NAME?",    "#VALUE!",   "#DIV/0!",
        "#NUM!",  "#NULL!",    "#SPILL!",   "#CALC!",    "#FIELD!",
        "#BUSY!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA"};
    if (!cell.starts_with('#')) return false;
    std::string upper(cell);
    for (char& letter : upper) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return std::find(codes.begin(), codes.end(), upper) != codes.end();
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

}  // namespace coffer::scenario
