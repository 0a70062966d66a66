#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "coffer/analysis/measure.hpp"
#include "coffer/report/answer_text.hpp"
#include "coffer/report/compare_answer.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/results/files.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using analysis::Comparison;
using model::Indicator;
using results::Answered;
using results::Chart;
using results::Drawn;
using results::Quantity;
using results::Sheet;

constexpr std::size_t compared_rows_shown = 12;

/// Figures that a reader looks for first; the others are in the files.
const std::set<Indicator>& headline_indicators() {
    static const std::set<Indicator> main{Indicator::fai,
                                          Indicator::funding_shortfall,
                                          Indicator::projects_completed,
                                          Indicator::general_revenue,
                                          Indicator::fund_revenue,
                                          Indicator::fiscal_capacity,
                                          Indicator::fiscal_project_spending,
                                          Indicator::financing_gap,
                                          Indicator::cash_min,
                                          Indicator::debt_statutory,
                                          Indicator::debt_total,
                                          Indicator::debt_ratio,
                                          Indicator::debt_service,
                                          Indicator::arrears};
    return main;
}

/// How many of its own errors a change is long; none where nothing changes.
double weight_of(const statistics::Difference& difference) {
    if (!difference.clear()) return 0.0;
    return difference.se > 0.0 ? std::fabs(difference.change) / difference.se : 1e12;
}

std::vector<results::AnswerColumn> before_after(const std::string& title_zh,
                                                const std::string& title_en) {
    return {{"before", {"原" + title_zh, title_en + " before"}},
            {"after", {"新" + title_zh, title_en + " after"}},
            {"change", {"变化 [95% 区间]", "Change [95 %]"}, true}};
}

template <class Columns>
void append(std::vector<results::AnswerColumn>& to, Columns columns) {
    to.insert(to.end(), columns.begin(), columns.end());
}

results::AnswerColumn plan_column(bool shown) {
    return {"plan", {"方案", "Plan"}, false, true, shown, 28};
}

/// Columns that name a row, with its plan where there are several.
std::vector<std::string> labels_of(const std::vector<ComparedPlan>& plans,
                                   std::vector<std::string> labels) {
    if (plans.size() > 1) labels.insert(labels.begin(), "plan");
    return labels;
}

const results::ChartMark no_change{{"不变", "no change"}, 0.0, false};

Sheet target_sheet(const std::vector<ComparedPlan>& plans) {
    Sheet sheet{"targets",
                {"目标实现的概率（变化以百分点计）", "Probability of targets (changes in points)"},
                {},
                {},
                {}};
    sheet.columns = {plan_column(plans.size() > 1),
                     {"target", {"编号", "Id"}, false, false, false},
                     {"name", {"目标", "Target"}, false, true, true, 44},
                     {"year", {"年份", "Year"}}};
    append(sheet.columns, before_after("概率", "P"));
    sheet.columns.push_back({"moved", {"不同的路径", "Paths that differ"}});
    sheet.columns.push_back({"gain", {"配对增益", "Gain of pairing"}, false, false, false});
    for (const ComparedPlan& plan : plans) {
        for (const auto& target : plan.comparison.targets) {
            const statistics::Difference& p = target.probability;
            sheet.rows.push_back(
                {{results::words(plan.name), results::words(target.id), results::words(target.name),
                  results::words(results::period_text(target.span)),
                  results::amount(Quantity::probability, p.before),
                  results::amount(Quantity::probability, p.after),
                  change_cell(Quantity::probability, p),
                  results::amount(Quantity::number, static_cast<double>(p.moved)),
                  results::amount(Quantity::number, p.gain)},
                 p.moved > 0});
        }
    }
    sheet.charts.push_back({.kind = Chart::Kind::dumbbells,
                            .title = {"目标实现的概率", "Probability of targets"},
                            .labels = labels_of(plans, {"name", "year"}),
                            .values = {Drawn{"before"}, Drawn{"after"}}});
    sheet.charts.push_back({.kind = Chart::Kind::points,
                            .title = {"概率的变化和 95% 区间", "Change, with its 95 % interval"},
                            .labels = labels_of(plans, {"name", "year"}),
                            .values = {Drawn{"change", 1}},
                            .marks = {no_change}});
    return sheet;
}

