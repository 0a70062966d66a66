#include "coffer/report/results_workbook.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "coffer/base/calendar.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "coffer/results/core_tables.hpp"
#include "coffer/results/files.hpp"
#include "sections.hpp"
#include "xlsx.hpp"

namespace coffer::report {
namespace {

using model::Indicator;

constexpr unsigned ink = 0x1F4E79;
constexpr unsigned shade = 0xDCE6F1;

const Style title_style{.bold = true, .size = 16, .colour = ink};
const Style heading_style{.bold = true,
                          .wrap = true,
                          .box = true,
                          .colour = 0xFFFFFF,
                          .fill = ink,
                          .align = LXW_ALIGN_CENTER};
const Style cell_style{.box = true};
const Style remark_style{.colour = 0x6B7280};

/// A line of a chart: its values and name are cells.
struct Line {
    int column = 0;
    unsigned colour = 0;
    bool dashed = false;
};

class ResultsBook {
  public:
    ResultsBook(const results::RunResults& results, Language language)
        : results_(results), report_{results.forecast, results.manifest, language} {}

    std::optional<std::string> write() {
        if (!xlsx_.ok()) return std::nullopt;
        write_verdict();
        write_indicators();
        write_targets();
        write_projects();
        write_debt_service();
        write_cash();
        for (const auto& table : results::core_tables(results_)) write_core(table);
        write_about();
        return xlsx_.bytes();
    }

  private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return report_.say(zh, en);
    }
    [[nodiscard]] double scaled(double yuan) const {
        return yuan / info(report_.manifest.unit).yuan;
    }
    [[nodiscard]] double scaled(double value, model::Unit unit) const {
        return unit == model::Unit::money ? scaled(value) : value;
    }
    [[nodiscard]] std::string money_format() const {
        return report_.manifest.unit == MoneyUnit::yuan ? "#,##0" : "#,##0.00";
    }
    [[nodiscard]] std::string format_of(model::Unit unit) const {
        if (unit == model::Unit::money) return money_format();
        return unit == model::Unit::ratio ? "0.0%" : "#,##0.0";
    }
    /// "还本付息（万元）"
    [[nodiscard]] std::string in_unit(std::string_view zh, std::string_view en) const {
        return say(zh, en) + say("（", " (") + report_.unit() + say("）", ")");
    }
    [[nodiscard]] Month start() const {
        return begin_of_year(report_.manifest.first_year, report_.manifest.first_month);
    }
    [[nodiscard]] int last_year() const {
        return report_.manifest.first_year + report_.manifest.years - 1;
    }

    lxw_worksheet* add_sheet(std::string_view zh, std::string_view en,
                             const std::vector<double>& widths) {
        lxw_worksheet* sheet = xlsx_.add_sheet(say(zh, en));
        worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            worksheet_set_column(sheet, column, column, widths[i], nullptr);
        }
        worksheet_set_landscape(sheet);
        worksheet_set_paper(sheet, 9);  // A4
        worksheet_fit_to_pages(sheet, 1, 0);
        return sheet;
    }

