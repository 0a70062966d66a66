#include <cmath>
#include <map>
#include <set>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "projects/s_curve.hpp"

namespace coffer::model {
const Choices<StageKind>& stage_choices() {
    static const Choices<StageKind> choices = {{"reserve", StageKind::reserve},
                                               {"approval", StageKind::approval},
                                               {"land", StageKind::land},
                                               {"construction", StageKind::construction},
                                               {"commissioning", StageKind::commissioning}};
    return choices;
}

namespace {

using scenario::quote;
using scenario::say;

struct StageRow {
    Stage stage;
    Position at;
    Position not_before_at;
    Position timing_at;
};

void check_dates(Building& building, FieldReader& row, const Stage& stage) {
    if (stage.deadline && *stage.deadline < 0) {
        row.error("deadline", {"期限早于计划开始", "the deadline lies before the plan"},
                  say("计划从 {} 开始，期限不可能满足", "the plan starts in {}; it cannot be met",
                      to_string(building.frame.start())),
                  {"请改正月份。", "Correct the month."});
    } else if (stage.deadline && stage.not_before && *stage.deadline < *stage.not_before) {
        row.error("deadline", {"期限早于最早开工月", "the deadline lies before not_before"},
                  {"期限不可能满足", "it cannot be met"},
                  {"请改正其中一个月份。", "Correct one of them."});
    }
    if (stage.deadline && *stage.deadline >= building.model.months()) {
        row.warning("deadline", {"期限晚于计划结束", "the deadline lies after the plan"},
                    {"不评估能否按期完成", "whether it is met is not assessed"},
                    {"请核对月份；计划更长时才起作用。",
                     "Check the month; it counts only in a longer plan."});
    }
    if (stage.not_before && *stage.not_before < 0) {
        row.warning("not_before", {"最早开工月早于计划开始", "not_before lies before the plan"},
                    {"它不起作用", "it has no effect"}, {"可以留空。", "It may be left blank."});
    } else if (stage.not_before && *stage.not_before >= building.model.months()) {
        row.warning("not_before", {"最早开工月晚于计划结束", "not_before lies after the plan"},
                    {"这个阶段在计划内不会开始", "the stage will not start within the plan"},
                    {"请核对月份。", "Check the month."});
    }
}

/// Stages whose beginning is said in two ways, or cannot be said any more.
void refuse_second_date(FieldReader& row, const std::string& field, const std::string& other) {
    row.error(field, say("{} 与 {} 不能同时填写", "{} and {} exclude each other", field, other),
              {"它们各自决定这个阶段什么时候开始", "each of them says when the stage begins"},
              {"请只留一个。", "Keep one of them."});
}

/// Reads `must_start`, `must_finish` and `timing`, of which a stage has at most one.
void read_timing(Building& building, FieldReader& row, Stage& stage) {
    using Timing = Stage::Timing;
    static const Choices<bool> timings = {{"early", false}, {"late", true}};
    const auto must_start = row.month("must_start");
    const auto must_finish = row.month("must_finish");
    const bool late = row.choice("timing", timings, false);
    if (must_start && must_finish) refuse_second_date(row, "must_finish", "must_start");
    if (late && (must_start || must_finish)) {
        refuse_second_date(row, "timing", must_start ? "must_start" : "must_finish");
    }
    if (late) stage.timing = Timing::late;
    if (!must_start && !must_finish) return;
    const std::string field = must_start ? "must_start" : "must_finish";
    stage.timing = must_start ? Timing::must_start : Timing::must_finish;
    stage.dated = must_start ? *must_start : *must_finish;
    if (stage.not_before && *stage.not_before > stage.dated) {
        row.warning("not_before", say("not_before 晚于 {}", "not_before lies after {}", field),
                    {"不可能满足", "it cannot be met"},
                    {"请改正其中一个月份。", "Correct one of them."});
    }
    if (must_finish && stage.deadline) {
        row.error("deadline", {"deadline 与 must_finish 重复", "deadline repeats must_finish"},
                  {"must_finish 本身就是期限", "must_finish is a deadline, too"},
                  {"请删去其中一个。", "Delete one of them."});
    }
    if (stage.dated < 0) {
        row.error(field, say("{} 早于计划开始", "{} lies before the plan", field),
                  say("计划从 {} 开始，不可能满足", "the plan starts in {}; it cannot be met",
                      to_string(building.frame.start())),
                  {"请改正月份。", "Correct the month."});
    } else if (stage.dated >= building.model.months()) {
        row.warning(field, say("{} 晚于计划结束", "{} lies after the plan", field),
                    {"不评估能否满足", "whether it is met is not assessed"},
                    {"请核对月份。", "Check the month."});
    } else if (must_start && stage.deadline && *stage.deadline < stage.dated) {
        row.error("deadline", {"期限早于 must_start", "the deadline lies before must_start"},
                  {"期限不可能满足", "it cannot be met"},
                  {"请改正其中一个月份。", "Correct one of them."});
    }
}

struct StageRows {
    std::map<std::string, std::vector<StageRow>> by_project;
    /// Projects that an unknown name was probably meant for, which lack that row. When nobody can
    /// say which, no project has all of its rows.
    std::set<std::string> lack_rows;
    bool complete = true;

