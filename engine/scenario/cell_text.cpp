#include "cell_text.hpp"

#include <algorithm>
#include <array>

namespace coffer::scenario {
namespace {

constexpr std::array<std::string_view, 6> blanks = {" ", "\t", "\r", "\n", "\u3000", "\u00A0"};

constexpr std::array<std::string_view, 4> remarks = {"注", "备注", "说明", "填表说明"};
constexpr std::array<std::string_view, 16> signatures = {
    "填表人", "填报人", "制表人", "制表",     "编制人",   "经办人",   "审核人",   "审核",
    "复核人", "复核",   "负责人", "填报单位", "填表单位", "填表日期", "填报日期", "联系电话"};

/// "审核：" and a name, of labels with "审核".
template <class Labels>
bool has_label(std::string_view text, const Labels& labels) {
    return std::any_of(labels.begin(), labels.end(), [&](std::string_view label) {
        if (!text.starts_with(label)) return false;
        const std::string_view after = text.substr(label.size());
        return after.starts_with("：") || after.starts_with(':');
    });
}

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

bool is_note(const std::vector<Cell>& record) {
    const auto is_blank = [](const Cell& cell) { return cell.text.empty(); };
    const auto first = std::find_if_not(record.begin(), record.end(), is_blank);
    if (first == record.end()) return false;
    if (first->text.starts_with('#')) return true;
    if (has_label(first->text, signatures)) return true;
    return has_label(first->text, remarks) && std::all_of(first + 1, record.end(), is_blank);
}

std::string note_text(const std::vector<Cell>& record) {
    std::string text;
    for (const Cell& cell : record) {
        if (cell.text.empty()) continue;
        text += (text.empty() ? "" : " ") + cell.text;
    }
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text.starts_with('#') ? text : "# " + text;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

}  // namespace coffer::scenario
