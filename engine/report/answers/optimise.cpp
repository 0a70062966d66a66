#include <algorithm>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/optimise_answer.hpp"
#include "coffer/report/solve_answer.hpp"
#include "measures.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using analysis::Decision;
using analysis::Trial;
using results::Chart;
using results::Drawn;
using results::Quantity;

results::Answered figure_cell(const analysis::Measure& measure,
                              const statistics::Estimate& estimate) {
    auto cell = results::amount(quantity_of(measure), estimate.value);
    cell.low = estimate.interval.low;
    cell.high = estimate.interval.high;
    return cell;
}

Text level_text(const Decision& decision, std::size_t level) {
    if (decision.lever) {
        const std::string x = "x = " + x_text(decision.levels[level], 0.0);
        return {x, x};
    }
    return decision.levels[level] > 0.0 ? Text{"做", "yes"} : Text{"不做", "no"};
}

std::string statements_at(const Decision& decision, std::size_t level) {
    const auto change = decision.at(level);
    if (!change) return "";
    std::string text;
    for (const auto& statement : change->statements) {
        text += (text.empty() ? "" : "; ") + statement.text;
    }
    return text;
}

/// "a=1 b=0": a choice in one cell.
std::string choice_text(const std::vector<Decision>& decisions, const Trial& trial) {
    std::string text;
    for (std::size_t d = 0; d < trial.choice.size(); ++d) {
        text += (text.empty() ? "" : " ") + decisions[d].change.id + "=" +
                x_text(decisions[d].levels[trial.choice[d]], 0.0);
    }
    return text;
}

results::Sheet decision_sheet(const Trial& winner, const OptimiseQuestion& question) {
    results::Sheet sheet{"decisions", {"决策", "Decisions"}, {}, {}, {}};
    sheet.columns = {{"decision", {}, false, false, false},
                     {"name", {"决策", "Decision"}, false, true, true, 44},
                     {"level", {"选择", "Choice"}, false, true},
                     {"change", {"改动", "Change"}, false, false, true, 70}};
    for (std::size_t d = 0; d < winner.choice.size(); ++d) {
        const Decision& decision = question.decisions[d];
        sheet.rows.push_back(
            {{results::words(decision.change.id), results::words(decision.change.name),
              results::words(level_text(decision, winner.choice[d])),
              results::words(statements_at(decision, winner.choice[d]))}});
    }
    return sheet;
}

results::Sheet audit_sheet(const analysis::Optimum& optimum, const OptimiseQuestion& question,
                           const results::Telling& telling) {
    results::Sheet sheet{
        "audit",
        {"指标：现方案、所选方案、用新种子核验（以核验为准）",
         "Figures: the plan, the choice, and the choice on a fresh seed (trust this one)"},
        {},
        {},
        {}};
    sheet.columns = {{"figure", {}, false, false, false},
                     {"name", {"指标", "Figure"}, false, true, true, 44},
                     {"role", {"作用", "Role"}, false, true},
                     {"now", {"现方案", "Plan"}, true},
                     {"chosen", {"所选", "Choice"}, true},
                     {"fresh", {"核验", "Fresh seed"}, true}};
    const auto add = [&](const analysis::Measure& measure, const Text& role, const auto& pick) {
        sheet.rows.push_back(
            {{results::words(measure.text), results::words(name_of(question.plan, measure)),
              results::words(role), figure_cell(measure, pick(optimum.base)),
              figure_cell(measure, pick(*optimum.winner)),
              figure_cell(measure, pick(*optimum.audited))}});
    };
    for (std::size_t o = 0; o < question.objectives.size(); ++o) {
        const auto& objective = question.objectives[o];
        add(objective.measure, objective.maximise ? Text{"求大", "raise"} : Text{"求小", "lower"},
            [o](const Trial& trial) { return trial.objectives[o]; });
    }
    for (std::size_t c = 0; c < question.constraints.size(); ++c) {
        const auto& constraint = question.constraints[c];
        add(constraint.measure, told_condition(constraint, telling),
            [c](const Trial& trial) { return trial.constraints[c]; });
    }
    sheet.charts.push_back({.kind = Chart::Kind::points,
                            .labels = {"role"},
                            .values = {Drawn{"now"}, Drawn{"chosen"}, Drawn{"fresh"}},
                            .panels = {"name"}});
    return sheet;
}

