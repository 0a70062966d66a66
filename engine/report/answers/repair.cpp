#include <fmt/format.h>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/repair_answer.hpp"
#include "coffer/report/solve_answer.hpp"
#include "measures.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using analysis::Remedy;
using analysis::Solution;
using results::Quantity;

/// What the fresh seed says of the change.
Text verified_text(const Solution& solution, const analysis::Requirement& requirement) {
    if (!solution.verified) return {"未核验", "not verified"};
    const bool settled = requirement.is_settled_by(solution.verified->estimate);
    if (solution.verified->holds) {
        return settled ? Text{"可以，已核验", "yes, verified"}
                       : Text{"可以，核验值在误差之内", "yes, within the error"};
    }
    return settled ? Text{"核验未达到", "no, verification fails"}
                   : Text{"核验略有不足，在误差之内", "just short, within the error"};
}

Text why_not(const Remedy& remedy) {
    if (remedy.mistakes.empty()) return {"做不了", "cannot be made"};
    const Diagnostic& first = remedy.mistakes.front();
    return {"做不了：" + first.problem.zh + "（" + first.why.zh + "）",
            "cannot be made: " + first.problem.en + " (" + first.why.en + ")"};
}

Text outcome_of(const Remedy& remedy, const analysis::Requirement& requirement) {
    if (!remedy.applies) return {"不适用", "does not apply"};
    if (!remedy.solution) {
        return why_not(remedy);
    }
    switch (remedy.solution->outcome) {
        case Solution::Outcome::found:
            if (!remedy.solution->sure) {
                return {"只到临界点，换一批路径约一半不成",
                        "at its point only, on other paths about even"};
            }
            return verified_text(*remedy.solution, requirement);
        case Solution::Outcome::always:
            return {"整个范围都可以", "in the whole range"};
        case Solution::Outcome::never:
            return {"范围内达不到", "not within its range"};
        case Solution::Outcome::not_monotone:
            return {"时可时不可", "on and off"};
        case Solution::Outcome::impossible:
            break;
    }
    return why_not(remedy);
}

std::string statements_of(const Remedy& remedy) {
    std::string text;
    for (const auto& statement : remedy.lever.at(remedy.solution->advised).statements) {
        text += (text.empty() ? "" : "; ") + statement.text;
    }
    return text;
}

bool reaches(const Remedy& remedy) {
    return remedy.solution && remedy.solution->outcome == Solution::Outcome::found;
}

/// The best that a lever that does not get there can do.
std::optional<double> best_of(const Remedy& remedy, const analysis::Requirement& requirement) {
    if (!remedy.solution || remedy.solution->evaluations.empty()) return std::nullopt;
    double best = remedy.solution->evaluations.front().estimate.value;
    for (const auto& evaluation : remedy.solution->evaluations) {
        const double value = evaluation.estimate.value;
        best = requirement.wants_more() ? std::max(best, value) : std::min(best, value);
    }
    return best;
}

}  // namespace

