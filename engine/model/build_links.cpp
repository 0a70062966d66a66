#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "cycles.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// Position of a stage kind among a project's stages.
std::optional<std::size_t> place_of(const Project& project, StageKind kind) {
    for (std::size_t i = 0; i < project.stages.size(); ++i) {
        if (project.stages[i].kind == kind) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> refer_project(Building& building, FieldReader& row,
                                         const std::string& field) {
    if (building.pipelines.entries.contains(row.raw(field))) {
        row.error(field, say("{} 是项目池", "{} is a pipeline", quote(row.raw(field))),
                  {"项目池没有阶段，不能有先后关系", "a pipeline has no stages to link"},
                  {"请改为项目。", "Name a project."});
        return std::nullopt;
    }
    const auto index = building.refer(row, field, building.projects);
    if (building.is_unread("stages")) return std::nullopt;
    // A project with broken rows has no stages to look at.
    if (!index || !building.project_notes[row.raw(field)].ok) return std::nullopt;
    if (building.model.projects[*index].stages.empty()) return std::nullopt;
    return index;
}

const std::string& name_of(StageKind kind) {
    return stage_choices()[static_cast<std::size_t>(kind)].first;
}

void read_link(Building& building, FieldReader& row, std::vector<Link>& links,
               std::map<std::array<std::size_t, 4>, Position>& places) {
    const auto from = refer_project(building, row, "from_project");
    const auto to = refer_project(building, row, "to_project");
    const StageKind from_kind = row.choice("from_stage", stage_choices(), StageKind::reserve);
    const StageKind to_kind = row.choice("to_stage", stage_choices(), StageKind::reserve);
    Link link;
    link.lag_months = row.number("lag_months", 0.0, {0.0, most_months});
    if (!row.ok() || !from || !to) return;
    const Project& earlier = building.model.projects[*from];
    const Project& later = building.model.projects[*to];
    link.from_project = {*from};
    link.to_project = {*to};
    if (row.given("to_stage")) {
        const auto place = place_of(later, to_kind);
        if (!place) {
            row.error("to_stage",
                      say("项目 {} 没有列出阶段 {}", "project {} lists no stage {}",
                          quote(later.id), row.raw("to_stage")),
                      {"没有要等待的阶段", "there is nothing that could wait"},
                      {"请在 stages.csv 列出它，或删去这一行。",
                       "List it in stages.csv or delete the row."});
            return;
        }
        link.to_stage = *place;
    }
    link.from_stage = earlier.stages.size() - 1;
    if (row.given("from_stage")) {
        const auto place = place_of(earlier, from_kind);
        if (!place) {
            // Not listed any more: finished before the plan, the link holds from the start.
            if (from_kind > earlier.stages.front().kind) {
                row.warning(
                    "from_stage",
                    say("项目 {} 还有更早的阶段 {} 没有完成", "project {} has still to do {}",
                        quote(earlier.id), name_of(earlier.stages.front().kind)),
                    {"没有列出的阶段一律当作已完成",
                     "a stage that is not listed counts as finished before the plan"},
                    {"如未完成，请在 stages.csv 列出它。", "List it in stages.csv if it is not."});
            }
            return;
        }
        link.from_stage = *place;
    }
    if (link.to_stage == 0 && later.progress > 0.0) {
        row.error(row.given("to_stage") ? "to_stage" : "to_project",
                  say("项目 {} 的首个阶段已在进行", "the first stage of project {} is under way",
                      quote(later.id)),
                  {"已经开始的工作不能再等待", "work that has started cannot wait"},
                  {"请删去这一行，或指明更后的阶段。", "Delete the row or name a later stage."});
        return;
    }
    const auto [place, is_new] =
        places.emplace(std::array{*from, link.from_stage, *to, link.to_stage}, row.at());
    if (!is_new) {
        row.error("from_project", {"这个先后关系重复", "this link stands twice"},
                  say("已在 {}:{}", "it stands at {}:{}", place->second.file, place->second.line),
                  {"请删去一行。", "Delete one."});
        return;
    }
    links.push_back(link);
}

void report_cycle(Building& building, const std::vector<StageNode>& cycle,
                  const std::map<std::array<std::size_t, 4>, Position>& places) {
    std::string path;
    Position at;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
        const StageNode& node = cycle[i];
        const Project& project = building.model.projects[node.project];
        if (i > 0) path += " → ";
        path += project.id + "/" + name_of(project.stages[node.stage].kind);
        if (i == 0) continue;
        const auto place =
            places.find({cycle[i - 1].project, cycle[i - 1].stage, node.project, node.stage});
        if (place != places.end() && at.file.empty()) at = place->second;
    }
    building.report.error(at, {"先后关系成环", "the links form a cycle"}, say("{}", "{}", path),
                          {"请去掉环上的一个先后关系。", "Remove one of the links on it."});
}

}  // namespace

void build_links(Building& building) {
    std::vector<Link>& links = building.model.links;
    std::map<std::array<std::size_t, 4>, Position> places;
    building.each_row("links", [&](FieldReader& row) { read_link(building, row, links, places); });
    std::sort(links.begin(), links.end(), [](const Link& a, const Link& b) {
        return std::tie(a.to_project, a.to_stage, a.from_project, a.from_stage) <
               std::tie(b.to_project, b.to_stage, b.from_project, b.from_stage);
    });
    for (const auto& cycle : find_cycles(building.model)) report_cycle(building, cycle, places);
}

}  // namespace coffer::model
