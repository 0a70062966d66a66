// Finding things by the name a person wrote, in either language.
#include <algorithm>

#include "coffer/scenario/former_names.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {
namespace {

bool drop_tail(std::string_view& text, std::string_view tail) {
    if (!text.ends_with(tail)) return false;
    text.remove_suffix(tail.size());
    return true;
}

/// Where the brackets at the end of a heading open; npos when there are none.
std::size_t opening_of_tail(std::string_view heading) {
    if (!heading.ends_with(")") && !heading.ends_with("）")) return std::string_view::npos;
    const std::size_t ascii = heading.rfind('(');
    const std::size_t wide = heading.rfind("（");
    if (ascii == std::string_view::npos) return wide;
    return wide == std::string_view::npos ? ascii : std::max(ascii, wide);
}

/// A heading without what people add to it: the star of a required column, a unit in brackets,
/// blanks and line breaks inside.
std::string bare(std::string_view heading) {
    while (drop_tail(heading, "*") || drop_tail(heading, "＊") || drop_tail(heading, " ")) {
    }
    const std::size_t open = opening_of_tail(heading);
    if (open != std::string_view::npos && open > 0) heading = heading.substr(0, open);
    std::string text;
    for (std::size_t i = 0; i < heading.size(); ++i) {
        if (heading[i] == ' ' || heading[i] == '\n' || heading[i] == '\r') continue;
        if (heading.substr(i).starts_with("\u3000")) {
            i += 2;
            continue;
        }
        text += heading[i];
    }
    return text;
}

const Word* find_word(const Enumeration& words, std::string_view text) {
    for (const Word& word : words.words) {
        if (word.name == text || word.zh == text) return &word;
        if (std::find(word.also.begin(), word.also.end(), text) != word.also.end()) return &word;
    }
    return nullptr;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

bool is_function(const Field& field) {
    return field.holds.content == Content::distribution || field.holds.content == Content::s_curve;
}

bool is_series(const Field& field) {
    const Content content = field.holds.content;
    return content == Content::amounts || content == Content::ratios || content == Content::numbers;
}

/// What stands before the bracket or colon, with `rename` put on it.
template <class Rename>
std::string with_head(const std::string& text, char mark, Rename rename) {
    const std::size_t end = text.find(mark);
    std::string head = text.substr(0, end);
    while (head.ends_with(' ')) head.pop_back();
    return rename(head) + (end == std::string::npos ? "" : text.substr(end));
}

}  // namespace

const TableSchema* find_table(std::string_view name) {
    const std::string today = todays_name(FormerName::Of::table, std::string(name));
    for (const TableSchema& table : table_schemas()) {
        if (table.name == today || table.zh == today) return &table;
    }
    return nullptr;
}

const Field* find_field(const std::vector<Field>& fields, std::string_view name) {
    for (const Field& field : fields) {
        if (field.name == name || field.zh == name) return &field;
    }
    const std::string wanted = bare(name);
    if (wanted.empty()) return nullptr;
    for (const Field& field : fields) {
        if (field.name == wanted || bare(field.zh) == wanted) return &field;
    }
    for (const Field& field : fields) {
        if (std::find(field.also.begin(), field.also.end(), wanted) != field.also.end()) {
            return &field;
        }
    }
    return nullptr;
}

std::string unit_in_heading(std::string_view heading) {
    const std::size_t open = opening_of_tail(heading);
    if (open == std::string_view::npos) return {};
    std::string inside(heading.substr(open));
    for (const std::string_view mark : {"(", ")", "（", "）", "单位：", "单位:", "单位"}) {
        replace_all(inside, mark, "");
    }
    // "元/亩": of a price by the piece the unit of money counts.
    for (const std::string_view mark : {"/", "／", " per ", " a "}) {
        const std::size_t slash = inside.find(mark);
        if (slash != std::string::npos) inside.resize(slash);
    }
    while (inside.starts_with(' ')) inside.erase(0, 1);
    while (inside.ends_with(' ')) inside.pop_back();
    return inside;
}

namespace {

/// Chinese keyboards write digits, signs and points in full width: U+FF01 to U+FF5E are ASCII.
std::string in_half_width(const std::string& text) {
    std::string half;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
        const bool wide =
            byte(i) == 0xEF && i + 2 < text.size() && (byte(i + 1) == 0xBC || byte(i + 1) == 0xBD);
        const unsigned point =
            wide ? 0xF000U + ((byte(i + 1) & 0x3FU) << 6U) + (byte(i + 2) & 0x3FU) : 0U;
        if (point < 0xFF01U || point > 0xFF5EU) {
            half += text[i];
            continue;
        }
        half += static_cast<char>(point - 0xFF00U + 0x20U);
        i += 2;
    }
    return half;
}

bool holds_numbers(const Field& field) {
    switch (field.holds.content) {
        case Content::amount:
        case Content::ratio:
        case Content::number:
        case Content::whole:
        case Content::month:
        case Content::period:
        case Content::distribution:
        case Content::amounts:
        case Content::ratios:
        case Content::numbers:
        case Content::target_value:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::string canonical(const Field& field, const std::string& written) {
    const std::string text = holds_numbers(field) ? in_half_width(written) : written;
    if (text.empty()) return text;
    if (is_series(field)) {
        std::string series = text;
        replace_all(series, "；", ";");
        return series;
    }
    if (field.holds.words.empty()) return text;
    const Enumeration& words = enumeration(field.holds.words);
    const auto rename = [&words](const std::string& head) {
        const Word* word = find_word(words, head);
        return word == nullptr ? head : word->name;
    };
    if (is_function(field)) {
        std::string call = text;
        replace_all(call, "（", "(");
        replace_all(call, "）", ")");
        replace_all(call, "，", ",");
        return with_head(call, '(', rename);
    }
    // "interest:general", a step of the waterfall for one class of debt.
    if (field.holds.words == "waterfall_step") {
        std::string step = text;
        replace_all(step, "：", ":");
        const std::size_t colon = step.find(':');
        if (colon == std::string::npos) return rename(step);
        const Word* debt = find_word(enumeration("debt_class"), step.substr(colon + 1));
        return rename(step.substr(0, colon)) + ":" +
               (debt == nullptr ? step.substr(colon + 1) : debt->name);
    }
    if (field.holds.content == Content::dimension) {
        std::string dimension = text;
        replace_all(dimension, "：", ":");
        return with_head(dimension, ':', rename);
    }
    return rename(text);
}

std::string in_chinese(const Field& field, const std::string& text) {
    if (text.empty() || field.holds.words.empty()) return text;
    const Enumeration& words = enumeration(field.holds.words);
    const auto rename = [&words](const std::string& head) {
        const Word* word = find_word(words, head);
        return word == nullptr ? head : word->zh;
    };
    if (is_function(field)) return with_head(text, '(', rename);
    if (field.holds.content == Content::dimension) return with_head(text, ':', rename);
    if (field.holds.words == "waterfall_step" && text.find(':') != std::string::npos) {
        const std::size_t colon = text.find(':');
        const Word* debt = find_word(enumeration("debt_class"), text.substr(colon + 1));
        return rename(text.substr(0, colon)) + "：" +
               (debt == nullptr ? text.substr(colon + 1) : debt->zh);
    }
    return rename(text);
}

}  // namespace coffer::scenario