/// The first figure against the second, or against the first condition.
void add_frontier(const OptimiseQuestion& question, const results::Telling& telling,
                  results::Sheet& sheet) {
    Chart chart{
        .kind = Chart::Kind::scatter, .labels = {"choice"}, .values = {Drawn{"objective_1"}}};
    if (question.objectives.size() > 1) {
        chart.along = "objective_2";
    } else if (!question.constraints.empty()) {
        const auto& constraint = question.constraints.front();
        chart.along = "constraint_1";
        chart.marks.push_back({told_requirement(question.plan, constraint, telling),
                               constraint.condition.value, true});
    } else {
        chart.kind = Chart::Kind::bars;
    }
    sheet.charts.push_back(std::move(chart));
}

results::Sheet finalist_sheet(const analysis::Optimum& optimum, const OptimiseQuestion& question,
                              const results::Telling& telling) {
    const bool frontier = question.objectives.size() > 1;
    results::Sheet sheet{
        "finalists",
        frontier ? Text{"有效前沿", "Efficient frontier"} : Text{"最好的几个", "The best ones"},
        {},
        {},
        {}};
    for (std::size_t o = 0; o < question.objectives.size(); ++o) {
        sheet.columns.push_back({"objective_" + std::to_string(o + 1),
                                 name_of(question.plan, question.objectives[o].measure), true});
    }
    for (std::size_t c = 0; c < question.constraints.size(); ++c) {
        results::AnswerColumn column{
            "constraint_" + std::to_string(c + 1),
            told_requirement(question.plan, question.constraints[c], telling)};
        column.numbered = true;
        sheet.columns.push_back(std::move(column));
    }
    sheet.columns.push_back({"feasible", {"满足", "Feasible"}, false, true});
    sheet.columns.push_back({"choice", {"选择", "Choice"}, false, false, true, 80, true});
    for (const Trial& trial : optimum.finalists) {
        if (!trial.possible) continue;
        std::vector<results::Answered> cells;
        for (std::size_t o = 0; o < question.objectives.size(); ++o) {
            cells.push_back(figure_cell(question.objectives[o].measure, trial.objectives[o]));
        }
        for (std::size_t c = 0; c < question.constraints.size(); ++c) {
            cells.push_back(results::amount(quantity_of(question.constraints[c].measure),
                                            trial.constraints[c].value));
        }
        bool holds = true;
        for (std::size_t c = 0; c < question.constraints.size(); ++c) {
            holds = holds && question.constraints[c].holds(trial.constraints[c].value);
        }
        cells.push_back(results::words(trial.surely_feasible ? Text{"是", "surely"}
                                       : holds               ? Text{"不确定", "not surely"}
                                                             : Text{"否", "no"}));
        cells.push_back(results::words(choice_text(question.decisions, trial)));
        sheet.rows.push_back({std::move(cells)});
    }
    add_frontier(question, telling, sheet);
    return sheet;
}

