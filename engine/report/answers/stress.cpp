#include <algorithm>
#include <cmath>
#include <numeric>

#include "coffer/analysis/measure.hpp"
#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/stress_answer.hpp"
#include "measures.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using analysis::Measure;
using analysis::StressRow;
using results::Chart;
using results::Quantity;
using results::Sheet;

constexpr std::size_t heat_columns_shown = 8;
constexpr std::size_t worst_shown = 3;

/// Rows from the most to the least harmful; those that do not apply last.
std::vector<std::size_t> by_harm(const analysis::StressTest& test) {
    std::vector<std::size_t> order(test.rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const StressRow& left = test.rows[a];
        const StressRow& right = test.rows[b];
        if (left.applies != right.applies) return left.applies;
        if (left.same_as.has_value() != right.same_as.has_value()) return !left.same_as;
        return left.harm > right.harm;
    });
    return order;
}

/// How far a measure moves under its worst stress, in its own units: what deserves a column.
double range_of(const analysis::StressTest& test, std::size_t measure) {
    double most = 0.0;
    for (const StressRow& row : test.rows) {
        if (!row.applies || row.cells[measure].missing) continue;
        const auto& difference = row.cells[measure].difference;
        if (!difference.clear()) continue;
        const double size = std::fabs(difference.change);
        const double scale = test.measures[measure].is_probability()
                                 ? 1.0
                                 : std::max(std::fabs(test.base[measure]), 1e-9);
        most = std::max(most, size / scale);
    }
    return most;
}

/// The columns of the heat table: probabilities that move, then the amounts that move.
std::vector<std::size_t> telling_measures(const analysis::StressTest& test) {
    std::vector<std::size_t> order(test.measures.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return range_of(test, a) > range_of(test, b);
    });
    std::vector<std::size_t> shares, others;
    for (const std::size_t m : order) {
        // What was asked for has a column in any case.
        const bool asked = std::find(test.asked.begin(), test.asked.end(), m) != test.asked.end();
        if (!asked && range_of(test, m) < 0.001) continue;
        auto& group = test.measures[m].is_probability() ? shares : others;
        const std::size_t most = test.measures[m].is_probability() ? heat_columns_shown - 3 : 3;
        if (asked || group.size() < most) group.push_back(m);
    }
    std::sort(shares.begin(), shares.end());
    std::sort(others.begin(), others.end());
    shares.insert(shares.end(), others.begin(), others.end());
    return shares;
}

results::Answered heat_cell(const analysis::StressTest& test, const StressRow& row,
                            std::size_t measure) {
    if (!row.applies || row.cells[measure].missing) {
        return results::amount(quantity_of(test.measures[measure]), std::nullopt);
    }
    const auto& difference = row.cells[measure].difference;
    auto cell = results::change_of(quantity_of(test.measures[measure]), difference.change);
    // What the interval does not tell from nothing is not shown as a number.
    if (!difference.clear()) {
        cell.value.reset();
        if (difference.moved == 0) cell.value = 0.0;
        cell.words = {"≈0", "~0"};
    }
    return cell;
}

/// Which way a measure gets better; that of most amounts is a matter of opinion.
int good_of(const Measure& measure) {
    if (measure.kind == Measure::Kind::target) return 1;
    return measure.kind == Measure::Kind::event ? -1 : 0;
}

/// Why a case does not apply; "" of one that does.
Text why_absent(const StressRow& row) {
    if (row.applies) return {};
    if (row.mistakes.empty()) return {"方案里没有所选的内容", "the plan has nothing it selects"};
    const Diagnostic& first = row.mistakes.front();
    return {first.problem.zh + "（" + first.why.zh + "）",
            first.problem.en + " (" + first.why.en + ")"};
}