results::Answer repair_answer(const analysis::Repair& repair,
                              const analysis::Requirement& requirement, const plan::Plan& plan,
                              MoneyUnit unit) {
    results::Answer answer;
    answer.telling = {plan.start, unit, plan.months};
    const Quantity quantity = quantity_of(requirement.measure);
    auto now = results::amount(quantity, repair.now.estimate.value);
    now.low = repair.now.estimate.interval.low;
    now.high = repair.now.estimate.interval.high;
    const Text name = name_of(plan, requirement.measure);
    const Text asked = told_requirement(plan, requirement, answer.telling);
    answer.lead.push_back(
        {"“" + name.zh + "”现为 " + told_cell(now, answer.telling).zh + "，要求" + asked.zh,
         "\"" + name.en + "\" is now " + told_cell(now, answer.telling).en +
             "; asked for: " + asked.en});
    if (repair.now.holds) {
        answer.lead.push_back(
            {"方案已经满足，不需要改动。", "The plan meets it already; nothing to repair."});
        return answer;
    }
    if (!repair.remedies.empty() && reaches(repair.remedies.front())) {
        const Remedy& first = repair.remedies.front();
        Text size = told_cell(results::amount(Quantity::money, first.size.money), answer.telling);
        if (first.size.months > 0.0) {
            size.zh += fmt::format("、推迟 {:.0f} 个月", first.size.months);
            size.en += fmt::format(" and starts by {:.0f} months", first.size.months);
        }
        answer.lead.push_back({"最小的改动：" + first.lever.change().name.zh + "，规划期内共动用 " +
                                   size.zh + "（" + statements_of(first) + "）",
                               "The smallest change: " + first.lever.change().name.en +
                                   ", moving " + size.en + " over the plan (" +
                                   statements_of(first) + ")"});
        if (!first.solution->sure) {
            answer.lead.push_back(
                {"没有一项手段有把握：稳妥的一端都超出范围，所列的是临界点，换一批路径约一半不成。",
                 "No lever reaches it surely: the sure end of each lies beyond its range; what "
                 "is listed are points, which on other paths do in about half of the cases."});
        }
    } else {
        answer.lead.push_back(
            {"没有一项手段单独能够达到；请放宽范围，或用 coffer solve 几项一起动。",
             "No lever reaches it alone; widen the ranges, or move several "
             "together with coffer solve."});
    }
    results::Sheet sheet{
        "remedies", {"各项手段（由小到大）", "Levers, smallest first"}, {}, {}, {}};
    sheet.columns = {
        {"lever", {}, false, false, false},
        {"name", {"手段", "Lever"}, false, true, true, 32, true},
        {"outcome", {"能否达到", "Reaches it"}, false, true, true, 40, true},
        {"money", {"动用（" + unit_name(unit).zh + "）", "Moves (" + unit_name(unit).en + ")"}},
        {"months", {"推迟（月）", "Later (months)"}},
        {"x", {"x", "x"}, true},
        {"value", {"核验值", "Verified"}, true},
        {"best", {"最多到", "At best"}},
        {"change", {"改动", "Change"}, false, false, true, 60}};
    for (const Remedy& remedy : repair.remedies) {
        results::AnswerRow row;
        row.cells = {results::words(remedy.lever.change().id),
                     results::words(remedy.lever.change().name),
                     results::words(outcome_of(remedy, requirement))};
        if (reaches(remedy)) {
            const Solution& solution = *remedy.solution;
            row.cells.push_back(results::amount(Quantity::money, remedy.size.money));
            row.cells.push_back(results::amount(
                Quantity::months,
                remedy.size.months > 0.0 ? std::optional(remedy.size.months) : std::nullopt));
            auto x = results::amount(Quantity::factor, solution.x);
            x.low = solution.interval.low;
            x.high = solution.interval.high;
            row.cells.push_back(x);
            auto value = results::amount(quantity, std::nullopt);
            if (solution.verified) {
                value.value = solution.verified->estimate.value;
                value.low = solution.verified->estimate.interval.low;
                value.high = solution.verified->estimate.interval.high;
            }
            row.cells.push_back(value);
            row.cells.push_back(results::amount(quantity, std::nullopt));
            row.cells.push_back(results::words(statements_of(remedy)));
        } else {
            row.cells.push_back(results::amount(Quantity::money, std::nullopt));
            row.cells.push_back(results::amount(Quantity::months, std::nullopt));
            row.cells.push_back(results::amount(Quantity::factor, std::nullopt));
            row.cells.push_back(results::amount(quantity, std::nullopt));
            row.cells.push_back(results::amount(quantity, best_of(remedy, requirement)));
            row.cells.push_back(results::words(""));
        }
        sheet.rows.push_back(std::move(row));
    }
    sheet.notes.push_back(
        {"x：临界点及其 95% 区间；改动取区间中满足要求的一端，换一批路径才多半仍然满足；"
         "这一端超出范围的，改动取临界点，排在后面。"
         "动用：改动涉及的资金、收支、项目投资在规划期内变动之和；推迟：各项目按计划推后的月数之和"
         "。核验值：换新种子推演改动的结果。",
         "x: the point with its 95 % interval; the change takes the end of it that meets the "
         "condition, so that it most likely holds on other paths too; where that end leaves the "
         "range "
         "it takes the point, and comes after the others. Moves: how much money, "
         "revenue, expenditure and investment the change moves over the plan. Later: months by "
         "which "
         "projects are put off by plan, summed. Verified: the "
         "change on paths of a fresh seed."});
    using results::Chart;
    using results::Drawn;
    sheet.charts.push_back(
        {.kind = Chart::Kind::bars,
         .title = {"能达到的手段各要动用多少", "What each lever that reaches it moves"},
         .labels = {"name"},
         .values = {Drawn{"money"}}});
    sheet.charts.push_back(
        {.kind = Chart::Kind::points,
         .title = {"各项手段能把“" + name.zh + "”带到多少", "How far each lever takes " + name.en},
         .labels = {"name"},
         .values = {Drawn{"value"}, Drawn{"best"}},
         .marks = {{{"现在", "now"}, repair.now.estimate.value, false},
                   {{"要求", "asked"}, requirement.condition.value, false}}});
    answer.sheets.push_back(std::move(sheet));
    return answer;
}

}  // namespace coffer::report