    void headings(lxw_worksheet* sheet, int row, const std::vector<std::string>& names) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            xlsx_.text(sheet, row, static_cast<int>(i), names[i], heading_style);
        }
    }

    void number(lxw_worksheet* sheet, int row, int column, double value,
                const std::string& format) {
        Style style = cell_style;
        style.number = format;
        xlsx_.number(sheet, row, column, value, style);
    }
    void number(lxw_worksheet* sheet, int row, int column, const std::optional<double>& value,
                const std::string& format) {
        if (value) {
            number(sheet, row, column, *value, format);
        } else {
            xlsx_.text(sheet, row, column, "–", cell_style);
        }
    }

    void write_verdict() {
        lxw_worksheet* sheet = add_sheet("结论", "verdict", {4, 110});
        const results::Manifest& manifest = report_.manifest;
        int row = 0;
        xlsx_.text(sheet, row++, 0, manifest.scenario_name.in(report_.language), title_style);
        xlsx_.text(sheet, row++, 0,
                   fmt::format("{}–{}  {} {}  {} {}", manifest.first_year, last_year(),
                               say("路径数", "paths"), report_.forecast.paths, say("种子", "seed"),
                               manifest.seed),
                   remark_style);
        ++row;
        int number = 0;
        for (const std::string& sentence : verdict_sentences(report_)) {
            worksheet_set_row(sheet, static_cast<lxw_row_t>(row), 36, nullptr);
            xlsx_.number(sheet, row, 0, ++number, {.bold = true, .colour = ink});
            xlsx_.text(sheet, row++, 1, sentence, {.wrap = true, .size = 12});
        }
    }

    /// The indicators that have a total by year, in the order of the register.
    [[nodiscard]] std::vector<Indicator> yearly() const {
        std::vector<Indicator> found;
        for (const auto& series : report_.forecast.series) {
            if (series.month != 0 || series.dimension != "total") continue;
            if (std::find(found.begin(), found.end(), series.indicator) == found.end()) {
                found.push_back(series.indicator);
            }
        }
        return found;
    }

    void write_indicators() {
        lxw_worksheet* sheet = add_sheet("指标", "indicators", {26, 8, 12, 12, 12, 12, 12, 12});
        xlsx_.text(sheet, 0, 0,
                   say("指标（金额：", "Indicators (money: ") + report_.unit() + say("）", ")"),
                   title_style);
        headings(sheet, 1,
                 {say("指标", "indicator"), say("年份", "year"), say("中位数 P50", "P50"), "P5",
                  "P95", say("平均", "mean"), say("参考路径", "reference path")});
        worksheet_freeze_panes(sheet, 2, 2);
        worksheet_repeat_rows(sheet, 1, 1);
        int row = 2;
        int charts = 0;
        for (const Indicator indicator : yearly()) {
            const int begin = row;
            for (int year = report_.manifest.first_year; year <= last_year(); ++year) {
                const auto* series = report_.find(indicator, "total", year, 0);
                if (series == nullptr) continue;
                write_row(sheet, row++, report_.name(indicator, "total"), std::to_string(year),
                          *series);
            }
            if (is_charted(indicator) && row - begin > 1) {
                fan(sheet, say("指标", "indicators"), begin, row - 1,
                    report_.name(indicator, "total"), 1 + 16 * charts++, 8);
            }
        }
        worksheet_autofilter(sheet, 1, 0, static_cast<lxw_row_t>(std::max(2, row - 1)), 6);
    }

    void write_row(lxw_worksheet* sheet, int row, const std::string& name,
                   const std::string& period, const statistics::SeriesSummary& series) {
        const model::Unit unit = model::info(series.indicator).unit;
        const auto& summary = series.summary;
        xlsx_.text(sheet, row, 0, name, cell_style);
        xlsx_.text(sheet, row, 1, period, cell_style);
        int column = 2;
        for (const double value :
             {summary.quantiles[p50_place], summary.quantiles[p05_place],
              summary.quantiles[p95_place], summary.mean, series.median_path}) {
            number(sheet, row, column++, scaled(value, unit), format_of(unit));
        }
    }

    static bool is_charted(Indicator indicator) {
        constexpr std::array charted{Indicator::fai, Indicator::general_revenue,
                                     Indicator::debt_statutory, Indicator::debt_ratio};
        return std::find(charted.begin(), charted.end(), indicator) != charted.end();
    }

    /// A native chart of median, P5 and P95 over the periods in rows `first` to `last`.
    void fan(lxw_worksheet* sheet, const std::string& sheet_name, int first, int last,
             const std::string& name, int at_row, int at_column) {
        lxw_chart* chart = workbook_add_chart(xlsx_.book(), LXW_CHART_LINE);
        static constexpr std::array<Line, 3> lines = {
            {{4, 0x9DB7D5, true}, {2, ink, false}, {3, 0x9DB7D5, true}}};
        const std::array<std::string, 3> names = {"P95", say("中位数", "median"), "P5"};
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto from = static_cast<lxw_row_t>(first);
            const auto to = static_cast<lxw_row_t>(last);
            const auto column = static_cast<lxw_col_t>(lines[i].column);
            lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
            chart_series_set_categories(series, sheet_name.c_str(), from, 1, to, 1);
            chart_series_set_values(series, sheet_name.c_str(), from, column, to, column);
            chart_series_set_name(series, names[i].c_str());
            lxw_chart_line line{};
            line.color = lines[i].colour;
            line.width = lines[i].dashed ? 1.25F : 2.25F;
            line.dash_type = lines[i].dashed ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID;
            chart_series_set_line(series, &line);
        }
        chart_title_set_name(chart, name.c_str());
        chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
        worksheet_insert_chart(sheet, static_cast<lxw_row_t>(at_row),
                               static_cast<lxw_col_t>(at_column), chart);
    }

    void write_targets() {
        if (report_.forecast.targets.empty()) return;
        lxw_worksheet* sheet = add_sheet("目标", "targets", {34, 16, 46, 12, 12, 12});
        xlsx_.text(sheet, 0, 0, say("目标实现的概率", "Probability of reaching each target"),
                   title_style);
        headings(
            sheet, 1,
            {say("目标", "target"), say("时期", "period"), say("条件", "condition"),
             say("概率", "probability"), say("95% 下限", "95% from"), say("95% 上限", "95% to")});
        int row = 2;
        for (const auto& target : report_.forecast.targets) {
            xlsx_.text(sheet, row, 0, target.name.in(report_.language), cell_style);
            xlsx_.text(sheet, row, 1, results::period_text(target.span), cell_style);
            xlsx_.text(sheet, row, 2, report_.condition(target), cell_style);
            number(sheet, row, 3, target.probability, "0.0%");
            number(sheet, row, 4, target.low, "0.00%");
            number(sheet, row, 5, target.high, "0.00%");
            ++row;
        }
        bars(sheet, row - 1);
    }

    /// Probabilities as bars in their cells.
    void bars(lxw_worksheet* sheet, int last) {
        lxw_conditional_format bar{};
        bar.type = LXW_CONDITIONAL_DATA_BAR;
        bar.bar_color = 0x9DC3E6;
        bar.min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
        bar.min_value = 0.0;
        bar.max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
        bar.max_value = 1.0;
        worksheet_conditional_format_range(sheet, 2, 3, static_cast<lxw_row_t>(last), 3, &bar);
    }

    void write_projects() {
        if (report_.forecast.projects.empty()) return;
        lxw_worksheet* sheet =
            add_sheet("项目", "projects", {16, 34, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12});
        xlsx_.text(sheet, 0, 0,
                   say("项目（金额：", "Projects (money: ") + report_.unit() + say("）", ")"),
                   title_style);
        headings(sheet, 1,
                 {say("编号", "id"), say("名称", "name"), say("总投资", "investment"),
                  say("计划完工", "planned finish"), say("P10 完工", "P10 finish"),
                  say("P50 完工", "P50 finish"), say("P90 完工", "P90 finish"),
                  say("期内完工", "finished"), say("延期", "late"), say("停工", "stopped"),
                  say("资金不足", "short"), say("资金到位", "funded")});
        worksheet_freeze_panes(sheet, 2, 2);
        worksheet_repeat_rows(sheet, 1, 1);
        int row = 2;
        for (const auto& project : report_.forecast.projects) {
            xlsx_.text(sheet, row, 0, project.id, cell_style);
            xlsx_.text(sheet, row, 1, project.name.in(report_.language), cell_style);
            number(sheet, row, 2, scaled(project.total_investment), money_format());
            int column = 3;
            for (const auto& moment : {project.planned_finish, project.finish_p10,
                                       project.finish_p50, project.finish_p90}) {
                xlsx_.text(sheet, row, column++,
                           moment ? month_of_moment(*moment, start()) : say("规划期外", "beyond"),
                           cell_style);
            }
            number(sheet, row, 7, project.probability_finished, "0.0%");
            number(sheet, row, 8, project.probability_late, "0.0%");
            number(sheet, row, 9, project.probability_suspended, "0.0%");
            number(sheet, row, 10, project.probability_short, "0.0%");
            number(sheet, row, 11, project.funded_share, "0.0%");
            ++row;
        }
        worksheet_autofilter(sheet, 1, 0, static_cast<lxw_row_t>(row - 1), 11);
    }

    void write_debt_service() {
        if (report_.find(Indicator::debt_service, "total", report_.manifest.first_year, 0) ==
            nullptr) {
            return;
        }
        lxw_worksheet* sheet =
            add_sheet("还本付息", "debt service", {30, 8, 12, 12, 12, 12, 12, 12});
        xlsx_.text(sheet, 0, 0, in_unit("还本付息", "Debt service"), title_style);
        headings(sheet, 1,
                 {say("项", "item"), say("年份", "year"), say("中位数 P50", "P50"), "P5", "P95",
                  say("平均", "mean"), say("参考路径", "reference path")});
        int row = 2;
        for (const Indicator indicator : {Indicator::debt_service, Indicator::new_debt,
                                          Indicator::debt_statutory, Indicator::debt_total}) {
            const int begin = row;
            for (int year = report_.manifest.first_year; year <= last_year(); ++year) {
                const auto* series = report_.find(indicator, "total", year, 0);
                if (series == nullptr) continue;
                write_row(sheet, row++, report_.name(indicator, "total"), std::to_string(year),
                          *series);
            }
            if (row == begin) continue;
            if (indicator == Indicator::debt_service && row - begin > 1) {
                fan(sheet, say("还本付息", "debt service"), begin, row - 1,
                    report_.name(indicator, "total"), 1, 8);
            }
            if (indicator != Indicator::debt_service && indicator != Indicator::new_debt) continue;
            write_total(sheet, row++, begin, indicator);
        }
    }

    /// The sum of the means, as a live formula; of quantiles a sum means nothing.
    void write_total(lxw_worksheet* sheet, int row, int begin, Indicator indicator) {
        double sum = 0.0;
        for (int year = report_.manifest.first_year; year <= last_year(); ++year) {
            const auto* series = report_.find(indicator, "total", year, 0);
            if (series != nullptr) sum += scaled(series->summary.mean);
        }
        const Style total{.bold = true, .box = true, .fill = shade, .number = money_format()};
        for (int column = 0; column < 7; ++column) xlsx_.text(sheet, row, column, "", total);
        xlsx_.text(sheet, row, 0, say("合计（平均）", "total (mean)"), total);
        worksheet_write_formula_num(sheet, static_cast<lxw_row_t>(row), 5,
                                    fmt::format("=SUM(F{}:F{})", begin + 1, row).c_str(),
                                    xlsx_.format(total), sum);
    }

    void write_cash() {
        std::vector<const statistics::SeriesSummary*> months;
        for (const auto& series : report_.forecast.series) {
            if (series.indicator == Indicator::cash && series.month != 0 &&
                series.dimension == "total") {
                months.push_back(&series);
            }
        }
        if (months.empty()) return;
        lxw_worksheet* sheet = add_sheet("库款", "cash", {16, 10, 12, 12, 12, 12, 12, 12});
        xlsx_.text(sheet, 0, 0, in_unit("月末库款", "Cash by month"), title_style);
        headings(sheet, 1,
                 {say("项", "item"), say("月份", "month"), say("中位数 P50", "P50"), "P5", "P95",
                  say("平均", "mean"), say("参考路径", "reference path")});
        worksheet_freeze_panes(sheet, 2, 2);
        int row = 2;
        for (const auto* series : months) {
            write_row(sheet, row++, say("月末库款", "cash"),
                      to_string(Month{series->year, series->month}), *series);
        }
        fan(sheet, say("库款", "cash"), 2, row - 1, say("月末库款", "Cash"), 1, 8);
    }

    /// A core table as it stands in results.
    void write_core(const results::CoreTable& table) {
        constexpr std::size_t narrowest = 10, widest = 36;
        std::vector<double> widths;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < table.heads.size(); ++i) {
            names.push_back(table.heads[i].title.in(report_.language));
            std::size_t width = display_width(names.back());
            for (const auto& row : table.rows) {
                width = std::max(width, display_width(row.heads[i].in(report_.language)));
            }
            widths.push_back(static_cast<double>(std::clamp(width + 2, narrowest, widest)));
        }
        for (const auto& column : table.columns) {
            widths.push_back(14);
            names.push_back(column.title.in(report_.language));
        }
        // Names of sheets are short and have no brackets.
        const std::string zh = table.title.zh.substr(0, table.title.zh.find("（"));
        lxw_worksheet* sheet = add_sheet(zh, table.id, widths);
        xlsx_.text(sheet, 0, 0, in_unit(table.title.zh, table.title.en), title_style);
        headings(sheet, 1, names);
        const auto heads = static_cast<lxw_col_t>(table.heads.size());
        worksheet_freeze_panes(sheet, 2, heads);
        worksheet_repeat_rows(sheet, 1, 1);
        int row = 2;
        for (const auto& each : table.rows) {
            const Style style{.bold = each.is_sum,
                              .box = true,
                              .fill = each.is_sum ? std::optional<unsigned>(shade) : std::nullopt};
            int column = 0;
            for (const Text& head : each.heads) {
                xlsx_.text(sheet, row, column++, head.in(report_.language), style);
            }
            for (std::size_t i = 0; i < each.values.size(); ++i, ++column) {
                Style number_style = style;
                const bool is_share = table.columns[i].is_share;
                number_style.number = is_share ? "0.0%" : money_format();
                const auto& value = each.values[i];
                if (value) {
                    xlsx_.number(sheet, row, column, is_share ? *value : scaled(*value),
                                 number_style);
                } else {
                    xlsx_.text(sheet, row, column, "–", style);
                }
            }
            ++row;
        }
        worksheet_autofilter(sheet, 1, 0, static_cast<lxw_row_t>(row - 1),
                             static_cast<lxw_col_t>(names.size() - 1));
        xlsx_.text(sheet, row + 1, 0, table.note.in(report_.language), remark_style);
    }

    void write_about() {
        lxw_worksheet* sheet = add_sheet("说明", "about", {24, 90});
        const results::Manifest& manifest = report_.manifest;
        const std::vector<std::pair<std::string, std::string>> lines = {
            {say("方案", "scenario"), manifest.scenario_folder},
            {"sha256", manifest.scenario_sha256},
            {"coffer", manifest.coffer_version},
            {say("中位数 P50", "P50"),
             say("一半路径高于它，一半低于它", "half of the paths lie above it")},
            {"P5、P95", say("90% 的路径落在两者之间", "90% of the paths lie between them")},
            {say("参考路径", "reference path"),
             say("每个随机因素都取中位数的一条路径", "the path on which every draw is its median")},
            {say("概率", "probability"),
             say("发生的路径数除以路径数", "the share of the paths on which it happens")}};
        int row = 0;
        for (const auto& [name, text] : lines) {
            xlsx_.text(sheet, row, 0, name, {.bold = true});
            xlsx_.text(sheet, row++, 1, text, {.wrap = true});
        }
    }

    const results::RunResults& results_;
    Report report_;
    Xlsx xlsx_;
};

}  // namespace

std::optional<std::string> results_workbook(const results::RunResults& results, Language language) {
    return ResultsBook(results, language).write();
}

}  // namespace coffer::report
