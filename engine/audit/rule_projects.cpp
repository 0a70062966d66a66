// Projects against themselves: progress and spending, money and time, cost and what it brings.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

double share_spent(const Tables& tables, const Line& project) {
    const double total = tables.yuan(project, "total_investment");
    return total > 0.0 ? tables.yuan(project, "spent_to_date") / total : 0.0;
}

/// The share of a project's cost that its first stage left takes, by project.
std::map<std::string, double> cost_of_first_stage(const Tables& tables) {
    static const std::array<std::string, 5> order = {"reserve", "approval", "land", "construction",
                                                     "commissioning"};
    std::map<std::string, std::pair<std::size_t, double>> first;
    for (const Line& stage : tables.lines("stages")) {
        const std::string& kind = stage.text("stage");
        const auto place =
            static_cast<std::size_t>(std::find(order.begin(), order.end(), kind) - order.begin());
        const double share =
            ratio_in(stage.text("cost_share")).value_or(kind == "construction" ? 1.0 : 0.0);
        const auto [entry, is_new] = first.emplace(stage.text("project"), std::pair(place, share));
        if (!is_new && place < entry->second.first) entry->second = {place, share};
    }
    std::map<std::string, double> shares;
    for (const auto& [project, stage] : first) shares[project] = stage.second;
    return shares;
}

}  // namespace

Warnings progress_against_spending(const Tables& tables) {
    constexpr double worth_a_word = 0.03;  // of total investment
    constexpr double much_spent = 0.08;
    const std::map<std::string, double> first_stage = cost_of_first_stage(tables);
    constexpr double hardly = 0.12;  // of what work is worth, or of what was spent
    constexpr double begun_in_earnest = 0.08;
    Warnings found;
    for (const Line& project : tables.lines("projects")) {
        if (tables.yuan(project, "total_investment") <= 0.0) continue;
        const std::string& written = project.text("spent_to_date");
        if (!written.empty() && !tables.yuan_in(written)) continue;
        const std::string& id = project.text("id");
        const double progress = ratio_in(project.text("progress")).value_or(0.0);
        const double spent = share_spent(tables, project);
        const auto stage = first_stage.find(id);
        const double earned = stage == first_stage.end() ? 0.0 : progress * stage->second;
        if (earned >= worth_a_word && spent < hardly * earned) {
            found.push_back(
                {"progress-without-spending",
                 project.place(),
                 project.at(spent == 0.0 ? "progress" : "spent_to_date"),
                 say("{} 的首个阶段完成 {}，已花总投资的 {}",
                     "{} has done {} of its first stage and spent {} of its total", quote(id),
                     percent_text(progress), percent_text(spent)),
                 {"这些进度约值总投资的 " + percent_text(earned) + "；漏写会让剩余投资偏大",
                  "that much work is worth " + percent_text(earned) +
                      " of it; what is left is overstated"},
                 {"请核对 spent_to_date 及其单位，或 progress。",
                  "Check spent_to_date and its unit, or progress."}});
        } else if (spent >= begun_in_earnest && progress > 0.0 && earned < 0.2 * spent) {
            found.push_back({"spending-without-progress",
                             project.place(),
                             project.at("progress"),
                             say("{} 已花总投资的 {}，首个阶段只完成 {}",
                                 "{} has spent {} of its total and done {} of its first stage",
                                 quote(id), percent_text(spent), percent_text(progress)),
                             {"这些进度约值总投资的 " + percent_text(earned),
                              "that much work is worth " + percent_text(earned) + " of it"},
                             {"请核对 progress 的百分号和小数点，或 spent_to_date 的单位。",
                              "Check the % sign and decimal point of progress, or the unit of "
                              "spent_to_date."}});
        } else if (spent >= much_spent && progress == 0.0) {
            found.push_back(
                {"spending-without-progress",
                 project.place(),
                 project.at("spent_to_date"),
                 say("{} 已花总投资的 {}，首个阶段却没有进度",
                     "{} has spent {} of its total, and no progress is given", quote(id),
                     percent_text(spent)),
                 {"没有进度的项目按未开工计算", "without progress a project counts as not begun"},
                 {"请填 progress，或核对 spent_to_date 的单位。",
                  "Give progress, or check the unit of spent_to_date."}});
        }
    }
    return found;
}

