#include "coffer/report/results_workbook.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "coffer/base/calendar.hpp"
#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/reader_tables.hpp"
#include "coffer/report/text_table.hpp"
#include "coffer/results/core_tables.hpp"
#include "sections.hpp"
#include "xlsx.hpp"

namespace coffer::report {
namespace {

using model::Indicator;
using results::Answered;
using results::Quantity;
using results::Sheet;

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

constexpr int title_row = 0;
constexpr int heading_row = 1;
constexpr int first_row = 2;

/// The cells of a line of a chart.
struct Cells {
    std::string sheet;
    int first_row = 0, first_column = 0, last_row = 0, last_column = 0;
};

struct Fan {
    std::string name;
    std::string unit;    ///< of the axis
    std::string format;  ///< of its numbers
    Cells periods, p05, p50, p95;
};

bool is_year(const std::string& text) {
    return text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos;
}

std::string cell_reference(int row, int column) { return cell_name(row + 1, column + 1); }

/// The day as spreadsheets count days.
double serial_of(Month month) {
    using namespace std::chrono;
    const sys_days day{year(month.year) / month.month / 1};
    return static_cast<double>((day - sys_days(year(1899) / 12 / 30)).count());
}

/// "SUM(D3:D5,D8)-SUM(D12)" of the parts of a sum in one column.
std::string sum_formula(const std::vector<results::CorePart>& parts, int column) {
    const auto sum = [&](bool taken_off) {
        std::string ranges;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (parts[i].taken_off != taken_off) continue;
            std::size_t last = i;
            while (last + 1 < parts.size() && parts[last + 1].taken_off == taken_off &&
                   parts[last + 1].row == parts[last].row + 1) {
                ++last;
            }
            const auto at = [&](std::size_t part) {
                return cell_reference(first_row + static_cast<int>(parts[part].row), column);
            };
            ranges += (ranges.empty() ? "" : ",") + at(i) + (last > i ? ":" + at(last) : "");
            i = last;
        }
        return ranges.empty() ? ranges : "SUM(" + ranges + ")";
    };
    const std::string less = sum(true);
    return "=" + sum(false) + (less.empty() ? "" : "-" + less);
}

class ResultsBook {
  public:
    ResultsBook(const results::RunResults& results, Language language)
        : results_(results),
          report_{results.forecast, results.manifest, language},
          tables_(reader_tables(results)) {}

    std::optional<std::string> write() {
        if (!xlsx_.ok()) return std::nullopt;
        write_verdict();
        std::vector<Fan> fans;
        const auto core = results::core_tables(results_);
        // Ledgers and errors of sampling are for who looks things up, in the files.
        const std::set<std::string> in_files{"books", "intervals"};
        for (const Sheet& sheet : tables_.sheets) {
            if (in_files.contains(sheet.id)) continue;
            const auto table = std::find_if(core.begin(), core.end(),
                                            [&](const auto& each) { return each.id == sheet.id; });
            write_sheet(sheet, table == core.end() ? nullptr : &*table);
            if (sheet.id == "indicators") add_fans(sheet, fans);
            if (sheet.id == "cash") add_cash(sheet, fans);
        }
        write_charts(fans);
        write_about();
        return xlsx_.bytes();
    }

  private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return report_.say(zh, en);
    }
    [[nodiscard]] int last_year() const {
        return report_.manifest.first_year + report_.manifest.years - 1;
    }
    [[nodiscard]] std::string name_of(const Sheet& sheet) const {
        return report_.language == Language::chinese ? sheet.title.zh : sheet.id;
    }

