#include "shared_parts.hpp"

#include <charconv>
#include <map>
#include <optional>

namespace coffer::scenario {
namespace {

/// The code unit of "_x000D_" at `at`.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t at) {
    if (text.size() < at + 7 || text[at + 1] != 'x' || text[at + 6] != '_') return std::nullopt;
    unsigned unit = 0;
    const char* const begin = text.data() + at + 2;
    const auto read = std::from_chars(begin, begin + 4, unit, 16);
    if (read.ec != std::errc{} || read.ptr != begin + 4) return std::nullopt;
    return unit;
}

/// XML cannot hold control characters; workbooks write them (and "_x" itself) as "_xHHHH_".
std::string unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto unit = text[i] == '_' ? escaped_unit(text, i) : std::nullopt;
        if (!unit || *unit == 0 || *unit >= 0x80U) {
            plain += text[i];
            continue;
        }
        plain += static_cast<char>(*unit);
        i += 6;
    }
    return plain;
}

}  // namespace

std::string text_of(const pugi::xml_node& item) {
    std::string text;
    for (const pugi::xml_node child : item.children()) {
        const std::string_view name = local_name(child);
        if (name == "t") text += child.child_value();
        if (name == "r") text += child_of(child, "t").child_value();
    }
    return unescaped(text);
}

void read_strings(const pugi::xml_node& root, SharedParts& shared) {
    for (const pugi::xml_node item : root.children()) {
        if (local_name(item) == "si") shared.strings.push_back(text_of(item));
    }
}

void read_styles(const pugi::xml_node& root, SharedParts& shared) {
    std::map<int, NumberKind> own;
    for (const pugi::xml_node format : child_of(root, "numFmts").children()) {
        own[format.attribute("numFmtId").as_int()] =
            kind_of_format(format.attribute("formatCode").as_string());
    }
    for (const pugi::xml_node style : child_of(root, "cellXfs").children()) {
        const int format = style.attribute("numFmtId").as_int();
        const auto found = own.find(format);
        shared.styles.push_back(found == own.end() ? kind_of_built_in(format) : found->second);
    }
}

}  // namespace coffer::scenario