results::Sheet cost_sheet(const analysis::Optimum& optimum, const OptimiseQuestion& question) {
    results::Sheet sheet{"constraint_costs",
                         {"各条件的代价：去掉它，首要指标可到多少（新种子，同样的路径）",
                          "What each condition costs: the first figure without it (fresh seed, the "
                          "same paths)"},
                         {},
                         {},
                         {}};
    sheet.columns = {{"condition", {"条件", "Condition"}, false, false, true, 60},
                     {"without", {"去掉后", "Without it"}, true},
                     {"gain", {"多", "Gain"}, true}};
    const auto& first = question.objectives.front().measure;
    for (const auto& cost : optimum.costs) {
        auto without = results::amount(quantity_of(first), std::nullopt);
        if (cost.without) without = figure_cell(first, *cost.without);
        auto gain = results::change_of(change_quantity_of(first), std::nullopt);
        gain.words = {"不起作用", "does not bind"};
        if (cost.gain) gain = change_cell(change_quantity_of(first), *cost.gain);
        sheet.rows.push_back(
            {{results::words(question.constraints[cost.constraint].text), without, gain}});
    }
    if (question.objectives.size() > 1 && !sheet.rows.empty()) {
        sheet.notes.push_back({"与满足全部条件、首要指标最好的方案比。",
                               "Against the plan with the best first figure that meets all "
                               "conditions."});
    }
    sheet.charts.push_back(
        {.kind = Chart::Kind::bars,
         .title = {"去掉各条件后，首要指标能多多少", "Gain of the first figure without each"},
         .labels = {"condition"},
         .values = {Drawn{"gain"}}});
    return sheet;
}

/// How many plans were tried, and where they came from.
Text tried_text(const analysis::Optimum& optimum) {
    Text how{"全部组合", "every combination"};
    if (!optimum.exhaustive && optimum.proposed > 0) {
        how = {fmt::format("{} 个由混合整数规划提出，其余逐步搜索，未穷尽", optimum.proposed),
               fmt::format("{} proposed by mixed-integer programs, the others by a search; not all "
                           "combinations",
                           optimum.proposed)};
    } else if (!optimum.exhaustive) {
        how = {"逐步搜索，未穷尽", "a search, not all combinations"};
    }
    if (optimum.impossible > 0) {
        how.zh += fmt::format("；{} 个不成立", optimum.impossible);
        how.en += fmt::format("; {} cannot be built", optimum.impossible);
    }
    Text text{fmt::format("试过 {} 个方案（{}）", optimum.tried, how.zh),
              fmt::format("{} plans were tried ({})", optimum.tried, how.en)};
    if (optimum.tried_without > 0) {
        text.zh += fmt::format("；另试 {} 个以求各条件的代价", optimum.tried_without);
        text.en +=
            fmt::format(", and {} more to learn what the conditions cost", optimum.tried_without);
    }
    return text;
}

/// What is better and what is worse than in the plan as it is.
Text against_plan_text(const analysis::Optimum& optimum, const OptimiseQuestion& question,
                       const results::Telling& telling) {
    Text text;
    for (std::size_t o = 0; o < question.objectives.size(); ++o) {
        const auto& measure = question.objectives[o].measure;
        const Text name = name_of(question.plan, measure);
        const auto cell = [&](const Trial& trial) {
            return told_cell(figure_cell(measure, trial.objectives[o]), telling);
        };
        const Text before = optimum.base.possible ? cell(optimum.base) : Text{"-", "-"};
        const Text after = cell(*optimum.audited);
        Text how;
        if (question.objectives.size() > 1 && o < optimum.against_plan.size()) {
            const int side = optimum.against_plan[o];
            how = side > 0   ? Text{"（更好）", " (better)"}
                  : side < 0 ? Text{"（更差）", " (worse)"}
                             : Text{"（在误差之内）", " (within the error)"};
        }
        text.zh +=
            (o == 0 ? "“" : "；“") + name.zh + "”由 " + before.zh + " 变为 " + after.zh + how.zh;
        text.en += (o == 0 ? "\"" : "; \"") + name.en + "\" from " + before.en + " to " + after.en +
                   how.en;
    }
    return {text.zh + "（新种子核验）", text.en + " (on a fresh seed)"};
}