/// Of each main indicator the year in which its mean changes most clearly.
std::set<const analysis::FigureChange*> telling_figures(const Comparison& comparison) {
    std::map<Indicator, const analysis::FigureChange*> best;
    for (const auto& figure : comparison.figures) {
        if (figure.id.dimension != "total" ||
            !headline_indicators().contains(figure.id.indicator)) {
            continue;
        }
        // What is clear and still too small to matter is left to the files.
        constexpr double matters = 0.002;
        const double size = std::max(std::fabs(figure.mean.before), std::fabs(figure.mean.after));
        if (weight_of(figure.mean) == 0.0 || std::fabs(figure.mean.change) < matters * size) {
            continue;
        }
        const auto*& held = best[figure.id.indicator];
        if (held == nullptr || std::fabs(figure.mean.change) > std::fabs(held->mean.change)) {
            held = &figure;
        }
    }
    std::set<const analysis::FigureChange*> telling;
    for (const auto& [indicator, figure] : best) telling.insert(figure);
    return telling;
}

Sheet figure_sheet(const std::vector<ComparedPlan>& plans, MoneyUnit unit) {
    Sheet sheet{"figures",
                {"各项指标的变化，主要指标变化最大的年份在前（金额：" + unit_name(unit).zh +
                     "；比率变化以百分点计）",
                 "Changes of figures, main indicators in the year that changes most first (money "
                 "in " +
                     unit_name(unit).en + "; ratios in points)"},
                {},
                {},
                {}};
    sheet.columns = {plan_column(plans.size() > 1),
                     {"indicator", {"编号", "Id"}, false, false, false},
                     {"name", {"指标", "Indicator"}, false, true, true, 28},
                     {"dimension", {"维度", "Dimension"}, false, false, false},
                     {"period", {"年份", "Year"}}};
    append(sheet.columns, before_after("均值", "Mean"));
    for (const auto& [id, label] :
         {std::pair{"p05", "P5"}, std::pair{"p50", "P50"}, std::pair{"p95", "P95"}}) {
        const std::string name = id, title = label;
        sheet.columns.push_back({name + "_before", {}, false, false, false});
        sheet.columns.push_back({name + "_after", {}, false, false, false});
        sheet.columns.push_back(
            {name + "_change", {title + " 变化", title + " change"}, true, false, name != "p50"});
    }
    sheet.columns.push_back({"moved", {}, false, false, false});
    sheet.columns.push_back({"gain", {}, false, false, false});
    // By year, of each main indicator that changes.
    Chart chart{.kind = Chart::Kind::points,
                .labels = {"period"},
                .values = {Drawn{
                    "change", 0, {"均值变化和 95% 区间", "Change of the mean, 95 % interval"}}},
                .panels = labels_of(plans, {"name"}),
                .marks = {no_change}};
    for (const ComparedPlan& plan : plans) {
        const auto telling = telling_figures(plan.comparison);
        std::set<Indicator> drawn;
        for (const auto* figure : telling) drawn.insert(figure->id.indicator);
        std::vector<const analysis::FigureChange*> in_order;
        for (const auto& figure : plan.comparison.figures) in_order.push_back(&figure);
        std::stable_sort(in_order.begin(), in_order.end(), [&](const auto* a, const auto* b) {
            const bool first = telling.contains(a), second = telling.contains(b);
            if (first != second) return first;
            return !first && weight_of(a->mean) > weight_of(b->mean);
        });
        for (const auto* each : in_order) {
            const auto& figure = *each;
            const Quantity quantity = quantity_of(figure.id.indicator);
            results::AnswerRow row;
            row.cells = {results::words(plan.name),
                         results::words(model::info(figure.id.indicator).id),
                         results::words(with_dimension(figure.id.indicator, figure.id.dimension)),
                         results::words(figure.id.dimension),
                         results::words(std::to_string(figure.id.year)),
                         results::amount(quantity, figure.mean.before),
                         results::amount(quantity, figure.mean.after),
                         change_cell(quantity, figure.mean)};
            for (const statistics::Difference& level : figure.quantiles) {
                row.cells.push_back(results::amount(quantity, level.before));
                row.cells.push_back(results::amount(quantity, level.after));
                row.cells.push_back(change_cell(quantity, level));
            }
            row.cells.push_back(
                results::amount(Quantity::number, static_cast<double>(figure.mean.moved)));
            row.cells.push_back(results::amount(Quantity::number, figure.mean.gain));
            row.shown = telling.contains(&figure);
            if (figure.id.dimension == "total" && drawn.contains(figure.id.indicator)) {
                chart.rows.push_back(sheet.rows.size());
            }
            sheet.rows.push_back(std::move(row));
        }
    }
    if (!chart.rows.empty()) sheet.charts.push_back(std::move(chart));
    return sheet;
}