    [[nodiscard]] bool complete_for(const std::string& project) const {
        return complete && !lack_rows.contains(project);
    }
};

StageRows read_stages(Building& building) {
    StageRows rows;
    auto& by_project = rows.by_project;
    rows.complete = !building.is_unread("stages");
    building.each_row("stages", [&](FieldReader& row) {
        StageRow read;
        const auto project = building.refer(row, "project", building.projects);
        read.stage.kind = row.choice("stage", stage_choices(), StageKind::construction);
        const bool kind_ok = row.ok();
        read.stage.duration = row.distribution("duration", {}, most_months);
        read.stage.cost_share = row.share("cost_share");
        read.stage.not_before = row.month("not_before");
        read.stage.deadline = row.month("deadline");
        static const Choices<bool> conditions = {{"all", false}, {"any", true}};
        read.stage.any_link = row.choice("condition", conditions, false);
        read.at = row.at();
        read.not_before_at = row.at("not_before");
        if (row.ok() && read.stage.cost_share > 0.0 &&
            read.stage.duration.shape == Distribution::Shape::fixed &&
            !(read.stage.duration.a > 0.0)) {
            row.error("duration", {"有造价的阶段工期为 0", "a stage with cost takes no time"},
                      {"钱无法在 0 个月里花出去", "money cannot be spent in no time"},
                      {"请给出工期，或把 cost_share 移到别的阶段。",
                       "Give it a duration or move its cost_share."});
        }
        check_dates(building, row, read.stage);
        read_timing(building, row, read.stage);
        read.timing_at = row.at(row.given("must_start") ? "must_start" : "timing");
        const std::string& id = row.raw("project");
        if (!project) {
            const std::string meant = nearest(id, building.projects.ids());
            if (meant.empty()) rows.complete = false;
            rows.lack_rows.insert(meant);
            return;
        }
        if (!row.ok()) building.project_notes[id].ok = false;
        if (!kind_ok) building.project_notes[id].stages_known = false;
        for (const StageRow& other : by_project[id]) {
            if (!kind_ok || other.stage.kind != read.stage.kind) continue;
            row.error("stage",
                      say("项目 {} 的这个阶段重复", "project {} has this stage twice", quote(id)),
                      say("已在 {}", "it stands at {}", where(other.at)),
                      {"每个阶段至多一行。", "Write each stage at most once."});
            building.project_notes[id].ok = false;
            building.project_notes[id].stages_known = false;
            return;
        }
        if (read.stage.timing == Stage::Timing::late && kind_ok) {
            building.project_notes[id].late_at[read.stage.kind] = row.at("timing");
        }
        if (read.stage.any_link && kind_ok) {
            building.project_notes[id].any_link_at[read.stage.kind] = row.at("condition");
        }
        if (kind_ok) by_project[id].push_back(std::move(read));
    });
    return rows;
}

void check_stages(Building& building, const Project& project, const std::vector<StageRow>& rows) {
    const ProjectNotes& notes = building.project_notes[project.id];
    double sum = 0.0;
    bool shared = false;
    for (const StageRow& row : rows) {
        sum += row.stage.cost_share;
        shared = shared || row.stage.cost_share > 0.0;
    }
    const bool has_cost = project.total_investment > Money{};
    if ((has_cost || shared) && std::abs(sum - 1.0) > share_tolerance) {
        building.report.error(
            rows.front().at,
            say("项目 {} 的 cost_share 之和不是 100%",
                "the cost shares of project {} do not sum to 100 %", quote(project.id)),
            say("现在是 {:.4f}%", "they sum to {:.4f} %", sum * 100.0),
            {"请调整该项目各阶段的 cost_share。", "Adjust the cost_share of its stages."});
        return;
    }
    const Stage& first = rows.front().stage;
    if (project.progress > 0.0 && first.not_before) {
        building.report.warning(
            rows.front().not_before_at,
            {"在建项目的首个阶段不看最早开工月", "not_before has no effect on a stage under way"},
            {"它已经开工", "it has already started"}, {"可以留空。", "It may be left blank."});
    }
    if (project.progress > 0.0 &&
        (first.timing == Stage::Timing::must_start || first.timing == Stage::Timing::late)) {
        building.report.error(
            rows.front().timing_at,
            {"已经开工的阶段不能再定开工时间",
             "a stage under way has begun: its start cannot be dated"},
            say("项目 {} 的 progress 大于 0", "project {} has a progress above 0",
                quote(project.id)),
            {"请删去 must_start 或 timing；must_finish 和 deadline 仍可用。",
             "Delete must_start or timing; must_finish and deadline may be given."});
    }
    if (!has_cost || project.spent_to_date || !project.first_year_investment) return;
    // Spent so far follows from the S-curve (docs/model.md section 4).
    const double spent =
        first.cost_share * s_curve(project.s_curve_a, project.s_curve_b, project.progress);
    const double first_year =
        project.first_year_investment->yuan() / project.total_investment.yuan();
    if (first_year > 1.0 - spent + 1e-9) {
        building.report.error(
            notes.first_year_at,
            {"首年投资超过尚未完成的投资", "first_year_investment exceeds what is left to spend"},
            say("按 S 曲线已完成 {:.2f}%", "by the S-curve {:.2f} % is spent already",
                spent * 100.0),
            {"请填 spent_to_date，或核对 progress。", "Give spent_to_date, or check progress."});
    }
}

}  // namespace

void build_stages(Building& building) {
    StageRows read = read_stages(building);
    for (Project& project : building.model.projects) {
        std::vector<StageRow>& rows = read.by_project[project.id];
        const bool all_known = read.complete_for(project.id);
        const ProjectNotes& notes = building.project_notes[project.id];
        if (rows.empty()) {
            if (!notes.ok || !all_known) continue;
            building.report.error(
                notes.at, say("项目 {} 没有阶段", "project {} has no stages", quote(project.id)),
                building.document.tables.contains("stages")
                    ? Text{"stages.csv 中没有它的行", "stages.csv has no row for it"}
                    : Text{"没有 stages.csv", "there is no stages.csv"},
                {"请至少写一个阶段；已完工的项目请删去。",
                 "Write at least one stage; delete a project that is complete."});
            continue;
        }
        std::sort(rows.begin(), rows.end(),
                  [](const StageRow& a, const StageRow& b) { return a.stage.kind < b.stage.kind; });
        if (notes.ok && all_known) check_stages(building, project, rows);
        double sum = 0.0;
        for (const StageRow& row : rows) sum += row.stage.cost_share;
        const bool scale = sum > 0.0 && std::abs(sum - 1.0) > 1e-12;
        for (const StageRow& row : rows) {
            project.stages.push_back(row.stage);
            if (scale) project.stages.back().cost_share /= sum;
        }
    }
}

}  // namespace coffer::model
