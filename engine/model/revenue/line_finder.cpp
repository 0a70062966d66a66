#include "revenue/line_finder.hpp"

#include <algorithm>

#include "coffer/scenario/wording.hpp"

namespace coffer::model {

using scenario::quote;
using scenario::say;

namespace {

/// The ids of a field, each with its place; reports one that stands there twice.
std::vector<std::pair<std::string, Position>> ids_of(FieldReader& row, const std::string& field) {
    std::vector<std::pair<std::string, Position>> ids;
    for (const SeriesItem& item : split_series(row.text(field))) {
        if (item.text.empty()) continue;
        Position at = row.at(field);
        at.column += item.offset;
        const auto same = [&item](const auto& each) { return each.first == item.text; };
        if (std::any_of(ids.begin(), ids.end(), same)) {
            row.error_at(at, say("{} 写了两次", "{} stands there twice", quote(item.text)),
                         {"同一笔只能算一次", "it counts once"}, {"请删去一个。", "Delete one."});
            continue;
        }
        ids.emplace_back(item.text, at);
    }
    return ids;
}

}  // namespace

void LineFinder::find(const std::string& field, const std::vector<Space>& spaces) {
    for (const auto& named : ids_of(row_, field)) {
        const auto& id = named.first;
        const auto& at = named.second;
        const auto known = [&id](const Space& space) { return space.names->entries.contains(id); };
        const auto space = std::find_if(spaces.begin(), spaces.end(), known);
        if (space == spaces.end()) {
            report_unknown(id, at, spaces);
        } else if (used_ != nullptr && !used_->insert(id).second) {
            row_.error_at(
                at, say("{} 已属于另一个项目", "{} belongs to another project already", quote(id)),
                {"一笔收入、成本或债券只能属于一个项目",
                 "an income, a cost or a bond belongs to one project"},
                {"请从一行中删去。", "Delete it from one of the rows."});
        } else {
            space->into->push_back(space->names->entries.at(id).index);
        }
    }
}

void LineFinder::report_unknown(const std::string& id, const Position& at,
                                const std::vector<Space>& spaces) {
    std::vector<std::string> candidates, tables;
    for (const Space& space : spaces) {
        const auto table = space.names->table.substr(0, space.names->table.find('.'));
        if (building_.is_unread(table) || space.names->refused.contains(id)) return row_.fail();
        for (auto& each : space.names->ids()) candidates.push_back(std::move(each));
        tables.push_back(space.names->table);
    }
    row_.error_at(at, say("没有名为 {} 的行", "there is nothing named {}", quote(id)),
                  say("{} 中没有它", "it is not in {}", scenario::listed(tables)),
                  scenario::did_you_mean(id, candidates, {"请改正这个标识。", "Correct the id."}));
}

}  // namespace coffer::model