Sheet compared_hit_sheet(const std::vector<ComparedPlan>& plans) {
    Sheet sheet{"first_hits", {"首次发生（规划期内）", "First time within the plan"}, {}, {}, {}};
    sheet.columns = {plan_column(plans.size() > 1),
                     {"event", {"编号", "Id"}, false, false, false},
                     {"name", {"事件", "Event"}, false, true}};
    append(sheet.columns, before_after("概率", "P"));
    sheet.columns.push_back({"month_before", {"原平均月份", "Mean month before"}});
    sheet.columns.push_back({"month_after", {"新平均月份", "after"}});
    sheet.columns.push_back({"months", {"推迟月数", "Months later"}, true});
    for (const ComparedPlan& plan : plans) {
        for (const auto& hit : plan.comparison.hits) {
            const auto month = [](std::optional<double> value) {
                if (value) value = middle_of_month(*value);
                return results::amount(Quantity::moment, value);
            };
            Answered months = change_cell(Quantity::months, hit.months);
            if (hit.months.moved == 0) months = results::amount(Quantity::months, std::nullopt);
            sheet.rows.push_back(
                {{results::words(plan.name), results::words(hit.event),
                  results::words(analysis::event_name(hit.event)),
                  results::amount(Quantity::probability, hit.probability.before),
                  results::amount(Quantity::probability, hit.probability.after),
                  change_cell(Quantity::probability, hit.probability), month(hit.mean_month_before),
                  month(hit.mean_month_after), months},
                 hit.probability.before > 0.0 || hit.probability.after > 0.0});
        }
    }
    sheet.notes.push_back(
        {"推迟月数只比两个方案里都发生的路径；平均月份各是自己发生的路径的。",
         "Months later: of the paths on which it happens in both; mean months are "
         "each of its own paths."});
    sheet.charts.push_back({.kind = Chart::Kind::dumbbells,
                            .labels = labels_of(plans, {"name"}),
                            .values = {Drawn{"before"}, Drawn{"after"}}});
    return sheet;
}

