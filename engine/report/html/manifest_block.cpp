#include "manifest_block.hpp"

#include <algorithm>

#include "coffer/report/answer_page.hpp"

namespace coffer::report {

std::string without_folders(const std::string& typed) {
    std::string text;
    for (std::size_t begin = 0; begin < typed.size();) {
        const std::size_t end = std::min(typed.find(' ', begin), typed.size());
        std::string word = typed.substr(begin, end - begin);
        const std::size_t name = word.starts_with("'") || word.starts_with('"') ? 1 : 0;
        if (word.size() > name && word[name] == '/' && word.back() != '/') {
            word.erase(name, word.rfind('/') + 1 - name);
        }
        text += word;
        if (end < typed.size()) text += ' ';
        begin = end + 1;
    }
    return text;
}

std::vector<std::pair<Text, Text>> facts_of(const results::Manifest& manifest) {
    const auto same = [](const std::string& text) { return Text{text, text}; };
    return {{{"方案", "Plan"}, same(manifest.scenario_id)},
            {{"随机种子", "Seed"}, same(std::to_string(manifest.seed))},
            {{"程序版本", "Version"}, same("coffer " + manifest.coffer_version)}};
}

page::TableBlock manifest_block(const results::Manifest& manifest) {
    page::TableBlock table;
    table.title = {"本次推演", "This run"};
    table.note = {"数字只取决于方案内容（sha256）、随机种子和路径数。",
                  "The figures depend on the plan's sha256, the seed and the number of paths "
                  "only."};
    table.columns = {{{"项", "Item"}, std::nullopt, false}, {{"值", "Value"}, std::nullopt, false}};
    const auto add = [&](const Text& name, const std::string& value) {
        table.rows.push_back({name, value});
    };
    add({"方案", "Plan"}, manifest.scenario_id);
    add({"方案内容 sha256", "Plan sha256"}, manifest.scenario_sha256);
    for (const std::string& change : manifest.changes) {
        add({"对方案的改动", "Change of the plan"}, change);
    }
    add({"路径数", "Paths"}, std::to_string(manifest.paths));
    add({"随机种子", "Seed"}, std::to_string(manifest.seed));
    add({"规划期", "Years"}, std::to_string(manifest.first_year) + "–" +
                                 std::to_string(manifest.first_year + manifest.years - 1));
    add({"程序版本", "Version"}, "coffer " + manifest.coffer_version);
    for (const results::FileEntry& file : manifest.files) {
        add({"结果文件 " + file.name, "File " + file.name}, file.sha256);
    }
    return table;
}

}  // namespace coffer::report
