#include <algorithm>
#include <cmath>
#include <map>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/progress_answer.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using analysis::ProgressFigure;
using analysis::ProgressLine;
using analysis::ProgressReport;
using results::Chart;
using results::Drawn;
using results::Quantity;
using results::Sheet;

constexpr std::size_t lines_shown = 12;

Text kind_name(ProgressLine::Kind kind) {
    using Kind = ProgressLine::Kind;
    switch (kind) {
        case Kind::revenue:
            return {"收入", "Revenue"};
        case Kind::taxpayer:
            return {"重点税源", "Taxpayer"};
        case Kind::expenditure:
            return {"支出", "Expenditure"};
        case Kind::source:
            return {"资金到账", "Source"};
        case Kind::pipeline:
            return {"项目池", "Pipeline"};
        case Kind::project:
            break;
    }
    return {"项目", "Project"};
}

/// The share that one amount is of another; none of nothing.
std::optional<double> share_of(std::optional<double> part, double whole) {
    if (!part || whole <= 0.0) return std::nullopt;
    return *part / whole;
}

Sheet progress_figure_sheet(const ProgressReport& report, const results::Telling& telling) {
    Sheet sheet{"figures",
                {fmt::format("{} 年主要指标（金额：{}）", report.year, unit_name(telling.unit).zh),
                 fmt::format("Main indicators of {} (money in {})", report.year,
                             unit_name(telling.unit).en)},
                {},
                {},
                {}};
    sheet.columns = {{"indicator", {}, false, false, false},
                     {"name", {"指标", "Indicator"}, false, true, true, 28},
                     {"before", {"原预计", "Forecast before"}},
                     {"to_date", {"累计", "To date"}},
                     {"share", {"占原预计", "Share"}},
                     {"mean", {"现预计", "Forecast now"}},
                     {"p05", {"P5", "P5"}},
                     {"p95", {"P95", "P95"}},
                     {"change", {"变化 [95% 区间]", "Change [95 %]"}, true}};
    for (const ProgressFigure& figure : report.figures) {
        const auto& change = figure.change;
        const Quantity quantity = quantity_of(change.id.indicator);
        sheet.rows.push_back(
            {{results::words(model::info(change.id.indicator).id),
              results::words(model::info(change.id.indicator).name),
              results::amount(quantity, change.mean.before),
              results::amount(quantity, figure.to_date),
              results::amount(Quantity::ratio, share_of(figure.to_date, change.mean.before)),
              results::amount(quantity, change.mean.after),
              results::amount(quantity, figure.range[0]),
              results::amount(quantity, figure.range[1]), change_cell(quantity, change.mean)}});
    }
    sheet.notes.push_back(
        {"预计为全部路径的均值，P5 与 P95 之间是 90% 的可能所在",
         "Forecasts are means over all paths; 90 % of what may be lies between P5 and P95"});
    Chart chart{.kind = Chart::Kind::bars,
                .title = {"原预计、累计与现预计", "Forecast before, to date, forecast now"},
                .labels = {"name"},
                .values = {Drawn{"before"}, Drawn{"to_date"}, Drawn{"mean"}}};
    for (std::size_t row = 0; row < report.figures.size(); ++row) {
        // Others have axes of their own.
        if (report.figures[row].change.unit == model::Unit::money) chart.rows.push_back(row);
    }
    if (!chart.rows.empty()) sheet.charts.push_back(std::move(chart));
    return sheet;
}