Sheet project_sheet(const std::vector<ComparedPlan>& plans) {
    Sheet sheet{"projects", {"日期变动的项目", "Projects whose dates moved"}, {}, {}, {}};
    sheet.columns = {plan_column(plans.size() > 1),
                     {"project", {"编号", "Id"}, false, false, false},
                     {"name", {"项目", "Project"}, false, true, true, 36},
                     {"finished_before", {"原完工概率", "P finish before"}},
                     {"finished_after", {"新完工概率", "after"}},
                     {"finished_change", {"变化", "Change"}, true, false, false},
                     {"p50_before", {"原 P50 完工", "P50 before"}},
                     {"p50_after", {"新 P50 完工", "after"}},
                     {"months", {"平均推迟月数", "Months later (mean)"}, true},
                     {"moved", {"变动的路径", "Paths that differ"}, false, false, false}};
    for (const ComparedPlan& plan : plans) {
        std::vector<std::pair<double, results::AnswerRow>> rows;
        for (const auto& project : plan.comparison.projects) {
            const std::size_t moved = std::max(project.finished.moved, project.months.moved);
            const double size = std::max(std::fabs(project.months.change) / 12.0,
                                         std::fabs(project.finished.change));
            results::AnswerRow row;
            row.cells = {results::words(plan.name),
                         results::words(project.id),
                         results::words(project.name),
                         results::amount(Quantity::probability, project.finished.before),
                         results::amount(Quantity::probability, project.finished.after),
                         change_cell(Quantity::probability, project.finished),
                         results::amount(Quantity::moment, project.p50_before),
                         results::amount(Quantity::moment, project.p50_after),
                         change_cell(Quantity::months, project.months),
                         results::amount(Quantity::number, static_cast<double>(moved))};
            for (const std::size_t place : {6U, 7U}) {
                row.cells[place].words = {"规划期外", "beyond"};
            }
            row.shown = moved > 0 && size >= 0.005;
            rows.emplace_back(row.shown ? size : -1.0, std::move(row));
        }
        std::stable_sort(rows.begin(), rows.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].second.shown = rows[i].second.shown && i < compared_rows_shown;
            sheet.rows.push_back(std::move(rows[i].second));
        }
        for (const auto& id : plan.comparison.only_before) {
            sheet.notes.push_back(sentence("{}：只在第一个方案中有 {}",
                                           "{}: only the first plan has {}", plan.label, id));
        }
        for (const auto& id : plan.comparison.only_after) {
            sheet.notes.push_back(sentence("{}：第一个方案中没有 {}",
                                           "{}: the first plan has no {}", plan.label, id));
        }
    }
    sheet.charts.push_back({.kind = Chart::Kind::points,
                            .title = {"平均推迟月数和 95% 区间", "Months later, 95 % interval"},
                            .labels = labels_of(plans, {"name"}),
                            .values = {Drawn{"months", -1}},
                            .marks = {no_change}});
    return sheet;
}

Sheet assumption_sheet(const std::vector<ComparedPlan>& plans) {
    Sheet sheet{"assumptions", {"不同的假设", "Assumptions that differ"}, {}, {}, {}};
    sheet.columns = {plan_column(plans.size() > 1),
                     {"table", {"表", "Table"}},
                     {"row", {"行", "Row"}, false, false, true, 32},
                     {"column", {"列", "Column"}},
                     {"before", {"原值", "Before"}, false, false, true, 36},
                     {"after", {"新值", "After"}, false, false, true, 36}};
    for (const ComparedPlan& plan : plans) {
        std::size_t shown = 0;
        for (const auto& assumption : plan.assumptions) {
            sheet.rows.push_back(
                {{results::words(plan.name), results::words(assumption.table),
                  results::words(assumption.row), results::words(assumption.column),
                  results::words(assumption.before), results::words(assumption.after)},
                 ++shown <= compared_rows_shown});
        }
    }
    return sheet;
}

/// "target: 57.1% to 43.2% (-13.9 points [-14.6, -13.2])" for what moved most.
Text told_target(const analysis::TargetChange& target, Language language) {
    const Answered before = results::amount(Quantity::probability, target.probability.before);
    const Answered after = results::amount(Quantity::probability, target.probability.after);
    const Answered change = change_cell(Quantity::probability, target.probability);
    const auto text = [&](const Answered& cell) { return cell_text(cell, {}, language); };
    return sentence("“{}”由 {} 变为 {}（{} 个百分点）", "\"{}\" from {} to {} ({} points)",
                    target.name.in(language), text(before), text(after), text(change));
}