Sheet heat_sheet(const analysis::StressTest& test, const plan::Plan& plan,
                 const results::Telling& telling) {
    Sheet sheet{"heat",
                {"各情景下指标的变化（概率以百分点计，金额：" + unit_name(telling.unit).zh +
                     "；≈0：区间含零）",
                 "Change of indicators under each stress (probabilities in points, money in " +
                     unit_name(telling.unit).en + "; ~0: the interval holds zero)"},
                {},
                {},
                {}};
    const auto measures = telling_measures(test);
    sheet.columns.push_back({"stress", {}, false, false, false});
    sheet.columns.push_back({"name", {"情景", "Stress"}, false, true, true, 34});
    Chart chart{.kind = Chart::Kind::heat, .labels = {"name"}};
    for (const std::size_t m : measures) {
        const Measure& measure = test.measures[m];
        const Text name = name_of(plan, measure);
        const Text base = told_cell(results::amount(quantity_of(measure), test.base[m]), telling);
        results::AnswerColumn column{measure.text,
                                     {name.zh + "（无压力时 " + base.zh + "）",
                                      name.en + " (without stress " + base.en + ")"}};
        column.numbered = true;
        sheet.columns.push_back(std::move(column));
        chart.values.push_back({measure.text, good_of(measure), {}});
    }
    chart.values.push_back({"harm", -1, {}});
    sheet.charts.push_back(std::move(chart));
    sheet.columns.push_back({"harm", {"合计损失", "Harm"}});
    sheet.columns.push_back({"applies", {"适用", "Applies"}, false, true});
    sheet.columns.push_back({"reason", {"原因", "Reason"}, false, true, false});
    for (const std::size_t index : by_harm(test)) {
        const StressRow& row = test.rows[index];
        std::vector<results::Answered> cells{results::words(row.stress.id),
                                             results::words(row.stress.name)};
        for (const std::size_t m : measures) cells.push_back(heat_cell(test, row, m));
        auto harm = results::change_of(Quantity::probability, row.harm);
        if (!row.applies) {
            harm.value.reset();
            harm.words = {"不适用", "does not apply"};
        }
        cells.push_back(harm);
        cells.push_back(results::words(!row.applies            ? Text{"否", "no"}
                                       : row.same_as           ? Text{"同另一个", "as another"}
                                       : row.unmatched.empty() ? Text{"是", "yes"}
                                                               : Text{"部分", "in part"}));
        cells.push_back(results::words(why_absent(row)));
        sheet.rows.push_back({std::move(cells)});
    }
    sheet.notes.push_back({"合计损失：各目标实现概率减少、各事件概率增加的百分点之和，构成见下表",
                           "Harm: points that targets lose and events gain, summed; the next table "
                           "tells what it consists of"});
    sheet.notes.push_back({"固定资产投资按当年价格计算：造价上涨会抬高它，建成的并没有变多",
                           "Fixed-asset investment is at current prices: dearer work raises it, "
                           "without more being built"});
    return sheet;
}

/// "触发财政重整 +9.3；…": what makes up a stress's harm, largest first; beyond those told a sum.
Text parts_of_harm(const analysis::StressTest& test, const StressRow& row, const plan::Plan& plan) {
    constexpr std::size_t told = 4;
    std::vector<std::pair<double, std::size_t>> parts;
    for (std::size_t m = 0; m < test.measures.size(); ++m) {
        const double harm = analysis::harm_of(test.measures[m], row.cells[m]);
        if (harm != 0.0) parts.emplace_back(harm, m);
    }
    std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
        return std::fabs(a.first) > std::fabs(b.first);
    });
    Text text;
    double rest = 0.0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& [harm, measure] = parts[i];
        if (i >= told) {
            rest += harm;
            continue;
        }
        const Text name = name_of(plan, test.measures[measure]);
        text.zh += (i > 0 ? "；" : "") + name.zh + " " + points(harm);
        text.en += (i > 0 ? "; " : "") + name.en + " " + points(harm);
    }
    if (parts.size() > told) {
        text.zh += fmt::format("；其余 {} 项 {}", parts.size() - told, points(rest));
        text.en += fmt::format("; {} others {}", parts.size() - told, points(rest));
    }
    return text;
}

/// Harm counts every target and event, also those that have no column of the heat table.
Sheet harm_sheet(const analysis::StressTest& test, const plan::Plan& plan) {
    Sheet sheet{"harm",
                {"合计损失的构成（百分点，负数为减轻）",
                 "What harm consists of (points; negative: relief)"},
                {},
                {},
                {}};
    sheet.columns = {{"stress", {}, false, false, false},
                     {"name", {"情景", "Stress"}, false, true, true, 34},
                     {"harm", {"合计损失", "Harm"}},
                     {"parts", {"其中", "Of which"}, false, true, true, 68, true}};
    for (const std::size_t index : by_harm(test)) {
        const StressRow& row = test.rows[index];
        if (!row.applies || row.same_as) continue;
        Text parts = parts_of_harm(test, row, plan);
        const bool any = !parts.zh.empty();
        sheet.rows.push_back({{results::words(row.stress.id), results::words(row.stress.name),
                               results::change_of(Quantity::probability, row.harm),
                               results::words(std::move(parts))},
                              any});
    }
    return sheet;
}