Sheet progress_target_sheet(const ProgressReport& report) {
    Sheet sheet{"targets",
                {"目标实现的概率与变化原因（百分点）",
                 "Probability of targets, and what changed it (points)"},
                {},
                {},
                {}};
    sheet.columns = {
        {"target", {}, false, false, false},   {"name", {"目标", "Target"}, false, true, true, 40},
        {"year", {"期间", "Period"}},          {"before", {"原概率", "P before"}},
        {"after", {"现概率", "P now"}},        {"change", {"变化", "Change"}, true},
        {"drivers", {"价格利率", "Drivers"}},  {"revenue", {"收入", "Revenue"}},
        {"expenditure", {"支出", "Spending"}}, {"projects", {"项目资金", "Projects"}}};
    for (std::size_t t = 0; t < report.comparison.targets.size(); ++t) {
        const auto& target = report.comparison.targets[t];
        const auto& p = target.probability;
        results::AnswerRow row{
            {results::words(target.id), results::words(target.name),
             results::words(results::period_text(target.span)),
             results::amount(Quantity::probability, p.before),
             results::amount(Quantity::probability, p.after),
             results::change_of(Quantity::probability, p.change, p.interval.low, p.interval.high)}};
        const auto causes =
            std::find_if(report.causes.begin(), report.causes.end(),
                         [&](const auto& each) { return each.target == target.id; });
        for (std::size_t group = 0; group < analysis::actuals_groups; ++group) {
            if (causes == report.causes.end()) {
                row.cells.push_back(results::amount(Quantity::probability, std::nullopt));
                continue;
            }
            row.cells.push_back(
                results::change_of(Quantity::probability, causes->steps[group].change));
        }
        sheet.rows.push_back(std::move(row));
    }
    sheet.notes.push_back(
        {"各原因依次计入：先价格利率，再收入、支出、项目与资金；合计为总变化",
         "Causes are added one after the other, in this order; they sum to the change"});
    sheet.charts.push_back({.kind = Chart::Kind::dumbbells,
                            .title = {"目标实现的概率", "Probability of targets"},
                            .labels = {"name", "year"},
                            .values = {Drawn{"before", 1}, Drawn{"after", 1}}});
    return sheet;
}

/// What was planned, what has been done and what is expected now.
Chart line_chart(std::string label) {
    return {.kind = Chart::Kind::bars,
            .title = {"全年计划、实际累计与全年预计", "Planned, actual, forecast"},
            .labels = {std::move(label)},
            .values = {Drawn{"planned"}, Drawn{"actual"}, Drawn{"forecast"}}};
}

std::vector<results::AnswerColumn> line_columns() {
    return {
        {"planned", {"全年计划", "Planned"}}, {"planned_to_date", {"序时计划", "Planned to date"}},
        {"actual", {"实际累计", "Actual"}},   {"execution", {"完成率", "Of the year"}},
        {"gap", {"比序时", "Against plan"}},  {"forecast", {"全年预计", "Forecast"}}};
}

void add_amounts(results::AnswerRow& row, double planned, double planned_to_date,
                 std::optional<double> actual, double forecast) {
    auto gap = results::amount(Quantity::money, std::nullopt);
    if (actual) gap = results::change_of(Quantity::money, *actual - planned_to_date);
    row.cells.push_back(results::amount(Quantity::money, planned));
    row.cells.push_back(results::amount(Quantity::money, planned_to_date));
    row.cells.push_back(results::amount(Quantity::money, actual));
    row.cells.push_back(results::amount(Quantity::ratio, share_of(actual, planned)));
    row.cells.push_back(gap);
    row.cells.push_back(results::amount(Quantity::money, forecast));
}

/// How far a line lies from where it should be.
double distance_of(const ProgressLine& line) {
    return std::fabs(line.actual.value_or(line.planned_to_date) - line.planned_to_date);
}

Sheet progress_line_sheet(const ProgressReport& report, const results::Telling& telling,
                          const std::string& id, Text title, bool projects) {
    using Kind = ProgressLine::Kind;
    title.zh += "（金额：" + unit_name(telling.unit).zh + "）";
    title.en += " (money in " + unit_name(telling.unit).en + ")";
    Sheet sheet{id, std::move(title), {}, {}, {}};
    sheet.columns = {{"kind", {"类别", "Kind"}, false, true},
                     {"id", {}, false, false, false},
                     {"name", {"名称", "Name"}, false, true, true, 32}};
    for (auto& column : line_columns()) sheet.columns.push_back(std::move(column));
    std::vector<const ProgressLine*> lines;
    for (const auto& line : report.lines) {
        const bool is_project = line.kind == Kind::project || line.kind == Kind::pipeline;
        if (is_project == projects) lines.push_back(&line);
    }
    // Those furthest from plan are for the reader, all are in the file.
    std::vector<const ProgressLine*> furthest = lines;
    std::stable_sort(furthest.begin(), furthest.end(),
                     [](const ProgressLine* a, const ProgressLine* b) {
                         return distance_of(*a) > distance_of(*b);
                     });
    if (furthest.size() > lines_shown) furthest.resize(lines_shown);
    for (const ProgressLine* line : lines) {
        results::AnswerRow row{{results::words(kind_name(line->kind)), results::words(line->id),
                                results::words(line->name)}};
        add_amounts(row, line->planned, line->planned_to_date, line->actual, line->forecast);
        row.shown = std::find(furthest.begin(), furthest.end(), line) != furthest.end();
        sheet.rows.push_back(std::move(row));
    }
    if (lines.size() > lines_shown) {
        sheet.notes.push_back(sentence("共 {} 行，这里是离序时最远的 {} 行，其余在 {}.csv",
                                       "Of {} rows the {} furthest from plan; the others are in "
                                       "{}.csv",
                                       lines.size(), lines_shown, id));
    }
    sheet.charts.push_back(line_chart("name"));
    return sheet;
}