Text lead_on(const ComparedPlan& plan) {
    const analysis::TargetChange* most = nullptr;
    for (const auto& target : plan.comparison.targets) {
        if (!target.probability.clear()) continue;
        if (most == nullptr ||
            std::fabs(target.probability.change) > std::fabs(most->probability.change)) {
            most = &target;
        }
    }
    const std::size_t cells = plan.assumptions.size();
    const bool moves = std::any_of(plan.comparison.figures.begin(), plan.comparison.figures.end(),
                                   [](const auto& figure) { return figure.mean.change != 0.0; });
    if (cells == 0 && !moves) {
        return sentence("{}：与它没有一处假设不同，各项数字也相同。",
                        "{}: no assumption differs, and no figure does.", plan.label);
    }
    Text text =
        sentence("{}：{} 处假设不同；", "{}: assumptions that differ: {}; ", plan.label, cells);
    if (most == nullptr) {
        return {text.zh + "没有一个目标的概率有明确变化。",
                text.en + "no target's probability changes clearly."};
    }
    return {text.zh + "变化最大的目标：" + told_target(*most, Language::chinese).zh + "。",
            text.en + "the target that changes most: " + told_target(*most, Language::english).en +
                "."};
}

/// No change is seen, and few paths could show one: those that change sides, and those on the rarer
/// side.
bool is_rare(const statistics::Difference& probability) {
    if (probability.clear()) return false;
    if (probability.gain && *probability.gain < 2.0) return true;
    constexpr double seldom = 0.01;
    const auto rarer = [](double share) { return std::min(share, 1.0 - share); };
    const double most = std::max(rarer(probability.before), rarer(probability.after));
    return most > 0.0 && most < seldom && probability.moved < statistics::least_moved;
}

/// How much pairing helped, and where it hardly did.
std::vector<Text> pairing_remarks(const std::vector<ComparedPlan>& plans) {
    std::vector<double> gains;
    std::string rare_zh, rare_en;
    for (const ComparedPlan& plan : plans) {
        for (const auto& figure : plan.comparison.figures) {
            if (figure.mean.gain) gains.push_back(*figure.mean.gain);
        }
        for (const auto& target : plan.comparison.targets) {
            if (!is_rare(target.probability)) continue;
            rare_zh += (rare_zh.empty() ? "" : "、") + target.name.zh;
            rare_en += (rare_en.empty() ? "" : ", ") + target.name.en;
        }
        for (const auto& hit : plan.comparison.hits) {
            if (!is_rare(hit.probability)) continue;
            rare_zh += (rare_zh.empty() ? "" : "、") + analysis::event_name(hit.event).zh;
            rare_en += (rare_en.empty() ? "" : ", ") + analysis::event_name(hit.event).en;
        }
    }
    std::vector<Text> texts;
    if (!gains.empty()) {
        const auto middle = gains.begin() + static_cast<std::ptrdiff_t>(gains.size() / 2);
        std::nth_element(gains.begin(), middle, gains.end());
        texts.push_back(sentence("逐路径配对：均值之差的方差比独立抽样小 {:.0f} 倍（中位数）。",
                                 "Paired path by path: differences of means have {:.0f} times less "
                                 "variance than on independent draws (median).",
                                 *middle));
    }
    if (!rare_zh.empty()) {
        texts.push_back(
            {"路径太少，看不出变化（罕见，配对帮助不大；请用 coffer rare "
             "分别求两个方案的概率，或加 "
             "--paths）：" +
                 rare_zh + "。",
             "Too few paths to see a change (rare, where pairing helps little: ask coffer rare "
             "for the probability of each plan, or take more --paths): " +
                 rare_en + "."});
    }
    return texts;
}

}  // namespace

results::Answer compare_answer(const Text& first, const results::Telling& telling,
                               std::uint64_t paths, const std::vector<ComparedPlan>& plans) {
    results::Answer answer;
    answer.telling = telling;
    answer.lead.push_back(sentence("与“{}”比较，同样的 {} 条路径", "", first.zh, paths));
    answer.lead.back().en = fmt::format("Against \"{}\", on the same {} paths", first.en, paths);
    for (const ComparedPlan& plan : plans) answer.lead.push_back(lead_on(plan));
    answer.sheets = {target_sheet(plans), figure_sheet(plans, telling.unit),
                     compared_hit_sheet(plans), project_sheet(plans), assumption_sheet(plans)};
    answer.last = pairing_remarks(plans);
    return answer;
}

}  // namespace coffer::report
