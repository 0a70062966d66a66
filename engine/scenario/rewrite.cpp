#include "coffer/scenario/rewrite.hpp"

#include <algorithm>
#include <vector>

namespace coffer::scenario {
namespace {

/// Where a cell stands in the text, quotes included.
struct RawCell {
    std::size_t begin = 0, end = 0;
};

/// The record that begins at `at`, which is moved behind it.
std::vector<RawCell> raw_record(const std::string& text, std::size_t& at) {
    std::vector<RawCell> cells{{at, at}};
    bool quoted = false;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') quoted = !quoted;  // a doubled quote opens again at once
        if (!quoted && (c == '\n' || c == '\r')) break;
        ++at;
        if (!quoted && c == ',') {
            cells.push_back({at, at});
        } else {
            cells.back().end = at;
        }
    }
    while (at < text.size() && (text[at] == '\n' || text[at] == '\r')) ++at;
    return cells;
}

std::string plain(const std::string& text, const RawCell& cell) {
    std::string raw = text.substr(cell.begin, cell.end - cell.begin);
    const auto first = raw.find_first_not_of(" \t"), last = raw.find_last_not_of(" \t");
    if (first == std::string::npos) return {};
    raw = raw.substr(first, last - first + 1);
    if (raw.size() < 2 || raw.front() != '"' || raw.back() != '"') return raw;
    std::string result;
    for (std::size_t i = 1; i + 1 < raw.size(); ++i) {
        result += raw[i];
        if (raw[i] == '"' && raw[i + 1] == '"') ++i;
    }
    return result;
}

/// Behind the last character of the value that begins at `at`: before the blanks in front of a
/// comment or of the line's end. None when it goes on in the next line or is a table.
std::optional<std::size_t> end_of_value(const std::string& text, std::size_t at,
                                        std::size_t line_end) {
    std::size_t end = at;
    int depth = 0;
    char quote = 0;
    for (; at < line_end; ++at) {
        const char c = text[at];
        if (quote != 0) {
            if (c == '\\' && quote == '"') ++at;
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            if (text.compare(at, 3, std::string(3, c)) == 0) return std::nullopt;
            quote = c;
        } else if (c == '#') {
            break;
        } else if (c == '{') {
            return std::nullopt;
        } else {
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        }
        if (c != ' ' && c != '\t' && c != '\r') end = std::min(at + 1, line_end);
    }
    if (quote != 0 || depth != 0) return std::nullopt;
    return end;
}

}  // namespace

std::optional<std::string> rewrite_value(const std::string& toml, int line,
                                         const std::string& value) {
    std::size_t begin = 0;
    for (int before = 1; before < line; ++before) {
        begin = toml.find('\n', begin);
        if (begin == std::string::npos) return std::nullopt;
        ++begin;
    }
    const std::size_t line_end = std::min(toml.find('\n', begin), toml.size());
    const std::size_t equals = toml.find('=', begin);
    const std::size_t comment = toml.find('#', begin);
    if (line < 1 || equals >= line_end || comment < equals) return std::nullopt;
    const std::size_t from = toml.find_first_not_of(" \t", equals + 1);
    if (from >= line_end) return std::nullopt;
    const auto end = end_of_value(toml, from, line_end);
    if (!end || *end <= from) return std::nullopt;
    return toml.substr(0, from) + value + toml.substr(*end);
}

std::string rewrite_column(const std::string& csv, const std::string& column,
                           const std::string& heading,
                           const std::function<std::string(const RecordCells&)>& cell) {
    std::string result;
    std::vector<std::string> headings;
    std::size_t place = 0, copied = 0, at = csv.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (at < csv.size()) {
        const std::size_t begin = at;
        const auto record = raw_record(csv, at);
        if (csv[begin] == '#' || (record.size() == 1 && record[0].begin == record[0].end)) continue;
        RecordCells cells;
        if (headings.empty()) {
            for (const RawCell& raw : record) headings.push_back(plain(csv, raw));
            place = 0;
            while (place < headings.size() && headings[place] != column) ++place;
            if (place == headings.size()) return csv;
        } else {
            if (place >= record.size()) continue;
            for (std::size_t i = 0; i < record.size() && i < headings.size(); ++i) {
                cells.emplace(headings[i], plain(csv, record[i]));
            }
        }
        result += csv.substr(copied, record[place].begin - copied);
        result += cells.empty() ? heading : cell(cells);
        copied = record[place].end;
    }
    return result + csv.substr(copied);
}

}  // namespace coffer::scenario
