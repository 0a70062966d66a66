#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "projects/cycles.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// What tells two links apart: from project and stage, to project and stage, kind.
using LinkKey = std::array<std::size_t, 5>;
using Gate = std::tuple<std::size_t, std::size_t, bool>;  // project, stage, at its end

struct Links {
    std::vector<Link> links;
    std::map<LinkKey, Position> places;
    std::set<Gate> held;   ///< gates with a link that holds from the start of the plan
    bool complete = true;  ///< no row was broken
};

LinkKey key_of(const Link& link) {
    return {link.from_project.value, link.from_stage, link.to_project.value, link.to_stage,
            static_cast<std::size_t>(link.kind)};
}

Gate gate_of(const Link& link) { return {link.to_project.value, link.to_stage, link.to_finish()}; }

const Choices<Link::Kind>& link_choices() {
    static const Choices<Link::Kind> choices = {{"finish_start", Link::Kind::finish_start},
                                                {"start_start", Link::Kind::start_start},
                                                {"finish_finish", Link::Kind::finish_finish},
                                                {"start_finish", Link::Kind::start_finish}};
    return choices;
}

/// Position of a stage kind among a project's stages.
std::optional<std::size_t> place_of(const Project& project, StageKind kind) {
    for (std::size_t i = 0; i < project.stages.size(); ++i) {
        if (project.stages[i].kind == kind) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> refer_project(Building& building, FieldReader& row,
                                         const std::string& field) {
    if (building.pipelines.entries.contains(row.raw(field)) &&
        !building.projects.refused.contains(row.raw(field))) {
        row.error(field, say("{} 是项目池", "{} is a pipeline", quote(row.raw(field))),
                  {"项目池没有阶段，不能有先后关系", "a pipeline has no stages to link"},
                  {"请改为项目。", "Name a project."});
        return std::nullopt;
    }
    const auto index = building.refer(row, field, building.projects);
    if (building.is_unread("stages")) return std::nullopt;
    if (!index || !building.project_notes[row.raw(field)].stages_known) return std::nullopt;
    if (building.model.projects[*index].stages.empty()) return std::nullopt;
    return index;
}

const std::string& name_of(StageKind kind) {
    return stage_choices()[static_cast<std::size_t>(kind)].first;
}

void read_link(Building& building, FieldReader& row, Links& all) {
    const auto from = refer_project(building, row, "from_project");
    const auto to = refer_project(building, row, "to_project");
    const StageKind from_kind = row.choice("from_stage", stage_choices(), StageKind::reserve);
    const StageKind to_kind = row.choice("to_stage", stage_choices(), StageKind::reserve);
    Link link;
    link.kind = row.choice("kind", link_choices(), Link::Kind::finish_start);
    // A broken lag leaves the link what it is: it may be part of a cycle.
    const bool named = row.ok();
    static const Choices<Link::LagTime> lag_times = {{"elapsed", Link::LagTime::elapsed},
                                                     {"predecessor", Link::LagTime::predecessor},
                                                     {"successor", Link::LagTime::successor}};
    link.lag_time = row.choice("lag_time", lag_times, Link::LagTime::elapsed);
    link.lag_months = row.number("lag_months", 0.0, ranges::lag_months);
    if (!named || !from || !to) {
        all.complete = false;
        return;
    }
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
    if (!row.given("to_stage") && link.to_finish()) {
        link.to_stage = later.stages.size() - 1;
    }
    link.from_stage = link.from_start() ? 0 : earlier.stages.size() - 1;
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
            all.held.insert(gate_of(link));
            return;
        }
        link.from_stage = *place;
    }
    if (link.to_stage == 0 && later.progress > 0.0 && !link.to_finish()) {
        const bool waits = building.model.project_policy.out_of_sequence == OutOfSequence::retained;
        row.warning(row.given("to_stage") ? "to_stage" : "to_project",
                    say("项目 {} 的首个阶段已在进行", "the first stage of project {} is under way",
                        quote(later.id)),
                    waits ? Text{"它的前置还没有完成；余下的工作等前置完成后再做",
                                 "what it waits for is not there; the rest of its work waits"}
                          : Text{"projects.out_of_sequence 是 override，它接着干，这一行不起作用",
                                 "projects.out_of_sequence is override: it goes on, and the row "
                                 "has no effect"},
                    {"请核对进度和先后关系。", "Check the progress and the link."});
    }
    const auto [place, is_new] = all.places.emplace(key_of(link), row.at());
    if (!is_new) {
        row.error("from_project", {"这个先后关系重复", "this link stands twice"},
                  say("已在 {}", "it stands at {}", where(place->second)),
                  {"请删去一行。", "Delete one."});
        return;
    }
    if (link.from_start() && link.from_stage == 0 && earlier.progress > 0.0) {
        // Started before the plan: the link holds from the start.
        all.held.insert(gate_of(link));
        return;
    }
    all.links.push_back(link);
}