/// Projects and pipelines of one district or department together.
Sheet progress_group_sheet(const ProgressReport& report, const results::Telling& telling,
                           std::string ProgressLine::* group, std::string id, const Text& title,
                           const Text& head) {
    struct Sum {
        double planned = 0.0, planned_to_date = 0.0, forecast = 0.0;
        std::optional<double> actual;
    };
    std::map<std::string, Sum> sums;
    for (const auto& line : report.lines) {
        const bool invests =
            line.kind == ProgressLine::Kind::project || line.kind == ProgressLine::Kind::pipeline;
        if (!invests || (line.*group).empty()) continue;
        Sum& sum = sums[line.*group];
        sum.planned += line.planned;
        sum.planned_to_date += line.planned_to_date;
        sum.forecast += line.forecast;
        if (line.actual) sum.actual = sum.actual.value_or(0.0) + *line.actual;
    }
    Sheet sheet{id + "s",
                {title.zh + "（金额：" + unit_name(telling.unit).zh + "）",
                 title.en + " (money in " + unit_name(telling.unit).en + ")"},
                {},
                {},
                {}};
    sheet.charts.push_back(line_chart(id));
    sheet.columns = {{std::move(id), head}};
    for (auto& column : line_columns()) sheet.columns.push_back(std::move(column));
    for (const auto& [name, sum] : sums) {
        results::AnswerRow row{{results::words(name)}};
        add_amounts(row, sum.planned, sum.planned_to_date, sum.actual, sum.forecast);
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

Sheet progress_finish_sheet(const ProgressReport& report) {
    Sheet sheet{
        "finishes", {"完工时间变动的项目（P50）", "Projects whose finish moved (P50)"}, {}, {}, {}};
    sheet.columns = {{"project", {}, false, false, false},
                     {"name", {"项目", "Project"}, false, true, true, 36},
                     {"before", {"原预计", "Before"}},
                     {"after", {"现预计", "Now"}},
                     {"probability", {"规划期内完工概率", "P(finished)"}},
                     {"months", {"推迟月数", "Months later"}, true}};
    std::vector<std::pair<double, std::size_t>> moved;
    for (const auto& project : report.comparison.projects) {
        const bool moves = project.months.moved > 0;
        moved.emplace_back(moves ? std::fabs(project.months.change) : 0.0, sheet.rows.size());
        sheet.rows.push_back({{results::words(project.id), results::words(project.name),
                               results::amount(Quantity::moment, project.p50_before),
                               results::amount(Quantity::moment, project.p50_after),
                               results::amount(Quantity::probability, project.finished.after),
                               moves ? change_cell(Quantity::months, project.months)
                                     : results::amount(Quantity::months, std::nullopt)},
                              false});
    }
    std::stable_sort(moved.begin(), moved.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    constexpr double matters = 0.25;  // of a month
    for (std::size_t i = 0; i < std::min(lines_shown, moved.size()); ++i) {
        sheet.rows[moved[i].second].shown = moved[i].first >= matters;
    }
    sheet.charts.push_back({.kind = Chart::Kind::points,
                            .labels = {"name"},
                            .values = {Drawn{"months", -1}},
                            .marks = {{{"不变", "no change"}, 0.0, false}}});
    return sheet;
}

Sheet track_sheet(const std::vector<EarlierForecast>& earlier) {
    Sheet sheet{"track_record", {"以前的预计准不准", "How earlier forecasts did"}, {}, {}, {}};
    sheet.columns = {{"forecast", {"预计", "Forecast"}, false, false, true, 24},
                     {"indicator", {}, false, false, false},
                     {"name", {"指标", "Indicator"}, false, true, true, 28},
                     {"period", {"期间", "By"}, false, true},
                     {"figures", {"个数", "Figures"}},
                     {"within", {"落在 P5–P95", "Within P5-P95"}},
                     {"above", {"高于 P50", "Above P50"}},
                     {"bias", {"合计比 P50", "Against P50"}},
                     {"furthest", {"偏得最远", "Furthest"}}};
    for (const EarlierForecast& forecast : earlier) {
        for (const auto& record : forecast.records) {
            const auto furthest = std::max_element(
                record.figures.begin(), record.figures.end(), [](const auto& a, const auto& b) {
                    return std::fabs(a.distance()) < std::fabs(b.distance());
                });
            const auto& id = furthest->id;
            const std::string when =
                id.month == 0 ? std::to_string(id.year) : to_string(Month{id.year, id.month});
            const double count = static_cast<double>(record.figures.size());
            auto bias = results::amount(Quantity::ratio, std::nullopt);
            if (const auto value = record.bias()) {
                bias = results::change_of(Quantity::ratio, *value);
            }
            sheet.rows.push_back(
                {{results::words(forecast.label), results::words(model::info(record.indicator).id),
                  results::words(model::info(record.indicator).name),
                  results::words(record.by_month ? Text{"月", "month"} : Text{"年", "year"}),
                  results::amount(Quantity::number, count),
                  results::amount(Quantity::number, static_cast<double>(record.within())),
                  results::amount(Quantity::number, static_cast<double>(record.above())), bias,
                  results::words(furthest->within() ? std::string("-") : when)}});
        }
    }
    sheet.notes.push_back(
        {"预计之后才知道的月份和年份。P5–P95 "
         "应容下约九成；同一次预计的各月同涨同落，十来个月还说明不了什么",
         "Months and years that became known after the forecast. About nine tenths belong within "
         "P5-P95; months of one forecast rise and fall together, so that a dozen proves little"});
    return sheet;
}

void say_record(const std::vector<EarlierForecast>& earlier, std::vector<Text>& lead) {
    std::size_t figures = 0, within = 0;
    for (const EarlierForecast& forecast : earlier) {
        for (const auto& record : forecast.records) {
            if (!record.by_month) continue;
            figures += record.figures.size();
            within += record.within();
        }
    }
    if (earlier.empty()) return;
    if (figures == 0) {
        lead.push_back({"以前的预计所涉的月份，还没有一个有了结果。",
                        "No month that earlier forecasts left open is known yet."});
        return;
    }
    lead.push_back(
        sentence("以前 {} 次预计：后来有了结果的 {} 个月度数中，{} 个落在 90% 的区间内。",
                 "{} earlier forecasts: of {} monthly figures that became known, {} lie "
                 "in their 90 % ranges.",
                 earlier.size(), figures, within));
}

void say_figures(const ProgressReport& report, const results::Telling& telling,
                 std::vector<Text>& lead) {
    for (const ProgressFigure& figure : report.figures) {
        if (!figure.to_date) continue;
        const auto& change = figure.change;
        const Text name = model::info(change.id.indicator).name;
        const auto told = [&](double yuan) {
            return told_cell(results::amount(Quantity::money, yuan), telling);
        };
        const Text so_far = told(*figure.to_date), mean = told(change.mean.after),
                   low = told(figure.range[0]), high = told(figure.range[1]);
        const double share = share_of(figure.to_date, change.mean.before).value_or(0.0);
        lead.push_back(
            {fmt::format("{}累计 {}，为原预计全年的 {:.1f}%；全年现预计 {}（{} 至 {}）。", name.zh,
                         so_far.zh, share * 100.0, mean.zh, low.zh, high.zh),
             fmt::format("{} to date {}, {:.1f} % of the year as forecast before; the year is now "
                         "expected at {} ({} to {}).",
                         name.en, so_far.en, share * 100.0, mean.en, low.en, high.en)});
    }
}

/// What of the plan known months say less about than they could (docs/model.md section 1).
void say_what_is_not_learnt(const model::Model& model, std::vector<Text>& last) {
    bool tails = false, crises = model.crisis.has_value(), jumps = false, few_years = false;
    for (const auto& driver : model.drivers) {
        tails = tails || driver.degrees_of_freedom.has_value();
        jumps = jumps || driver.jump_probability > 0.0;
        few_years = few_years || driver.history_years > 0.0;
    }
    const auto look = [&](const model::Flow& flow) {
        few_years = few_years || (!flow.known.empty() && flow.uncertainty.history_years > 0.0);
    };
    for (const auto& line : model.revenue) look(line.flow);
    for (const auto& taxpayer : model.taxpayers) look(taxpayer.output);
    for (const auto& line : model.expenditure) look(line.flow);
    for (const auto& source : model.sources) look(source.arrival);
    for (const auto& pipeline : model.pipelines) look(pipeline.need);
    Text parts;
    const auto add = [&](bool there, const Text& part) {
        if (!there) return;
        parts.zh += (parts.zh.empty() ? "" : "、") + part.zh;
        parts.en += (parts.en.empty() ? "" : ", ") + part.en;
    };
    add(tails, {"厚尾", "heavy tails"});
    add(crises, {"危机", "crises"});
    add(jumps, {"跳跃", "jumps"});
    add(few_years,
        {"年数少而不确定的波动（history_years）", "spreads known from few years (history_years)"});
    if (parts.zh.empty()) return;
    last.push_back(
        {"以后各月按执行数修正，但有近似：方案中的" + parts.zh + "仍各自抽样，不从执行数中学习",
         "Later months are conditioned on what is known, approximately: the plan's " + parts.en +
             " keep their own draws and are not learnt from it"});
}

void say_targets(const ProgressReport& report, std::vector<Text>& lead) {
    const analysis::TargetChange* worst = nullptr;
    for (const auto& target : report.comparison.targets) {
        if (!target.probability.clear() || target.probability.change >= 0.0) continue;
        if (worst == nullptr || target.probability.change < worst->probability.change) {
            worst = &target;
        }
    }
    if (worst == nullptr) {
        lead.push_back(
            {"没有一项目标的概率明显下降。", "No target has become clearly less likely."});
        return;
    }
    lead.push_back(
        {fmt::format("下降最多的目标是“{}”：从 {:.1f}% 到 {:.1f}%。", worst->name.zh,
                     worst->probability.before * 100.0, worst->probability.after * 100.0),
         fmt::format("The target that lost most is \"{}\": from {:.1f} to {:.1f} %.",
                     worst->name.en, worst->probability.before * 100.0,
                     worst->probability.after * 100.0)});
}

}  // namespace

results::Answer progress_answer(const ProgressReport& report,
                                const std::vector<EarlierForecast>& earlier,
                                const model::Model& model, std::uint64_t paths, MoneyUnit unit) {
    results::Answer answer;
    answer.telling = {model.start(), unit};
    const std::string as_of = to_string(month_after(model.start(), report.known - 1));
    const Text before =
        report.since == 0
            ? Text{"年初计划", "the plan before anything was known"}
            : Text{"截至 " + to_string(month_after(model.start(), report.since - 1)) + " 的预计",
                   "the forecast as of " + to_string(month_after(model.start(), report.since - 1))};
    answer.lead.push_back(
        {fmt::format(
             "“{}”截至 {} 的序时进度：{} 年已过 {} 个月（{:.1f}%）；与{}比，同样的 {} 条路径",
             model.name.zh, as_of, report.year, report.of_year, 100.0 * report.of_year / 12.0,
             before.zh, paths),
         fmt::format("\"{}\" as of {}: {} months of {} have passed ({:.1f} %); against {}, on the "
                     "same {} paths",
                     model.name.en, as_of, report.of_year, report.year,
                     100.0 * report.of_year / 12.0, before.en, paths)});
    say_figures(report, answer.telling, answer.lead);
    say_targets(report, answer.lead);
    say_record(earlier, answer.lead);
    answer.sheets = {
        progress_figure_sheet(report, answer.telling),
        progress_target_sheet(report),
        progress_line_sheet(report, answer.telling, "lines",
                            {"收支和资金：计划、实际与预计",
                             "Revenue, spending and sources: plan, "
                             "actual, forecast"},
                            false),
        progress_line_sheet(report, answer.telling, "projects",
                            {"项目投资：计划、实际与预计", "Projects: plan, actual, forecast"},
                            true),
        progress_group_sheet(report, answer.telling, &ProgressLine::district, "district",
                             {"项目投资分区域", "Project spending by district"},
                             {"区域", "District"}),
        progress_group_sheet(report, answer.telling, &ProgressLine::department, "department",
                             {"项目投资分责任单位", "Project spending by department"},
                             {"责任单位", "Department"}),
        progress_finish_sheet(report),
        track_sheet(earlier)};
    std::erase_if(answer.sheets, [](const Sheet& sheet) { return sheet.rows.empty(); });
    answer.last.push_back({"各行的计划与预计取参考路径（全部抽样取中位数），实际来自执行数",
                           "Planned and forecast amounts of lines are those of the reference path "
                           "(every draw at its median); actual amounts are from actuals.csv"});
    say_what_is_not_learnt(model, answer.last);
    return answer;
}

}  // namespace coffer::report
