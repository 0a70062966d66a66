#include "coffer/calibration/panel.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "coffer/scenario/csv.hpp"
#include "coffer/scenario/wording.hpp"
#include "table_cells.hpp"

namespace coffer::calibration {
namespace {

using scenario::quote;
using scenario::say;

/// Of a table of one place nothing.
std::string of_place(const std::string& name) {
    return name.empty() ? "" : " (" + quote(name) + ")";
}

}  // namespace

namespace {

void sort_by_place(std::vector<LeftOut>& cells) {
    std::stable_sort(cells.begin(), cells.end(), [](const LeftOut& a, const LeftOut& b) {
        return std::tie(a.unit, a.year) < std::tie(b.unit, b.year);
    });
}

}  // namespace

std::string_view word(WhyLeftOut why) {
    switch (why) {
        case WhyLeftOut::suspect:
            return "suspect";
        case WhyLeftOut::jump:
            return "jump";
        case WhyLeftOut::blank:
            return "blank";
        case WhyLeftOut::not_above:
            return "not_above_0";
        case WhyLeftOut::few_months:
            return "few_months";
    }
    return "";
}

std::optional<Panel> read_panel(const std::string& text, const std::string& file,
                                const PanelColumns& columns, Diagnostics& diagnostics) {
    const auto records = scenario::split_csv(text, file, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    if (records.records.empty()) {
        diagnostics.error({file, 1, 1}, {"表是空的", "the table is empty"},
                          {"要有标题行和数据行", "it needs a heading and rows"},
                          {"请检查文件。", "Check the file."});
        return std::nullopt;
    }
    const auto& header = records.records.front();
    const auto find = [&](const std::string& name) { return column_in(header, name, diagnostics); };
    const auto unit = columns.unit.empty() ? std::nullopt : find(columns.unit);
    const auto year = find(columns.year);
    const auto value = find(columns.value);
    const auto month = columns.month.empty() ? std::nullopt : find(columns.month);
    if (diagnostics.has_errors()) return std::nullopt;
    const auto suspect = column_of(header, "suspect_" + columns.value);

    Panel panel;
    panel.value = columns.value;
    std::map<std::string, std::map<int, double>> units;
    std::map<std::string, std::map<int, std::map<int, double>>> sums;  // by unit, year, month
    for (std::size_t r = 1; r < records.records.size(); ++r) {
        const auto& row = records.records[r];
        const auto cell = [&](const std::optional<std::size_t>& column) -> const scenario::Cell* {
            return column && *column < row.size() ? &row[*column] : nullptr;
        };
        const auto words = [&](const std::optional<std::size_t>& column) -> std::string {
            const auto* found = cell(column);
            return found == nullptr ? "" : found->text;
        };
        const auto* written = cell(year);
        const auto when = written == nullptr ? std::nullopt : number_in(written->text);
        if (!when || *when != std::floor(*when) || *when < 1900 || *when > 2200) {
            diagnostics.error(written == nullptr ? row.front().at : written->at,
                              {"这不是年份", "this is not a year"},
                              {"每一行要有四位年份", "every row needs a year of four digits"},
                              {"例如 2012。", "Such as 2012."});
            continue;
        }
        const std::string name = words(unit);
        const auto* amount = cell(value);
        const bool marked = words(suspect) == "1";
        if (amount == nullptr || amount->text.empty() || marked) {
            panel.left_out.push_back(
                {name, static_cast<int>(*when), marked ? WhyLeftOut::suspect : WhyLeftOut::blank});
            continue;
        }
        const auto number = number_in(amount->text);
        if (!number) {
            diagnostics.error(amount->at,
                              say("{} 不是一个数", "{} is not a number", quote(amount->text)),
                              say("{} 列要是数", "the column {} holds numbers", columns.value),
                              {"请改正，或留空。", "Correct it, or leave it blank."});
            continue;
        }
        const int y = static_cast<int>(*when);
        if (month) {
            const auto* cell_of_month = cell(month);
            const auto m = cell_of_month == nullptr ? std::nullopt : number_in(cell_of_month->text);
            if (!m || *m != std::floor(*m) || *m < 1 || *m > 12) {
                diagnostics.error(cell_of_month == nullptr ? row.front().at : cell_of_month->at,
                                  {"这不是月份", "this is not a month"},
                                  {"月份是 1 至 12", "months are 1 to 12"},
                                  {"请改正。", "Correct it."});
                continue;
            }
            if (!sums[name][y].emplace(static_cast<int>(*m), *number).second) {
                diagnostics.error(amount->at,
                                  say("{} 年 {} 月有两行{}", "there are two rows of {}-{:02}{}", y,
                                      static_cast<int>(*m), of_place(name)),
                                  {"不知道用哪一个", "which one is meant is not known"},
                                  {"请删去一行。", "Delete one."});
            }
            continue;
        }
        if (*number <= 0.0) {
            panel.left_out.push_back({name, y, WhyLeftOut::not_above});
            continue;
        }
        if (!units[name].emplace(y, std::log(*number)).second) {
            diagnostics.error(amount->at,
                              say("{} 年有两行{}", "there are two rows of {}{}", y, of_place(name)),
                              {"不知道用哪一个", "which one is meant is not known"},
                              {"请删去一行。", "Delete one."});
        }
    }
    if (diagnostics.has_errors()) return std::nullopt;
    for (const auto& [name, years] : sums) {
        for (const auto& [y, months] : years) {
            double sum = 0.0;
            for (const auto& [m, amount] : months) sum += amount;
            if (months.size() == 12 && sum > 0.0) {
                units[name][y] = std::log(sum);
                continue;
            }
            panel.left_out.insert(
                panel.left_out.end(), months.size(),
                {name, y, months.size() == 12 ? WhyLeftOut::not_above : WhyLeftOut::few_months});
        }
    }
    sort_by_place(panel.left_out);
    for (auto& [name, logs] : units) {
        if (logs.empty()) continue;
        if (panel.series.empty()) {
            panel.first_year = logs.begin()->first;
            panel.last_year = logs.rbegin()->first;
        }
        panel.first_year = std::min(panel.first_year, logs.begin()->first);
        panel.last_year = std::max(panel.last_year, logs.rbegin()->first);
        panel.series.push_back({name, std::move(logs)});
    }
    if (panel.series.empty()) {
        diagnostics.error(
            header[*value].at,
            say("{} 列没有可用的数", "the column {} has no usable number", quote(columns.value)),
            {"都是空白、可疑或不大于 0", "all are blank, suspect or not above 0"},
            {"请换一列。", "Name another column."});
        return std::nullopt;
    }
    return panel;
}

void leave_out_jumps(Panel& panel) {
    const double far = std::log(3.0);
    const double near = std::log(2.0);
    for (Series& series : panel.series) {
        std::vector<int> jumps;
        for (const auto& [y, log] : series.logs) {
            const auto before = series.logs.find(y - 1);
            const auto after = series.logs.find(y + 1);
            if (before == series.logs.end() || after == series.logs.end()) continue;
            const bool alike = std::abs(after->second - before->second) < near;
            if (alike && std::abs(log - 0.5 * (before->second + after->second)) > far) {
                jumps.push_back(y);
            }
        }
        for (const int y : jumps) {
            series.logs.erase(y);
            panel.left_out.push_back({series.unit, y, WhyLeftOut::jump});
        }
    }
    sort_by_place(panel.left_out);
}

std::vector<std::string> columns_of(const std::string& text, const std::string& file) {
    Diagnostics ignored;
    const auto records = scenario::split_csv(text.substr(0, text.find('\n') + 1), file, ignored);
    std::vector<std::string> names;
    if (records.records.empty()) return names;
    for (const auto& cell : records.records.front()) {
        if (!cell.text.starts_with("suspect_")) names.push_back(cell.text);
    }
    return names;
}

}  // namespace coffer::calibration
