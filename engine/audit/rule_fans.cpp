// Lines whose fan is narrower than history says of their kind.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "coffer/model/narrow_fans.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {

using scenario::quote;
using scenario::say;

namespace {

/// The table that a line stands in; lines share one space of ids.
std::optional<std::string> table_with(const Tables& tables, const std::string& id) {
    for (const char* name : {"revenue", "taxpayers", "expenditure", "sources", "pipelines",
                             "project_income", "economy", "account_transfers"}) {
        if (tables.find(name, id)) return name;
    }
    return std::nullopt;
}

std::vector<std::string> quoted(std::vector<std::string> ids) {
    for (std::string& id : ids) id = quote(id);
    return ids;
}

}  // namespace

Warnings narrow_fans(const Subject& subject) {
    Warnings found;
    std::map<std::string, std::vector<std::string>> without_column;  // ids, by table
    for (const auto& fan : model::narrow_fans(subject.model)) {
        const auto table_name = table_with(subject.tables, fan.id);
        if (!table_name) continue;
        const std::string& table = *table_name;
        const auto& columns = subject.tables.document().tables.at(table).columns;
        if (std::find(columns.begin(), columns.end(), "annual_sd") == columns.end()) {
            without_column[table].push_back(fan.id);
            continue;
        }
        const auto& kind = model::info(fan.kind);
        found.push_back(
            {"narrow-fan",
             table + "/" + fan.id,
             fan.at,
             fan.sd == 0.0
                 ? say("{} 没有任何波动", "{} does not vary at all", quote(fan.id))
                 : say("{0} 一年增速的标准差只有 {1:.1f}%",
                       "a year's growth of {0} has a standard deviation of {1:.1f} % only",
                       quote(fan.id), 100.0 * fan.sd),
             say("历史上{0}是 {2:.1f}%", "history says {2:.1f} % of {1}", kind.name.zh,
                 kind.name.en, 100.0 * fan.usual),
             {"annual_sd 留空即取这一类的历史；确有把握（如合同已定）请在 acknowledgements.csv "
              "说明。",
              "Leave annual_sd blank for the history of its kind; what is known for sure, a "
              "contract, can be acknowledged."}});
    }
    for (const auto& [table, ids] : without_column) {
        found.push_back(
            {"narrow-fan",
             table + "/annual_sd",
             subject.tables.naming().at_table(table),
             say("表中没有 annual_sd 一列，{} 行因此没有波动或波动很小",
                 "without a column annual_sd {} of its rows vary little or not at all", ids.size()),
             {"是 " + scenario::listed(quoted(ids)), "they are " + scenario::listed(quoted(ids))},
             {"请加上 annual_sd 一列，各行留空即取这一类的历史，0 为不波动。",
              "Add the column annual_sd and leave its cells blank for the history of each kind; 0 "
              "is none."}});
    }
    return found;
}

}  // namespace coffer::audit