/// Everything: a row a stress and a measure.
Sheet long_sheet(const analysis::StressTest& test, const plan::Plan& plan) {
    Sheet sheet{"stress", {"各情景各指标", "Every stress and figure"}, {}, {}, {}};
    sheet.columns = {{"stress", {}, false, false, false},
                     {"name", {"情景", "Stress"}, false, true, false},
                     {"measure", {}, false, false, false},
                     {"measure_name", {"指标", "Indicator"}, false, true, false},
                     {"before", {"原值", "Before"}, false, false, false},
                     {"after", {"压力下", "Under stress"}, false, false, false},
                     {"change", {"变化", "Change"}, true, false, false},
                     {"moved", {}, false, false, false}};
    for (const StressRow& row : test.rows) {
        for (std::size_t m = 0; m < test.measures.size(); ++m) {
            if (!row.applies || row.cells[m].missing) continue;
            const auto& difference = row.cells[m].difference;
            const Quantity quantity = quantity_of(test.measures[m]);
            sheet.rows.push_back(
                {{results::words(row.stress.id), results::words(row.stress.name),
                  results::words(test.measures[m].text),
                  results::words(name_of(plan, test.measures[m])),
                  results::amount(quantity, difference.before),
                  results::amount(quantity, difference.after), change_cell(quantity, difference),
                  results::amount(Quantity::number, static_cast<double>(difference.moved))},
                 false});
        }
    }
    return sheet;
}

Sheet worst_sheet(const analysis::StressTest& test, const plan::Plan& plan) {
    Sheet sheet{"worst", {"最坏的三个情景", "The three worst"}, {}, {}, {}};
    sheet.columns = {{"stress", {}, false, false, false},
                     {"name", {"情景", "Stress"}, false, true, true, 34},
                     {"measure", {}, false, false, false},
                     {"measure_name", {"指标", "Indicator"}, false, true, true, 44},
                     {"before", {"原值", "Before"}},
                     {"after", {"压力下", "Under stress"}},
                     {"change", {"变化 [95% 区间]", "Change [95 %]"}, true}};
    const auto order = by_harm(test);
    for (std::size_t place = 0; place < std::min(worst_shown, order.size()); ++place) {
        const StressRow& row = test.rows[order[place]];
        if (!row.applies || row.same_as || row.harm <= 0.0) break;
        std::vector<std::size_t> measures;
        for (std::size_t m = 0; m < test.measures.size(); ++m) {
            if (test.measures[m].is_probability() && row.cells[m].difference.clear()) {
                measures.push_back(m);
            }
        }
        std::stable_sort(measures.begin(), measures.end(), [&](std::size_t a, std::size_t b) {
            return std::fabs(row.cells[a].difference.change) >
                   std::fabs(row.cells[b].difference.change);
        });
        constexpr std::size_t lines = 4;
        if (measures.size() > lines) measures.resize(lines);
        for (const std::size_t m : measures) {
            const auto& difference = row.cells[m].difference;
            const Quantity quantity = quantity_of(test.measures[m]);
            sheet.rows.push_back(
                {{results::words(row.stress.id), results::words(row.stress.name),
                  results::words(test.measures[m].text),
                  results::words(name_of(plan, test.measures[m])),
                  results::amount(quantity, difference.before),
                  results::amount(quantity, difference.after), change_cell(quantity, difference)}});
        }
        if (!row.stress.reason.zh.empty() || !row.stress.reason.en.empty()) {
            sheet.notes.push_back({row.stress.name.zh + "：" + row.stress.reason.zh,
                                   row.stress.name.en + ": " + row.stress.reason.en});
        }
    }
    return sheet;
}

