// What a project is to spend and when it is to be ready, against its own stages.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

/// A stage by the planned months of its project, counted from the start of the plan.
struct PlannedStage {
    Line line;
    double begin = 0.0;
    double end = 0.0;
    double cost = 0.0;  ///< share of the project's cost that is still to be done in it
};

using PlannedStages = std::map<std::string, std::vector<PlannedStage>>;

/// One after the other, as the table says; links to other projects only make it later.
PlannedStages planned_stages(const Tables& tables) {
    static const std::array<std::string, 5> order = {"reserve", "approval", "land", "construction",
                                                     "commissioning"};
    const auto rank = [](const Line& line) {
        return std::find(order.begin(), order.end(), line.text("stage")) - order.begin();
    };
    PlannedStages all;
    for (const Line& line : tables.lines("stages")) {
        all[line.text("project")].push_back({line, 0.0, 0.0, 0.0});
    }
    for (auto& [id, stages] : all) {
        std::stable_sort(stages.begin(), stages.end(),
                         [&rank](const PlannedStage& a, const PlannedStage& b) {
                             return rank(a.line) < rank(b.line);
                         });
        const auto project = tables.find("projects", id);
        double done = project ? ratio_in(project->text("progress")).value_or(0.0) : 0.0;
        double now = 0.0;
        for (PlannedStage& stage : stages) {
            const double left = std::clamp(1.0 - done, 0.0, 1.0);
            const auto earliest = months_ahead(tables, stage.line.text("not_before"));
            stage.begin = earliest ? std::max(now, static_cast<double>(*earliest)) : now;
            stage.end = stage.begin + left * planned_months(tables, stage.line.text("duration"));
            const std::string& share = stage.line.text("cost_share");
            stage.cost = left * ratio_in(share).value_or(0.0);
            now = stage.end;
            done = 0.0;
        }
    }
    return all;
}

/// Of the cost that is left, the part that falls into the first year.
double part_of_first_year(const std::vector<PlannedStage>& stages) {
    double left = 0.0;
    double year = 0.0;
    for (const PlannedStage& stage : stages) {
        left += stage.cost;
        const double months = stage.end - stage.begin;
        const double within = std::clamp(12.0 - stage.begin, 0.0, std::max(months, 0.0));
        year += months > 0.0 ? stage.cost * within / months : stage.begin < 12.0 ? stage.cost : 0.0;
    }
    return left > 0.0 ? year / left : -1.0;
}

void tell_deadline(const Tables& tables, const PlannedStage& stage, const char* column,
                   Warnings& found) {
    const auto deadline = months_ahead(tables, stage.line.text(column));
    if (!deadline || *deadline < 0) return;  // before the plan: told by its range
    const double work = stage.end;
    const double early = stage.end - (*deadline + 1);
    if (early <= std::max(6.0, 0.35 * work)) return;
    found.push_back(
        {"impossible-deadline",
         stage.line.place(),
         stage.line.at(column),
         say("{} 要求 {} 完成，按所列工期要到计划开始后第 {:.0f} 个月",
             "{} is due in {}; its stages as listed take until month {:.0f} of the plan",
             quote(stage.line.text("project")), stage.line.text(column), stage.end),
         say("早了 {:.0f} 个月", "that is {:.0f} months too early", early),
         {"请核对年份，或工期。", "Check the year, or the durations."}});
}

}  // namespace

Warnings schedules_of_projects(const Tables& tables) {
    constexpr double too_little = 0.12;  // of what the stages leave for the first year
    constexpr double too_much = 3.0;
    constexpr double worth_a_word = 0.05;  // of the total
    const PlannedStages planned = planned_stages(tables);
    Warnings found;
    for (const auto& [id, stages] : planned) {
        for (const PlannedStage& stage : stages) {
            tell_deadline(tables, stage, "deadline", found);
            tell_deadline(tables, stage, "must_finish", found);
        }
    }
    // Where no project has a figure, the column is left to the stages.
    const std::vector<Line> projects = tables.lines("projects");
    const bool has_figures = std::any_of(projects.begin(), projects.end(), [](const Line& each) {
        return !each.text("first_year_investment").empty();
    });
    for (const Line& project : projects) {
        const auto stages = planned.find(project.text("id"));
        const double total = tables.yuan(project, "total_investment");
        const double year = tables.yuan(project, "first_year_investment");
        // Without a figure a project that is not begun waits; one that is under way does not.
        const bool under_way = ratio_in(project.text("progress")).value_or(0.0) > 0.0 ||
                               tables.yuan(project, "spent_to_date") > 0.0;
        const bool given = project.text("first_year_investment") == "0" || under_way;
        if (stages == planned.end() || total <= 0.0 || (year <= 0.0 && !given)) continue;
        const double part = part_of_first_year(stages->second);
        const double left = total - tables.yuan(project, "spent_to_date");
        if (part < 0.0 || left <= 0.0) continue;
        const double expected = part * left;
        if (year <= 0.0 && project.text("first_year_investment").empty() && !has_figures) continue;
        const bool little = expected > worth_a_word * total && year < too_little * expected;
        const bool much = year > too_much * expected && year - expected > 0.4 * total;
        if (!little && !much) continue;
        const Text written = tables.money(year);
        const Text usual = tables.money(expected);
        found.push_back({"first-year-investment",
                         project.place(),
                         project.at("first_year_investment"),
                         {fmt::format("{} 首年计划投资 {}，按所列工期约 {}",
                                      quote(project.text("id")), written.zh, usual.zh),
                          fmt::format("{} plans {} for the first year; its stages leave about {} "
                                      "for it",
                                      quote(project.text("id")), written.en, usual.en)},
                         much ? Text{"像是把总投资写成了首年投资",
                                     "the total seems to stand where the first year should"}
                              : Text{"首年几乎没有投资", "hardly anything is spent in it"},
                         {"请核对 first_year_investment 的单位，或工期。",
                          "Check the unit of first_year_investment, or the durations."}});
    }
    return found;
}

Warnings receipts_against_projects(const Tables& tables) {
    Warnings found;
    for (const Line& receipt : tables.lines("receipts")) {
        const auto project = tables.find("projects", receipt.text("project"));
        const auto extent = tables.extent_in(receipt.text("amount"), true);
        if (!project || !extent) continue;
        const double total = tables.yuan(*project, "total_investment");
        if (total <= 0.0 || extent->median <= total) continue;
        const Text amount = tables.money(extent->median);
        const Text cost = tables.money(total);
        found.push_back({"receipt-beyond-project",
                         receipt.place(),
                         receipt.at("amount"),
                         {fmt::format("{} 是 {}，它的项目总投资 {}", quote(receipt.text("id")),
                                      amount.zh, cost.zh),
                          fmt::format("{} is {}; its project costs {} in all",
                                      quote(receipt.text("id")), amount.en, cost.en)},
                         {"补助不会超过项目本身", "a grant does not exceed its project"},
                         {"请核对单位和小数点。", "Check its unit and decimal point."}});
    }
    return found;
}

}  // namespace coffer::audit
