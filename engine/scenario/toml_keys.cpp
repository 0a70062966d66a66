#include "toml_keys.hpp"

#include <algorithm>
#include <string_view>

namespace coffer::scenario {
namespace {

bool has_wide(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x80U; });
}

/// Where the key or the header at the front of a line ends; npos when the line has neither.
std::size_t end_of_key(std::string_view line, std::size_t begin) {
    if (begin >= line.size() || line[begin] == '#') return std::string_view::npos;
    const std::size_t end = line.find(line[begin] == '[' ? ']' : '=', begin);
    if (end == std::string_view::npos) return end;
    // A quote or a comma before it: an item of a list, or a key that is quoted already.
    const std::string_view key = line.substr(begin, end - begin);
    return key.find_first_of("\"',{#") == std::string_view::npos ? end : std::string_view::npos;
}

std::string with_quotes(std::string_view key, int& added) {
    std::string quoted;
    std::size_t at = 0;
    while (at < key.size()) {
        const std::size_t begin = key.find_first_not_of(" \t.[", at);
        if (begin == std::string_view::npos) break;
        quoted += key.substr(at, begin - at);
        std::size_t end = std::min(key.find_first_of(" \t.", begin), key.size());
        const std::string_view part = key.substr(begin, end - begin);
        if (has_wide(part)) {
            quoted.append("\"").append(part).append("\"");
            added += 2;
        } else {
            quoted += part;
        }
        at = end;
    }
    return quoted + std::string(key.substr(std::min(at, key.size())));
}

std::size_t count(std::string_view line, std::string_view mark) {
    std::size_t marks = 0;
    for (std::size_t at = line.find(mark); at != std::string_view::npos;
         at = line.find(mark, at + mark.size())) {
        ++marks;
    }
    return marks;
}

}  // namespace

QuotedKeys quote_keys(const std::string& text) {
    QuotedKeys result;
    std::size_t begin = 0;
    bool in_text = false;  // between two lines' """ or '''
    for (int number = 1; begin <= text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = std::string_view(text).substr(begin, end - begin);
        const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
        const std::size_t key_end = in_text ? std::string_view::npos : end_of_key(line, first);
        if (key_end == std::string_view::npos || !has_wide(line.substr(first, key_end - first))) {
            result.text += line;
        } else {
            int added = 0;
            result.text += line.substr(0, first);
            result.text += with_quotes(line.substr(first, key_end - first), added);
            result.text += line.substr(key_end);
            result.added[number] = added;
        }
        if ((count(line, "\"\"\"") + count(line, "'''")) % 2 == 1) in_text = !in_text;
        if (end == text.size()) break;
        result.text += '\n';
        begin = end + 1;
    }
    return result;
}

}  // namespace coffer::scenario