Sheet stress_hit_sheet(const analysis::StressTest& test) {
    Sheet sheet{"first_hits",
                {"先出什么事、什么时候（规划期内概率，首次的平均月份）",
                 "What comes first, and when (probability within the plan, mean first month)"},
                {},
                {},
                {}};
    sheet.columns = {
        {"stress", {}, false, false, false}, {"name", {"情景", "Stress"}, false, true, true, 34},
        {"event", {}, false, false, false},  {"event_name", {"事件", "Event"}, false, true},
        {"probability", {"概率", "P"}},      {"mean_moment", {"首次月份", "First month"}}};
    const auto add = [&](const std::string& id, const Text& name, bool worst,
                         const std::vector<analysis::StressHit>& hits) {
        const auto tells = [](const auto& hit) { return hit.probability >= 0.01; };
        const auto moves = [&](const auto& hit) {
            for (const auto& base : test.base_hits) {
                if (base.event == hit.event) {
                    return std::fabs(base.probability - hit.probability) >= 0.01;
                }
            }
            return true;
        };
        // Earliest first: which comes when.
        auto sorted = hits;
        std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
            return a.mean_month.value_or(1e9) < b.mean_month.value_or(1e9);
        });
        for (const auto& hit : sorted) {
            auto month = hit.mean_month;
            if (month) month = middle_of_month(*month);
            sheet.rows.push_back(
                {{results::words(id), results::words(name), results::words(hit.event),
                  results::words(analysis::event_name(hit.event)),
                  results::amount(Quantity::probability, hit.probability),
                  results::amount(Quantity::moment, month)},
                 tells(hit) && (worst || moves(hit))});
        }
    };
    add("", {"无压力", "No stress"}, true, test.base_hits);
    std::size_t place = 0;
    for (const std::size_t index : by_harm(test)) {
        const StressRow& row = test.rows[index];
        if (row.applies && !row.same_as)
            add(row.stress.id, row.stress.name, place++ < worst_shown, row.hits);
    }
    return sheet;
}

}  // namespace

results::Answer stress_answer(const analysis::StressTest& test, const plan::Plan& plan,
                              const Text& name, std::uint64_t paths, MoneyUnit unit) {
    results::Answer answer;
    answer.telling = {plan.start, unit, plan.months};
    std::size_t applied = 0;
    std::string absent_zh, absent_en;
    for (const StressRow& row : test.rows) {
        applied += row.applies && !row.same_as ? 1 : 0;
        if (row.applies || !row.mistakes.empty()) continue;
        absent_zh += (absent_zh.empty() ? "" : "、") + row.stress.name.zh;
        absent_en += (absent_en.empty() ? "" : "; ") + row.stress.name.en;
    }
    answer.lead.push_back(
        {fmt::format("“{}”的压力测试：{} 个情景，每个与无压力时走同样的 {} 条路径", name.zh,
                     applied, paths),
         fmt::format("Stress test of \"{}\": {} stresses, each on the same {} paths as without",
                     name.en, applied, paths)});
    const auto order = by_harm(test);
    if (!order.empty() && test.rows[order.front()].applies && test.rows[order.front()].harm > 0.0) {
        const StressRow& worst = test.rows[order.front()];
        answer.lead.push_back(
            {fmt::format("最坏的是“{}”：各目标减少、各事件增加的概率加起来 {:.0f} "
                         "个百分点（用来排名：事件互相重叠，不是一个量）。",
                         worst.stress.name.zh, worst.harm * 100.0),
             fmt::format(
                 "The worst is \"{}\": what targets lose and events gain sums to {:.0f} points "
                 "(for ranking: events overlap, and it measures nothing).",
                 worst.stress.name.en, worst.harm * 100.0)});
    }
    answer.sheets = {heat_sheet(test, plan, answer.telling), harm_sheet(test, plan),
                     worst_sheet(test, plan), stress_hit_sheet(test), long_sheet(test, plan)};
    for (const StressRow& row : test.rows) {
        if (!row.applies || row.unmatched.empty()) continue;
        std::string parts;
        for (const std::string& text : row.unmatched) parts += (parts.empty() ? "" : "; ") + text;
        answer.last.push_back({"“" + row.stress.name.zh + "”只有一部分适用，方案里没有：" + parts,
                               "\"" + row.stress.name.en +
                                   "\" applies in part only; the plan has nothing for: " + parts});
    }
    for (const StressRow& row : test.rows) {
        if (!row.same_as) continue;
        const Text& other = test.rows[*row.same_as].stress.name;
        answer.last.push_back(
            {"“" + row.stress.name.zh + "”在这个方案里与“" + other.zh + "”是一回事，不另排名。",
             "\"" + row.stress.name.en + "\" is the same as \"" + other.en +
                 "\" in this plan and is not ranked."});
    }
    for (const StressRow& row : test.rows) {
        if (row.mistakes.empty()) continue;
        const Text why = why_absent(row);
        answer.last.push_back(
            {"“" + row.stress.name.zh + "”不适用，改不成一个正确的方案：" + why.zh,
             "\"" + row.stress.name.en + "\" does not apply, it makes no valid plan: " + why.en});
    }
    if (!absent_zh.empty()) {
        answer.last.push_back({"不适用（方案里没有所选的内容）：" + absent_zh,
                               "Does not apply (the plan has nothing it selects): " + absent_en});
    }
    return answer;
}

}  // namespace coffer::report
