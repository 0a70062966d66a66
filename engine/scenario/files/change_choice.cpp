// Changes as they are named on a command line: a file, or some of it.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/wording.hpp"
#include "limits.hpp"

namespace coffer::scenario {

std::vector<Change> read_change_choice(const std::string& choice, Diagnostics& diagnostics) {
    const auto hash = choice.rfind('#');
    const std::string file = choice.substr(0, hash);
    auto changes = read_change_file(file, diagnostics);
    if (hash == std::string::npos || diagnostics.has_errors()) return changes;
    std::vector<std::string> known;
    for (const Change& change : changes) known.push_back(change.id);
    std::vector<Change> chosen;
    std::istringstream ids(choice.substr(hash + 1));
    for (std::string id; std::getline(ids, id, ',');) {
        const auto found = std::find(known.begin(), known.end(), id);
        if (found != known.end()) {
            chosen.push_back(changes[static_cast<std::size_t>(found - known.begin())]);
            continue;
        }
        diagnostics.error(
            {file, 0, 0}, say("没有改动 {}", "there is no change {}", quote(id)),
            {"# 之后写的是它", "it is named after the #"},
            did_you_mean(id, known, say("有：{}。", "There are: {}.", listed(known))));
    }
    return chosen;
}

std::vector<Change> read_change_file(const std::filesystem::path& file, Diagnostics& diagnostics) {
    const auto cannot = [&](Text why) {
        diagnostics.error({file.generic_string(), 0, 0},
                          {"改动文件读不了", "the change file cannot be read"}, std::move(why),
                          {"请检查文件名。", "Check the name of the file."});
        return std::vector<Change>{};
    };
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed)) {
        return cannot({"没有这个文件", "there is no such file"});
    }
    const auto size = std::filesystem::file_size(file, failed);
    if (failed || size > limits::settings_bytes) {
        return cannot({"超过 1 MiB", "it has more than 1 MiB"});
    }
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) return cannot({"打不开", "it cannot be opened"});
    return read_changes(bytes, file.generic_string(), diagnostics);
}

}  // namespace coffer::scenario