/// A gate that waits for any of its links waits for none when one holds from the start.
void settle_conditions(Building& building, Links& all) {
    std::map<Gate, std::size_t> counts;
    for (const Gate& gate : all.held) ++counts[gate];
    for (const Link& link : all.links) ++counts[gate_of(link)];
    for (std::size_t p = 0; p < building.model.projects.size(); ++p) {
        const Project& project = building.model.projects[p];
        for (std::size_t s = 0; s < project.stages.size(); ++s) {
            if (!project.stages[s].any_link) continue;
            const auto& notes = building.project_notes[project.id];
            const auto at = notes.any_link_at.find(project.stages[s].kind);
            if (std::max(counts[{p, s, false}], counts[{p, s, true}]) < 2 &&
                at != notes.any_link_at.end() && all.complete && !building.is_unread("links")) {
                building.report.warning(
                    at->second, {"条件 any 不起作用", "the condition any has no effect"},
                    {"这个阶段的开始和完成都没有两个以上的先后关系",
                     "neither the start nor the finish of the stage has two links to choose from"},
                    {"请留空，或在 links.csv 写出可选的先后关系。",
                     "Leave it blank, or write the alternatives into links.csv."});
            }
        }
    }
    std::erase_if(all.links, [&](const Link& link) {
        return building.model.projects[link.to_project.value].stages[link.to_stage].any_link &&
               all.held.contains(gate_of(link));
    });
}

/// A stage can be as late as something lets it: a later stage of its project, a deadline, a link.
void check_late_stages(Building& building, const Links& all) {
    std::set<std::pair<std::size_t, std::size_t>> followed;
    for (const Link& link : all.links) followed.emplace(link.from_project.value, link.from_stage);
    for (std::size_t p = 0; p < building.model.projects.size(); ++p) {
        const Project& project = building.model.projects[p];
        if (project.stages.empty()) continue;
        const Stage& last = project.stages.back();
        if (last.timing != Stage::Timing::late || last.deadline) continue;
        if (followed.contains({p, project.stages.size() - 1})) continue;
        const auto& places = building.project_notes[project.id].late_at;
        const auto at = places.find(last.kind);
        if (at == places.end() || !all.complete || building.is_unread("links")) continue;
        building.report.error(
            at->second,
            say("项目 {} 的最后阶段要“尽晚”，却没有说到什么时候为止",
                "the last stage of project {} is to be late, but nothing says how late",
                quote(project.id)),
            {"它没有期限，也没有别的阶段在等它", "it has no deadline, and no stage waits for it"},
            {"请给 deadline，或在 links.csv 写出等它的阶段，或删去 timing。",
             "Give it a deadline, write the stage that waits for it into links.csv, or delete "
             "timing."});
    }
}

void report_cycle(Building& building, const std::vector<StageNode>& cycle,
                  const std::map<LinkKey, Position>& places) {
    std::string path;
    Position at;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
        const StageNode& node = cycle[i];
        const Project& project = building.model.projects[node.project];
        const std::string name = project.id + "/" + name_of(project.stages[node.stage].kind);
        if (i == 0) {
            path = name;
            continue;
        }
        const StageNode& before = cycle[i - 1];
        const bool through_stage = before.project == node.project && before.stage == node.stage &&
                                   node.finish && !before.finish;
        if (through_stage) continue;
        path += " → " + name;
        const Link::Kind kind = kind_between(before, node);
        const auto place = places.find({before.project, before.stage, node.project, node.stage,
                                        static_cast<std::size_t>(kind)});
        if (place == places.end()) continue;
        if (kind != Link::Kind::finish_start) {
            path += " (" + link_choices()[static_cast<std::size_t>(kind)].first + ")";
        }
        if (at.file.empty()) at = place->second;
    }
    building.report.error(at, {"先后关系成环", "the links form a cycle"}, say("{}", "{}", path),
                          {"请去掉环上的一个先后关系。", "Remove one of the links on it."});
}

}  // namespace

void build_links(Building& building) {
    Links all;
    building.each_row("links", [&](FieldReader& row) {
        read_link(building, row, all);
        all.complete = all.complete && row.ok();
    });
    std::sort(all.links.begin(), all.links.end(), [](const Link& a, const Link& b) {
        return std::tie(a.to_project, a.to_stage, a.from_project, a.from_stage, a.kind) <
               std::tie(b.to_project, b.to_stage, b.from_project, b.from_stage, b.kind);
    });
    // Cycles are refused even where a condition `any` might find a way round them.
    building.model.links = all.links;
    for (const auto& cycle : find_cycles(building.model)) report_cycle(building, cycle, all.places);
    check_late_stages(building, all);
    settle_conditions(building, all);
    building.model.links = std::move(all.links);
}

}  // namespace coffer::model