Warnings work_too_short(const Tables& tables) {
    constexpr double shortest = 3.0;     // months
    constexpr double large = 5e7;        // yuan still to be spent
    constexpr double nearly_done = 0.5;  // of the stage
    std::map<std::string, const Line*> projects;
    const std::vector<Line> rows = tables.lines("projects");
    for (const Line& project : rows) projects[project.text("id")] = &project;
    Warnings found;
    for (const Line& stage : tables.lines("stages")) {
        if (stage.text("stage") != "construction") continue;
        const auto project = projects.find(stage.text("project"));
        if (project == projects.end()) continue;
        const auto extent = tables.extent_in(stage.text("duration"), false);
        const std::string& duration = stage.text("duration");
        // A reference class has a point in its name and its planned months in brackets.
        const std::size_t open = duration.find('(');
        double months = extent ? extent->median : 0.0;
        if (!extent && open != std::string::npos) {
            months = number_in(duration.substr(open + 1, duration.size() - open - 2)).value_or(0.0);
        }
        const double left = tables.yuan(*project->second, "total_investment") -
                            tables.yuan(*project->second, "spent_to_date");
        const double progress = ratio_in(project->second->text("progress")).value_or(0.0);
        if (months <= 0.0 || months >= shortest || left < large || progress > nearly_done) continue;
        const Text amount = tables.money(left);
        found.push_back({"work-too-short",
                         stage.place(),
                         stage.at("duration"),
                         say("{} 的施工期是 {} 个月", "{} is to be built within {} months",
                             quote(stage.text("project")), months),
                         {"还有 " + amount.zh + " 的投资要在此期间完成",
                          amount.en + " are still to be spent in that time"},
                         {"单位是月：2 年请写 24。", "The unit is months: write 24 for 2 years."}});
    }
    return found;
}

Warnings income_against_investment(const Tables& tables) {
    constexpr double most_output = 4.5;  // a year's, over total investment
    constexpr double most_income = 0.6;  // a year's operating revenue, tax or cost, over it
    Warnings found;
    std::map<std::string, double> totals;
    for (const Line& project : tables.lines("projects")) {
        const double total = tables.yuan(project, "total_investment");
        totals[project.text("id")] = total;
        const double output = tables.yuan(project, "new_output");
        constexpr double least_output = 0.01;
        if (total > 0.0 && output > 0.0 && output < least_output * total) {
            found.push_back(
                {"output-against-cost",
                 project.place(),
                 project.at("new_output"),
                 say("{} 的年产值是总投资的 {}", "{}: a year's output is {} of the investment",
                     quote(project.text("id")), percent_text(output / total)),
                 {"工业项目一年的产值多在投资的两成以上",
                  "a year's output of industry is mostly more than a fifth of what it costs"},
                 {"请核对 new_output 的单位。", "Check the unit of new_output."}});
        }
        if (total <= 0.0 || output <= most_output * total) continue;
        found.push_back(
            {"output-against-cost",
             project.place(),
             project.at("new_output"),
             say("{} 的年产值是总投资的 {} 倍", "{}: a year's output is {} times the investment",
                 quote(project.text("id")), number_text(output / total)),
             {"工业项目一般不超过三四倍", "industry seldom exceeds three or four times"},
             {"请核对 new_output 与 total_investment 的单位；new_output 是一年的产值。",
              "Check the units of new_output (a year's) and total_investment."}});
    }
    for (const Line& income : tables.lines("project_income")) {
        const auto total = totals.find(income.text("project"));
        const double amount = tables.yuan(income, "amount");
        if (total == totals.end() || total->second <= 0.0 ||
            amount <= most_income * total->second) {
            continue;
        }
        found.push_back({"income-against-cost",
                         income.place(),
                         income.at("amount"),
                         say("{} 一年的金额是项目总投资的 {}",
                             "{}: a year's amount is {} of the project's investment",
                             quote(income.text("id")), percent_text(amount / total->second)),
                         {"公益性项目一年的收入或运行费很少超过投资的两成",
                          "a year's income or running cost of public works seldom exceeds a fifth"},
                         {"amount 是建成后一年的数；请核对单位，不要写全周期合计。",
                          "amount is a year's: check its unit, and write no total of all years."}});
    }
    return found;
}

}  // namespace coffer::audit
