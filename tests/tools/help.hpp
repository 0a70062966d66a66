#pragma once
// The program's help, taken apart.
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "program.hpp"

namespace coffer::tool::test {

/// Entries of a help text, name to explanation: commands, arguments and options, which stand
/// indented by two below a title. Explanations of long names begin on the next line.
inline std::map<std::string, std::string> help_entries(const std::string& help) {
    std::map<std::string, std::string> entries;
    std::istringstream lines(help);
    std::string line;
    std::string last;
    while (std::getline(lines, line)) {
        if (line.starts_with("示例") || line.starts_with("Examples")) break;
        if (!line.starts_with("  ")) {
            last.clear();
        } else if (line[2] != ' ') {
            const auto gap = line.find("  ", 2);
            last = line.substr(2, gap - 2);
            if (last.starts_with("-")) last = last.substr(0, last.find(' '));
            const auto text = line.find_first_not_of(' ', gap);
            entries[last] = text == std::string::npos ? "" : line.substr(text);
        } else if (!last.empty()) {
            entries[last] += line.substr(line.find_first_not_of(' '));
        }
    }
    return entries;
}

/// The names of all commands, from `coffer --help`.
inline std::vector<std::string> command_names() {
    const TemporaryFolder place;
    std::vector<std::string> names;
    for (const auto& [name, text] : help_entries(call(place, {"--help"}).out)) {
        if (!name.starts_with('-')) names.push_back(name);
    }
    return names;
}

}  // namespace coffer::tool::test