    lxw_worksheet* add_sheet(const std::string& name, const std::vector<double>& widths) {
        lxw_worksheet* sheet = xlsx_.add_sheet(name);
        worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
        double across = 0.0;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            worksheet_set_column(sheet, column, column, widths[i], nullptr);
            across += widths[i];
        }
        worksheet_set_landscape(sheet);
        worksheet_set_paper(sheet, 9);  // A4
        worksheet_set_footer(sheet, "&C&P / &N");
        // A page takes 125 characters; print of less than two thirds of its size nobody reads.
        constexpr double widest_to_fit = 190.0;
        if (across <= widest_to_fit) worksheet_fit_to_pages(sheet, 1, 0);
        return sheet;
    }

    void write_verdict() {
        lxw_worksheet* sheet = add_sheet(say("结论", "verdict"), {4, 110});
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

    /// As many decimals as the smaller amounts of the table deserve, and no more than people write.
    [[nodiscard]] std::string money_format(const Sheet& sheet) const {
        const MoneyUnit unit = tables_.telling.unit;
        std::vector<double> sizes;
        for (const auto& row : sheet.rows) {
            for (const Answered& cell : row.cells) {
                if (cell.quantity != Quantity::money || !cell.value || *cell.value == 0.0) continue;
                sizes.push_back(std::fabs(*cell.value) / info(unit).yuan);
            }
        }
        const int finest = unit == MoneyUnit::yi ? 4 : unit == MoneyUnit::wan ? 2 : 0;
        int decimals = std::min(2, finest);
        if (!sizes.empty()) {
            const auto tenth = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 10);
            std::nth_element(sizes.begin(), tenth, sizes.end());
            decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(*tenth))), 0, finest);
        }
        return decimals == 0 ? "#,##0"
                             : "#,##0." + std::string(static_cast<std::size_t>(decimals), '0');
    }

    /// By what a cell measures.
    [[nodiscard]] static std::string format_of(Quantity quantity, const std::string& money) {
        switch (quantity) {
            case Quantity::money:
                return money;
            case Quantity::ratio:
            case Quantity::probability:
                return "0.0%";
            case Quantity::moment:
                return "yyyy-mm";
            case Quantity::multiple:
                return "0.00";
            default:
                return "#,##0.##";
        }
    }
    [[nodiscard]] double shown(const Answered& cell, double value) const {
        if (cell.quantity == Quantity::money) return value / info(tables_.telling.unit).yuan;
        if (cell.quantity != Quantity::moment) return value;
        const int months = value <= 0.0 ? 0 : static_cast<int>(std::ceil(value)) - 1;
        return serial_of(month_after(tables_.telling.start, months));
    }

    /// Where the columns of a sheet stand: one with an interval takes three.
    struct Layout {
        std::vector<int> columns;
        std::vector<double> widths;
        std::vector<std::string> headings;
    };
    [[nodiscard]] Layout layout_of(const Sheet& sheet) const {
        constexpr double narrowest = 9.0;
        Layout layout;
        for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
            const auto& column = sheet.columns[i];
            layout.columns.push_back(static_cast<int>(layout.headings.size()));
            layout.headings.push_back(column.title.in(report_.language));
            bool in_words = true;
            auto width = static_cast<double>(
                std::min<std::size_t>(16, display_width(layout.headings.back())));
            for (const auto& row : sheet.rows) {
                const Answered& cell = row.cells[i];
                in_words = in_words && cell.quantity == Quantity::words;
                const std::string text = cell_text(cell, tables_.telling, report_.language);
                if (!column.interval) {
                    width = std::max(width, static_cast<double>(display_width(text)));
                }
            }
            const double widest = in_words ? static_cast<double>(column.widest) : 20.0;
            layout.widths.push_back(
                std::clamp(width + 2.0, narrowest, std::max(widest, narrowest)));
            if (!column.interval) continue;
            layout.headings.push_back(say("95% 下限", "95% from"));
            layout.headings.push_back(say("95% 上限", "95% to"));
            layout.widths.insert(layout.widths.end(), 2, 11.0);
        }
        return layout;
    }

    /// A table as it is written to files; a core table with its sums as live formulas.
    void write_sheet(const Sheet& sheet, const results::CoreTable* core) {
        const Layout layout = layout_of(sheet);
        lxw_worksheet* page = add_sheet(name_of(sheet), layout.widths);
        const bool has_money =
            std::any_of(sheet.rows.begin(), sheet.rows.end(), [](const auto& row) {
                return std::any_of(row.cells.begin(), row.cells.end(), [](const Answered& cell) {
                    return cell.quantity == Quantity::money;
                });
            });
        xlsx_.text(
            page, title_row, 0,
            sheet.title.in(report_.language) +
                (has_money ? say("（金额：", " (money in ") + report_.unit() + say("）", ")") : ""),
            title_style);
        worksheet_set_row(page, title_row, 26, nullptr);
        for (std::size_t i = 0; i < layout.headings.size(); ++i) {
            const std::string& heading = layout.headings[i];
            if (is_year(heading)) {
                xlsx_.number(page, heading_row, static_cast<int>(i), std::stod(heading),
                             heading_style);
            } else {
                xlsx_.text(page, heading_row, static_cast<int>(i), heading, heading_style);
            }
        }
        const std::string money = money_format(sheet);
        int row = first_row;
        for (std::size_t i = 0; i < sheet.rows.size(); ++i, ++row) {
            write_row(page, row, sheet, layout, i, core, money);
            if (sheet.id == "indicators") {
                fold(page, row, sheet.rows[i]);
            } else {
                fit_height(page, row, layout, sheet.rows[i]);
            }
        }
        const auto fixed = static_cast<lxw_col_t>(
            std::count_if(sheet.columns.begin(), sheet.columns.end(), [&](const auto& column) {
                const auto place = static_cast<std::size_t>(&column - sheet.columns.data());
                const Quantity quantity = sheet.rows.front().cells[place].quantity;
                return (place < 4 && quantity == Quantity::words) ||
                       (place == 0 && quantity == Quantity::moment);
            }));
        const bool wide = layout.widths.size() > 6;
        worksheet_freeze_panes(page, first_row, wide ? fixed : 0);
        worksheet_repeat_rows(page, heading_row, heading_row);
        if (wide && fixed > 0) worksheet_repeat_columns(page, 0, static_cast<lxw_col_t>(fixed - 1));
        worksheet_autofilter(page, heading_row, 0, static_cast<lxw_row_t>(row - 1),
                             static_cast<lxw_col_t>(layout.headings.size() - 1));
        for (const Text& note : sheet.notes) {
            xlsx_.text(page, ++row, 0, note.in(report_.language), remark_style);
        }
    }

    /// As many lines as the longest text takes; not every program finds that out by itself.
    void fit_height(lxw_worksheet* page, int row, const Layout& layout,
                    const results::AnswerRow& cells) const {
        std::size_t most = 1;
        for (std::size_t i = 0; i < cells.cells.size(); ++i) {
            if (cells.cells[i].quantity != Quantity::words) continue;
            const auto column = static_cast<std::size_t>(layout.columns[i]);
            const double width = layout.widths[column] - 1.0;
            const std::string text = printable(cells.cells[i].words.in(report_.language));
            if (text.empty() || static_cast<double>(display_width(text)) <= width) continue;
            most = std::max(most, lines_of(text, static_cast<std::size_t>(width)).size());
        }
        constexpr double line = 15.0, tallest = 400.0;
        if (most == 1) return;
        worksheet_set_row(page, static_cast<lxw_row_t>(row),
                          std::min(tallest, line * static_cast<double>(most)), nullptr);
    }

    /// Of the indicators what everybody asks for stays in sight: P50, P5 and P95 of totals; the
    /// rest opens with the sign beside it, and is not printed.
    static void fold(lxw_worksheet* page, int row, const results::AnswerRow& cells) {
        const bool is_total = cells.cells[0].words.zh.find("（") == std::string::npos;
        const std::string& figure = cells.cells[1].words.en;
        if (is_total && figure != "Mean" && figure != "Reference path") return;
        lxw_row_col_options options{};
        options.hidden = 1;
        options.level = 1;
        constexpr double height = 15.0;
        worksheet_set_row_opt(page, static_cast<lxw_row_t>(row), height, nullptr, &options);
    }

    void write_row(lxw_worksheet* page, int row, const Sheet& sheet, const Layout& layout,
                   std::size_t place, const results::CoreTable* core, const std::string& money) {
        const auto& cells = sheet.rows[place].cells;
        const results::CoreRow* const of = core == nullptr ? nullptr : &core->rows[place];
        Style style = cell_style;
        if (of != nullptr && of->stands_out()) {
            style.bold = true;
            style.fill = shade;
        }
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const int column = layout.columns[i];
            const Answered& cell = cells[i];
            const std::string formula = of == nullptr ? "" : formula_of(*core, *of, i, row, column);
            if (!formula.empty() && cell.value) {
                Style number = style;
                number.number = money;
                xlsx_.formula(page, row, column, formula, shown(cell, *cell.value), number);
                continue;
            }
            write_cell(page, row, column, sheet.columns[i].id, cell, cell.value, style, money);
            if (!sheet.columns[i].interval) continue;
            write_cell(page, row, column + 1, "", cell, cell.low, style, money);
            write_cell(page, row, column + 2, "", cell, cell.high, style, money);
        }
    }

    /// What a cell of a core table is the sum of; "" for what is no sum.
    static std::string formula_of(const results::CoreTable& core, const results::CoreRow& row,
                                  std::size_t cell, int at, int column) {
        const std::size_t heads = core.heads.size();
        if (cell < heads) return {};
        const std::size_t place = cell - heads;
        if (core.columns[place].id == "total" && place > 0) {
            return "=SUM(" + cell_reference(at, column - static_cast<int>(place)) + ":" +
                   cell_reference(at, column - 1) + ")";
        }
        return row.sum_of.empty() ? std::string{} : sum_formula(row.sum_of, column);
    }

    void write_cell(lxw_worksheet* page, int row, int column, const std::string& id,
                    const Answered& cell, const std::optional<double>& value, Style style,
                    const std::string& money) {
        if (cell.quantity == Quantity::words || !value) {
            const std::string text = cell.quantity == Quantity::words || !cell.value
                                         ? printable(cell.words.in(report_.language))
                                         : std::string{};
            if (id == "year" && is_year(text)) {
                style.align = LXW_ALIGN_CENTER;
                xlsx_.number(page, row, column, std::stod(text), style);
                return;
            }
            if (id == "month" && text.size() == 7 && is_year(text.substr(0, 4))) {
                style.align = LXW_ALIGN_CENTER;
                style.number = "yyyy-mm";
                xlsx_.number(page, row, column,
                             serial_of({std::stoi(text), std::stoi(text.substr(5))}), style);
                return;
            }
            style.wrap = true;
            if (cell.quantity != Quantity::words) style.align = LXW_ALIGN_CENTER;
            xlsx_.text(page, row, column, text, style);
            return;
        }
        style.number = format_of(cell.quantity, money);
        if (cell.quantity == Quantity::moment) style.align = LXW_ALIGN_CENTER;
        xlsx_.number(page, row, column, shown(cell, *value), style);
    }

    /// Charts of figures by year: their rows on the sheet of indicators.
    void add_fans(const Sheet& sheet, std::vector<Fan>& fans) const {
        constexpr std::array charted{Indicator::fai, Indicator::general_revenue,
                                     Indicator::debt_service, Indicator::debt_statutory,
                                     Indicator::debt_ratio};
        constexpr int first_year_column = 3;
        const int last_column = static_cast<int>(sheet.columns.size()) - 1;
        if (last_column <= first_year_column) return;
        for (const Indicator indicator : charted) {
            const std::string& name = model::info(indicator).name.zh;
            const auto found =
                std::find_if(sheet.rows.begin(), sheet.rows.end(),
                             [&](const auto& row) { return row.cells.front().words.zh == name; });
            if (found == sheet.rows.end()) continue;
            // Median, P5, P95, as the table has them.
            const int at = first_row + static_cast<int>(found - sheet.rows.begin());
            const auto row = [&](int place) {
                return Cells{name_of(sheet), place, first_year_column, place, last_column};
            };
            const bool money = model::info(indicator).unit == model::Unit::money;
            fans.push_back({model::info(indicator).name.in(report_.language),
                            money ? report_.unit() : "%", money ? "#,##0.##" : "0%",
                            row(heading_row), row(at + 1), row(at), row(at + 2)});
        }
    }

    void add_cash(const Sheet& sheet, std::vector<Fan>& fans) const {
        // Month, mean, P5, P50, P95.
        if (sheet.columns.size() < 5 || sheet.rows.size() < 2) return;
        const int last = first_row + static_cast<int>(sheet.rows.size()) - 1;
        const auto column = [&](int place) {
            return Cells{name_of(sheet), first_row, place, last, place};
        };
        fans.push_back({sheet.title.in(report_.language), report_.unit(), "#,##0.##", column(0),
                        column(2), column(3), column(4)});
    }

    /// Three charts a page.
    void write_charts(const std::vector<Fan>& fans) {
        if (fans.empty()) return;
        constexpr int rows_of_chart = 20, charts_a_page = 3;
        lxw_worksheet* sheet = add_sheet(say("图表", "charts"), {});
        worksheet_set_portrait(sheet);
        worksheet_fit_to_pages(sheet, 1, 0);
        std::vector<lxw_row_t> breaks;
        for (std::size_t i = 0; i < fans.size(); ++i) {
            const int at = static_cast<int>(i) * rows_of_chart;
            if (i > 0 && i % charts_a_page == 0) breaks.push_back(static_cast<lxw_row_t>(at));
            insert_fan(sheet, fans[i], at);
        }
        breaks.push_back(0);
        worksheet_set_h_pagebreaks(sheet, breaks.data());
        worksheet_print_area(
            sheet, 0, 0, static_cast<lxw_row_t>(static_cast<int>(fans.size()) * rows_of_chart), 10);
    }

    void insert_fan(lxw_worksheet* sheet, const Fan& fan, int at) {
        lxw_chart* chart = workbook_add_chart(xlsx_.book(), LXW_CHART_LINE);
        struct Line {
            const Cells& cells;
            std::string name;
            bool outer;
        };
        for (const Line& each :
             {Line{fan.p95, "P95", true}, Line{fan.p50, say("中位数", "median"), false},
              Line{fan.p05, "P5", true}}) {
            lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
            const auto set = [&](auto* function, const Cells& cells) {
                function(series, cells.sheet.c_str(), static_cast<lxw_row_t>(cells.first_row),
                         static_cast<lxw_col_t>(cells.first_column),
                         static_cast<lxw_row_t>(cells.last_row),
                         static_cast<lxw_col_t>(cells.last_column));
            };
            set(chart_series_set_categories, fan.periods);
            set(chart_series_set_values, each.cells);
            chart_series_set_name(series, each.name.c_str());
            lxw_chart_line line{};
            line.color = each.outer ? 0x9DB7D5 : ink;
            line.width = each.outer ? 1.25F : 2.25F;
            line.dash_type = each.outer ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID;
            chart_series_set_line(series, &line);
        }
        chart_title_set_name(chart,
                             (fan.name + say("（", " (") + fan.unit + say("）", ")")).c_str());
        chart_axis_set_num_format(chart->y_axis, fan.format.c_str());
        chart_axis_set_name(chart->y_axis, fan.unit.c_str());
        if (fan.periods.first_column == fan.periods.last_column) {
            chart_axis_set_num_format(chart->x_axis, "yyyy-mm");
        }
        // Months below the chart, though cash may be below zero.
        chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
        chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
        lxw_chart_options options{};
        options.x_scale = 1.35;
        options.y_scale = 1.3;
        worksheet_insert_chart_opt(sheet, static_cast<lxw_row_t>(at), 0, chart, &options);
    }

    void write_about() {
        lxw_worksheet* sheet = add_sheet(say("说明", "about"), {24, 90});
        const results::Manifest& manifest = report_.manifest;
        // Where the plan lies on somebody's disk is nobody else's business.
        const std::string plan =
            std::filesystem::path(manifest.scenario_folder).lexically_normal().filename().string();
        const std::vector<std::pair<std::string, std::string>> lines = {
            {say("方案", "scenario"), plan.empty() ? manifest.scenario_id : plan},
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
    results::Answer tables_;
    Xlsx xlsx_;
};

}  // namespace

std::optional<std::string> results_workbook(const results::RunResults& results, Language language) {
    return ResultsBook(results, language).write();
}

}  // namespace coffer::report
