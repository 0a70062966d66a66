#pragma once
// What two pages that say the same in two languages have in common: the order and depth of their
// sections, the rows of their tables, the commands they show, and the names in backquotes.
#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace coffer::docs {

struct Section {
    std::size_t level = 0;  ///< number of #, 0 before the first heading
    std::string heading;
    std::size_t rows = 0;               ///< of tables, headings included
    std::vector<std::string> commands;  ///< lines of fenced sh blocks, without comments
    std::set<std::string> names;        ///< in backquotes: options, fields, commands
};

/// The pieces between backquotes.
inline std::vector<std::string> quoted_in(const std::string& text) {
    std::vector<std::string> pieces;
    for (std::size_t open = text.find('`'); open != std::string::npos;) {
        const std::size_t close = text.find('`', open + 1);
        if (close == std::string::npos) break;
        pieces.push_back(text.substr(open + 1, close - open - 1));
        open = text.find('`', close + 1);
    }
    return pieces;
}

/// What every language calls the same, or "": an option, `coffer` and its command, the name of a
/// field, word, file or indicator. Examples and placeholders are each language's own.
inline std::string name_in(const std::string& piece) {
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto part_of_name = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' ||
               c == '*' || c == ':';
    };
    if (piece.starts_with('-')) {
        const std::string option = piece.substr(0, piece.find_first_of(" =\n"));
        const std::size_t dashes = option.find_first_not_of('-');
        return dashes != std::string::npos && lower(option[dashes]) ? option : "";
    }
    if (piece.starts_with("coffer ")) {
        std::istringstream words(piece);
        std::string program;
        std::string command;
        words >> program >> command;
        return lower(command[0]) ? program + " " + command : "";
    }
    const bool is_name =
        !piece.empty() && lower(piece[0]) && std::all_of(piece.begin(), piece.end(), part_of_name);
    return is_name ? piece : "";
}

inline std::vector<Section> sections_of(const std::string& page) {
    std::vector<Section> sections(1);
    std::string text;  // of the section, without code blocks
    std::string fence;
    const auto finish = [&] {
        for (const std::string& piece : quoted_in(text)) {
            if (std::string name = name_in(piece); !name.empty()) {
                sections.back().names.insert(std::move(name));
            }
        }
        text.clear();
    };
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) {
            fence = fence.empty() ? line : "";
        } else if (!fence.empty()) {
            std::string command = line.substr(0, line.find(" #"));
            command.erase(command.find_last_not_of(' ') + 1);
            if (fence == "```sh" && !command.empty() && command[0] != '#') {
                sections.back().commands.push_back(command);
            }
        } else if (line.starts_with('#')) {
            finish();
            const std::size_t level = line.find_first_not_of('#');
            sections.push_back({level, line.substr(std::min(level + 1, line.size())), 0, {}, {}});
        } else if (!line.starts_with("    ")) {
            if (line.starts_with('|')) ++sections.back().rows;
            text += line + '\n';
        }
    }
    finish();
    return sections;
}

/// Where the pages differ in what all languages share, a line each; "" when nowhere.
inline std::string difference(const std::string& english, const std::string& chinese) {
    const auto one = sections_of(english);
    const auto other = sections_of(chinese);
    std::string told;
    for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i) {
        if (i >= one.size() || i >= other.size() || one[i].level != other[i].level) {
            return told + fmt::format("section \"{}\" stands where \"{}\" does\n",
                                      i < one.size() ? one[i].heading : "(none)",
                                      i < other.size() ? other[i].heading : "(none)");
        }
        const std::string place = one[i].heading + ": ";
        if (one[i].rows != other[i].rows) {
            told += place + fmt::format("{} and {} table rows\n", one[i].rows, other[i].rows);
        }
        if (one[i].commands != other[i].commands) {
            told += place + fmt::format("commands {} and {}\n", one[i].commands, other[i].commands);
        }
        std::vector<std::string> apart;
        std::set_symmetric_difference(one[i].names.begin(), one[i].names.end(),
                                      other[i].names.begin(), other[i].names.end(),
                                      std::back_inserter(apart));
        if (!apart.empty()) told += place + fmt::format("only in one language {}\n", apart);
    }
    return told;
}

}  // namespace coffer::docs