/// How the choice of two figures was made.
Text choice_text(const analysis::Optimum& optimum) {
    const auto& sides = optimum.against_plan;
    const bool for_nothing = std::find(sides.begin(), sides.end(), -1) == sides.end() &&
                             std::find(sides.begin(), sides.end(), 1) != sides.end();
    if (for_nothing) {
        return {"有效前沿上不比现方案差的方案中，取两个指标合计最好的；其他取舍见有效前沿。",
                "Of the plans on the efficient frontier that are worse than the plan in neither "
                "figure, the one with the best sum of both; for other trade-offs see the "
                "frontier."};
    }
    return {
        "有效前沿上没有哪个方案不以一个指标换另一个：所选的是两个指标合计最好的（拐点），其他"
        "取舍见有效前沿。",
        "No plan on the efficient frontier improves one figure without giving up some of the "
        "other: the choice is the one with the best sum of both (the knee); for other "
        "trade-offs see the frontier."};
}

}  // namespace

results::Answer optimise_answer(const analysis::Optimum& optimum, const OptimiseQuestion& question,
                                MoneyUnit unit) {
    results::Answer answer;
    answer.telling = {question.plan.start, unit, question.plan.months};
    answer.lead.push_back(tried_text(optimum));
    if (!optimum.winner) {
        answer.lead.push_back(
            {"没有一个在 95% 的把握下满足全部条件；最接近的见下表。请放宽条件，或增加决策。",
             "None meets all conditions with 95 % confidence; the nearest stand "
             "below. Relax a condition, or allow more decisions."});
        answer.sheets = {finalist_sheet(optimum, question, answer.telling)};
        return answer;
    }
    answer.lead.push_back(against_plan_text(optimum, question, answer.telling));
    if (question.objectives.size() > 1) answer.lead.push_back(choice_text(optimum));
    answer.sheets = {
        decision_sheet(*optimum.winner, question), audit_sheet(optimum, question, answer.telling),
        finalist_sheet(optimum, question, answer.telling), cost_sheet(optimum, question)};
    if (!optimum.audited->surely_feasible) {
        answer.last.push_back(
            {"核验时有条件不能在 95% 的把握下满足：所选方案处在边缘，请把条件定得更严再求一次。",
             "On the fresh seed a condition is not met with 95 % confidence: the choice lies at "
             "the "
             "edge; ask again with a stricter condition."});
    }
    if (optimum.exhaustive && optimum.open > 0) {
        answer.last.push_back(sentence(
            "还有 {} 个方案只算了少数路径，误差之内也可能一样好：要分清请加 --paths，或减少档数。",
            "{} more plans were looked at on few paths only and may be as good, within the error: "
            "to tell, take more --paths, or fewer levels.",
            optimum.open));
    }
    answer.last.push_back({"winner.toml 是所选方案的改动文件：coffer run 方案 --change winner.toml",
                           "winner.toml applies the choice: coffer run PLAN --change winner.toml"});
    return answer;
}

std::string winner_toml(const Trial& winner, const std::vector<Decision>& decisions) {
    const auto quoted = [](const std::string& text) {
        std::string out = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        return out + "\"";
    };
    std::string text = "# Made by coffer optimise.\nformat = 1\n";
    for (std::size_t d = 0; d < winner.choice.size(); ++d) {
        const auto change = decisions[d].at(winner.choice[d]);
        if (!change) continue;
        text += "\n[[change]]\nid = " + quoted(change->id) +
                "\nname_zh = " + quoted(change->name.zh) +
                "\nname_en = " + quoted(change->name.en) + "\n";
        if (change->where_present) text += "where_present = true\n";
        text += "set = [";
        for (std::size_t s = 0; s < change->statements.size(); ++s) {
            text += (s > 0 ? ", " : "") + quoted(change->statements[s].text);
        }
        text += "]\n";
        for (const auto& row : change->rows) {
            text += "[[change.add." + row.table + "]]\n";
            for (const auto& [column, cell] : row.cells) {
                text += column + " = " + quoted(cell.text) + "\n";
            }
        }
    }
    return text;
}

}  // namespace coffer::report
