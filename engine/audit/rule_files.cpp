// What lies in the folder or in a table and is not read, or reads as something else.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "coffer/scenario/bases.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

std::string lower_case(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// "debt" of "debt (1).xlsx", "Debt-copy.csv.txt", "sub/debt.csv"; "" when no table begins so.
std::string table_meant(const std::string& name) {
    const std::size_t slash = name.rfind('/');
    const std::string file = lower_case(slash == std::string::npos ? name : name.substr(slash + 1));
    std::string best;
    for (const auto& schema : scenario::table_schemas()) {
        const bool begins = file.starts_with(schema.name);
        const char next = file.size() > schema.name.size() ? file[schema.name.size()] : '.';
        const bool whole = !(next >= 'a' && next <= 'z');
        if (begins && whole && schema.name.size() > best.size()) best = schema.name;
    }
    // "债务.txt", "债务（旧）.csv"; not "项目说明.docx", which begins with a table's name by
    // chance.
    std::size_t longest = 0;
    for (const auto& schema : scenario::table_schemas()) {
        if (!file.starts_with(schema.zh) || schema.zh.size() <= longest) continue;
        const std::string rest = file.substr(schema.zh.size());
        const bool ends = rest.empty() || rest.starts_with("（") ||
                          (static_cast<unsigned char>(rest.front()) < 0x80U &&
                           !(rest.front() >= 'a' && rest.front() <= 'z'));
        if (!ends) continue;
        longest = schema.zh.size();
        best = schema.name;
    }
    if (best.empty() && file.starts_with("scenario.")) return "scenario";
    return best;
}

bool is_spreadsheet(const std::string& name) {
    static const std::array<std::string, 8> ends = {".xlsx", ".xls", ".xlsm", ".xlsb",
                                                    ".et",   ".ods", ".csv",  ".tsv"};
    const std::string file = lower_case(name);
    return std::any_of(ends.begin(), ends.end(),
                       [&file](const std::string& end) { return file.ends_with(end); });
}

}  // namespace

Warnings files_not_read(const Tables& tables) {
    Warnings found;
    for (const std::string& name : tables.document().other_files) {
        const std::string meant = table_meant(name);
        if (meant.empty() && !is_spreadsheet(name)) continue;
        const std::string read = meant.empty()         ? "revenue.csv"
                                 : meant == "scenario" ? "scenario.toml"
                                                       : meant + ".csv";
        found.push_back({"file-not-read",
                         "folder/" + name,
                         {(tables.document().folder / name).generic_string(), 0, 0},
                         say("文件 {} 没有读", "the file {} is not read", quote(name)),
                         meant.empty()
                             ? Text{"方案由 scenario.toml 和各表的 .csv 文件组成，它不在其中",
                                    "a plan is scenario.toml and the .csv files of its tables"}
                             : say("像是表 {} 的另一份，它的内容不起作用",
                                   "it looks like another copy of {}, and has no effect", read),
                         say("若是数据，请另存为 CSV，文件名用表名（如 {}）；否则移出文件夹。",
                             "If it holds data, save it as CSV under the table's name (such as "
                             "{}); else move it "
                             "elsewhere.",
                             read)});
    }
    return found;
}

Warnings merged_cells(const Tables& tables) {
    Warnings found;
    for (const auto& [name, table] : tables.document().tables) {
        for (const char* column : {"district", "sector"}) {
            const std::vector<Line> lines = tables.lines(name);
            std::size_t filled = 0;
            std::size_t blank = 0;
            bool repeated = false;  // the same word in two rows running: not merged
            const Line* first_blank = nullptr;
            for (std::size_t i = 0; i < lines.size(); ++i) {
                const std::string& word = lines[i].text(column);
                if (word.empty()) {
                    ++blank;
                    if (first_blank == nullptr) first_blank = &lines[i];
                } else {
                    ++filled;
                    repeated = repeated || (i > 0 && lines[i - 1].text(column) == word);
                }
            }
            const bool merged = filled > 0 && blank >= 2 && !repeated && lines.size() >= 3 &&
                                !lines.front().text(column).empty();
            if (!merged || first_blank == nullptr) continue;
            found.push_back(
                {"merged-cells",
                 first_blank->place(),
                 first_blank->at(column),
                 say("{} 列从这里起有 {} 个空单元格", "from here {} has {} blank cells", column,
                     blank),
                 {"像是合并单元格另存为 CSV：只有第一格有字，其余为空",
                  "it looks like merged cells saved as CSV: only the first of them keeps its text"},
                 {"请在每一行都填上。", "Fill in every row."}});
        }
    }
    return found;
}

Warnings things_unused(const Tables& tables) {
    // What a table says that could not be read nobody knows.
    if (!tables.document().unread.empty()) return {};
    const auto words =
        [&tables](std::initializer_list<std::pair<const char*, const char*>> columns) {
            std::set<std::string> all;
            for (const auto& [table, column] : columns) {
                for (const Line& line : tables.lines(table)) all.insert(line.text(column));
            }
            return all;
        };
    Warnings found;
    std::set<std::string> drivers = words({{"debt", "rate_driver"},
                                           {"sources", "rate_driver"},
                                           {"refinancing", "rate_driver"},
                                           {"spillovers", "on"}});
    drivers.insert(tables.setting_text("economy.gdp_driver"));
    drivers.insert(tables.setting_text("projects.cost_driver"));
    for (const Line& line : tables.lines("sensitivities")) {
        const auto elasticity = number_in(line.text("elasticity"));
        if (elasticity && *elasticity == 0.0) {
            found.push_back({"elasticity",
                             line.place(),
                             line.at("elasticity"),
                             {"弹性是 0", "the elasticity is 0"},
                             {"这一行不起作用", "the row moves nothing"},
                             {"请填上弹性，或删去这一行。", "Give one, or delete the row."}});
        } else {
            drivers.insert(line.text("driver"));
        }
    }
    const auto tell = [&](const char* table, const std::set<std::string>& used, const char* code,
                          Text why, Text meant) {
        for (const Line& line : tables.lines(table)) {
            const std::string& id = line.text("id");
            if (id.empty() || used.contains(id)) continue;
            // What a province writes once need not be used by each county.
            if (scenario::base_of(tables.document(), line.at("id")) != nullptr) continue;
            found.push_back({code, line.place(), line.at("id"),
                             say("{} 没有用处", "{} is not used", quote(id)), why, meant});
        }
    };
    tell("drivers", drivers, "unused-driver",
         {"没有收入、支出、来源或利率随它变动",
          "no revenue, expenditure, source or rate moves with it"},
         {"请在 sensitivities.csv 写上受它影响的项目，或在利率处写 rate_driver；不需要就删去。",
          "Name what it moves in sensitivities.csv, or as a rate_driver; else delete it."});
    tell("calendars",
         words({{"revenue", "profile"},
                {"taxpayers", "profile"},
                {"expenditure", "profile"},
                {"account_transfers", "profile"},
                {"sources", "profile"},
                {"pipelines", "profile"},
                {"project_income", "profile"},
                {"projects", "work_calendar"}}),
         "unused-calendar", {"没有表用它作月度分布或施工日历", "no table names it"},
         {"请在用它的表的“月度分布”或“施工日历”一列写上它，或删去。",
          "Name it as a profile or work_calendar, or delete it."});
    tell("capacities", words({{"demands", "capacity"}}), "unused-capacity",
         {"demands.csv 中没有占用它的阶段", "no row of demands.csv takes from it"},
         {"请在 demands.csv 写上占用它的阶段，或删去。",
          "Name the stages that take from it in demands.csv, or delete it."});
    return found;
}

}  // namespace coffer::audit
