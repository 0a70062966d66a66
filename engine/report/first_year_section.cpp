#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "coffer/report/text_table.hpp"
#include "sections.hpp"

namespace coffer::report {
namespace {

constexpr std::size_t rows_shown = 10;
/// A row counts when it moves the total by this share of the plan.
constexpr double noticeable = 0.001;

/// One amount, and where the difference comes from: planned - unfunded + price - later + work =
/// median.
struct Difference {
    double planned = 0.0;
    double reference_path = 0.0;
    double mean = 0.0;
    double unfunded = 0.0;
    double price = 0.0;
    double later = 0.0;  ///< reported after the year

    [[nodiscard]] double total() const { return reference_path - planned; }
    /// What neither money nor prices nor reporting explain: work that begins, ends or stops at
    /// another time, and overruns.
    [[nodiscard]] double work() const { return total() + unfunded - price + later; }
    Difference& operator+=(const Difference& other) {
        planned += other.planned;
        reference_path += other.reference_path;
        mean += other.mean;
        unfunded += other.unfunded;
        price += other.price;
        later += other.later;
        return *this;
    }
};

Difference difference(const statistics::FirstYearRow& row) {
    return {row.planned,  row.reference_path, row.mean,
            row.unfunded, row.price_effect,   row.reported_later};
}

/// Differences carry the dust of rounding to fen, month by month.
std::string amount(const Report& report, double yuan) {
    return report.money(std::abs(yuan) < 5000.0 ? 0.0 : yuan);
}

std::string cause(const Report& report, const Difference& row) {
    // The part that pushes hardest the way the row went.
    const double direction = row.total() < 0.0 ? -1.0 : 1.0;
    const double money = -row.unfunded * direction;
    const double price = row.price * direction;
    const double work = row.work() * direction;
    const double reporting = -row.later * direction;
    if (reporting > std::max({money, price, work})) {
        return report.say("统计时点", "reporting lag");
    }
    if (money >= price && money >= work) return report.say("资金未到位", "unfunded");
    if (price >= work) return report.say("价格", "price");
    return direction < 0.0 ? report.say("停工、开工晚或工期长", "stopped, later or longer work")
                           : report.say("进度快或造价高", "earlier work or higher cost");
}

std::vector<std::string> cells(const Report& report, const std::string& name, const Difference& row,
                               bool with_lag, bool with_cause) {
    std::vector<std::string> cells{name,
                                   amount(report, row.planned),
                                   amount(report, row.reference_path),
                                   amount(report, row.mean),
                                   amount(report, row.total()),
                                   amount(report, -row.unfunded),
                                   amount(report, row.price),
                                   amount(report, row.work())};
    if (with_lag) cells.push_back(amount(report, -row.later));
    cells.push_back(with_cause ? cause(report, row) : "");
    return cells;
}

/// Where among the paths the reference path lies: "lies between P75 and P90 of the paths".
std::string place_among(const Report& report, const statistics::SeriesSummary& series) {
    const auto& quantiles = series.summary.quantiles;
    const auto name = [](std::size_t place) {
        return fmt::format("P{:g}", statistics::quantile_levels[place] * 100.0);
    };
    // Where paths are alike, so are their quantiles.
    const auto same = [&](double quantile) {
        return std::abs(series.reference_path - quantile) < 0.005;
    };
    if (same(quantiles[p50_place])) return report.say("与中位数相同", "is the median");
    if (series.reference_path < quantiles.front())
        return report.say("位于各路径的 P1 以下", "lies below P1 of the paths");
    if (series.reference_path > quantiles.back())
        return report.say("位于各路径的 P99 以上", "lies above P99 of the paths");
    std::size_t above = 1;
    while (above + 1 < quantiles.size() && quantiles[above] < series.reference_path) ++above;
    return fmt::format(fmt::runtime(report.say("位于各路径的 {} 到 {} 之间",
                                               "lies between {} and {} of the paths")),
                       name(above - 1), name(above));
}

}  // namespace

std::string first_year(const Report& report) {
    const auto& rows = report.forecast.first_year;
    if (rows.empty()) return {};
    Difference total;
    for (const auto& row : rows) total += difference(row);

    std::vector<const statistics::FirstYearRow*> by_size;
    const double threshold = std::max(0.01, noticeable * std::abs(total.planned));
    for (const auto& row : rows) {
        if (std::abs(difference(row).total()) >= threshold) by_size.push_back(&row);
    }
    std::stable_sort(by_size.begin(), by_size.end(), [](const auto* a, const auto* b) {
        return std::abs(difference(*a).total()) > std::abs(difference(*b).total());
    });
    if (by_size.size() > rows_shown) by_size.resize(rows_shown);

    const bool with_lag = std::any_of(rows.begin(), rows.end(),
                                      [](const auto& row) { return row.reported_later != 0.0; });
    std::vector<Column> columns{{report.say("项目", "Project"), Align::left, 48},
                                {report.say("计划", "Plan")},
                                {report.say("参考路径", "Reference path")},
                                {report.say("平均", "Mean")},
                                {report.say("差额", "Difference")},
                                {report.say("缺钱", "Unfunded")},
                                {report.say("价格", "Price")},
                                {report.say("进度和造价", "Work, cost")}};
    if (with_lag) columns.push_back({report.say("统计时滞", "Reporting")});
    columns.push_back({report.say("主要原因", "Main cause"), Align::left});
    TextTable table(std::move(columns));
    Difference rest = total;
    for (const auto* row : by_size) {
        const Difference shown = difference(*row);
        table.add(cells(report, row->name.in(report.language), shown, with_lag, true));
        if (!row->basis.empty()) table.add_note(report.say("依据：", "Basis: ") + row->basis);
        rest += {-shown.planned,  -shown.reference_path, -shown.mean,
                 -shown.unfunded, -shown.price,          -shown.later};
    }
    if (by_size.size() < rows.size()) {
        const std::string name = fmt::format(fmt::runtime(report.say("其余 {} 项", "Others ({})")),
                                             rows.size() - by_size.size());
        table.add(cells(report, name, rest, with_lag, false));
    }
    table.add(cells(report, report.say("合计", "Total"), total, with_lag, false));

    std::string text = fmt::format(
        fmt::runtime(report.say(
            "首个规划年（{}）固定资产投资：计划与参考路径对照（{}）\n",
            "First plan year ({}) fixed-asset investment: plan against reference path ({})\n")),
        report.manifest.first_year, report.unit());
    text += table.render();
    text +=
        "  " + report.say(
                   "缺钱：年末仍未到位的资金。价格：物价变动。进度和造价：其余部分，即开工、停工、"
                   "完工的早晚和超支\n",
                   "Unfunded: need not met at year end. Price: escalation. Work, cost: the rest, "
                   "timing of work and overruns\n");
    if (with_lag) {
        text +=
            "  " + report.say("统计时滞：年内完成、以后才统计的为负，以前完成、年内统计的为正\n",
                              "Reporting: done in the year and reported after it (negative), or "
                              "done before and reported in it\n");
    }
    const double execution = total.planned > 0.0 ? total.reference_path / total.planned : 1.0;
    text += "  " +
            fmt::format(fmt::runtime(report.say(
                            "参考路径完成计划的 {}；所有路径的平均为 {}\n",
                            "The reference path reaches {} of the plan; mean over all paths {}\n")),
                        percent(execution), amount(report, total.mean));
    const auto* fai = report.find(model::Indicator::fai, "total", report.manifest.first_year, 0);
    if (fai != nullptr) {
        text +=
            "  " + fmt::format(fmt::runtime(report.say(
                                   "全年固定资产投资：中位数 {}，参考路径 {}，{}\n",
                                   "FAI of the year: median {}, reference path {}, which {}\n")),
                               amount(report, fai->summary.quantiles[p50_place]),
                               amount(report, fai->reference_path), place_among(report, *fai));
    }
    text += "  " + reference_path_note().in(report.language) + "\n";
    return text;
}

}  // namespace coffer::report
