#include "coffer/calibration/overruns.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "coffer/base/contract.hpp"
#include "coffer/calibration/fit.hpp"
#include "coffer/scenario/csv.hpp"
#include "table_cells.hpp"

namespace coffer::calibration {
namespace {

/// Share of the variance of cost ratios that lies between sectors: World Bank, 461 projects of all
/// countries (docs/reference-classes.md).
constexpr double between_parts = 0.03;

constexpr double z90 = 1.2815515655446004;  ///< the ninth decile of a normal

/// The ninth decile of a Student t, by the first terms of its expansion in 1/degrees (Abramowitz
/// and Stegun 26.7.5); at ten degrees it is 2e-4 off.
double ninth_decile(double degrees) {
    constexpr double z = z90;
    const double z3 = z * z * z;
    const double z5 = z3 * z * z;
    return z + (z3 + z) / (4.0 * degrees) +
           (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * degrees * degrees);
}

}  // namespace

std::optional<FinishedProjects> finished_projects(const std::vector<double>& ratios) {
    if (ratios.size() < 2) return std::nullopt;
    FinishedProjects result;
    result.projects = static_cast<double>(ratios.size());
    for (const double ratio : ratios) {
        if (!(ratio > 0.0)) return std::nullopt;
        result.mean += std::log(ratio) / result.projects;
    }
    double squares = 0.0;
    for (const double ratio : ratios) {
        const double off = std::log(ratio) - result.mean;
        squares += off * off;
    }
    result.sd = std::sqrt(squares / (result.projects - 1.0));
    return result;
}

std::array<double, 3> NextProject::quantiles() const {
    const double decile = ninth_decile(degrees) * sd;
    return {std::exp(centre - decile), std::exp(centre), std::exp(centre + decile)};
}

NextProject next_project(const std::vector<FinishedProjects>& groups) {
    const auto count = static_cast<double>(groups.size());
    double all = 0.0;
    double sum = 0.0;
    double squared_sizes = 0.0;
    double within = 0.0;
    for (const auto& group : groups) {
        all += group.projects;
        sum += group.projects * group.mean;
        squared_sizes += group.projects * group.projects;
        within += (group.projects - 1.0) * group.sd * group.sd;
    }
    COFFER_EXPECT(all > count);
    NextProject next;
    next.degrees = all - count;
    next.centre = sum / all;
    within /= next.degrees;
    double between = 0.0;
    if (groups.size() > 1) {
        // Method of moments of a one-way layout of unequal groups (Searle, Casella, McCulloch 1992,
        // section 3.6).
        double squares = 0.0;
        for (const auto& group : groups) {
            const double off = group.mean - next.centre;
            squares += group.projects * off * off;
        }
        between = std::max(0.0, (squares - (count - 1.0) * within) / (all - squared_sizes / all));
    }
    next.sd = std::sqrt(within * (1.0 + 1.0 / all) + between * (1.0 + 1.0 / count));
    return next;
}

double offset_of_part(const FinishedProjects& part, const FinishedProjects& whole) {
    const double others = (1.0 - between_parts) / between_parts;
    return part.projects / (part.projects + others) * (part.mean - whole.mean);
}

NextProject next_project_of(const FinishedProjects& own, const std::array<double, 3>& like) {
    // What is known beforehand counts for as many projects as for years of a line.
    const double n = own.projects;
    const double all = prior_years + n;
    const double class_centre = std::log(like[1]);
    const double class_sd = std::log(like[2] / like[0]) / (2.0 * z90);
    NextProject next;
    next.centre = (prior_years * class_centre + n * own.mean) / all;
    const double off = own.mean - next.centre;
    const double own_squares = (n - 1.0) * own.sd * own.sd + n * off * off;
    const double variance = (prior_years * class_sd * class_sd + own_squares) / all;
    next.sd = std::sqrt(variance * (1.0 + 1.0 / all));
    next.degrees = all;
    return next;
}

std::optional<FinishedTable> read_finished(const std::string& text, const std::string& file,
                                           const std::string& planned, const std::string& actual,
                                           Diagnostics& diagnostics) {
    using scenario::quote;
    using scenario::say;
    const auto records = scenario::split_csv(text, file, diagnostics).records;
    if (diagnostics.has_errors()) return std::nullopt;
    if (records.empty()) {
        diagnostics.error({file, 1, 1}, {"表是空的", "the table is empty"},
                          {"要有标题行和数据行", "it needs a heading and rows"},
                          {"请检查文件。", "Check the file."});
        return std::nullopt;
    }
    const auto plan = column_in(records.front(), planned, diagnostics);
    const auto came = column_in(records.front(), actual, diagnostics);
    if (!plan || !came) return std::nullopt;
    FinishedTable table;
    std::vector<double> ratios;
    for (std::size_t r = 1; r < records.size(); ++r) {
        const auto& row = records[r];
        const auto number = [&](std::size_t column) {
            if (column >= row.size() || row[column].text.empty()) return 0.0;
            const auto value = number_in(row[column].text);
            if (!value) {
                diagnostics.error(
                    row[column].at,
                    say("{} 不是一个数", "{} is not a number", quote(row[column].text)),
                    {"计划数和实际数都要是数", "what was planned and what came are numbers"},
                    {"请改正，或留空。", "Correct it, or leave it blank."});
            }
            return value.value_or(0.0);
        };
        const double before = number(*plan), after = number(*came);
        if (before > 0.0 && after > 0.0) {
            ratios.push_back(after / before);
        } else {
            ++table.left_out;
        }
    }
    if (diagnostics.has_errors()) return std::nullopt;
    const auto projects = finished_projects(ratios);
    if (!projects) {
        diagnostics.error({file, 0, 0},
                          {"完工项目不到两个", "there are fewer than two finished projects"},
                          {"一个项目说不出离散程度", "one project tells no spread"},
                          {"请补充，或直接用参考类。", "Give more, or use a reference class."});
        return std::nullopt;
    }
    table.projects = *projects;
    return table;
}

std::string overrun_file(const FinishedTable& table, const std::array<double, 3>& like,
                         std::string_view like_id, const OverrunPlace& place,
                         const std::string& source) {
    const auto quantiles = next_project_of(table.projects, like).quantiles();
    const double own = table.projects.projects;
    const std::string cell =
        fmt::format("lognormal({:.4g},{:.4g},{:.4g})", place.times * quantiles[0],
                    place.times * quantiles[1], place.times * quantiles[2]);
    std::string row = place.row;
    for (std::size_t at = 0; (at = row.find('"', at)) != std::string::npos; at += 2) {
        row.insert(at, "\\");
    }
    std::string from = source;
    std::erase_if(
        from, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
    return fmt::format(
        "# coffer calibrate: {0}\nformat = 1\n\n[[change]]\nid = \"calibrated-{1}\"\n"
        "name_zh = \"按完工项目校准：{1}\"\nname_en = \"Calibrated on finished projects: {1}\"\n"
        "reason_zh = \"{2} 个完工项目，占 {3:.0f}%，其余依 {4}；实际为计划的 {5:.2f} 倍（p10 "
        "{6:.2f}，p90 {7:.2f}）；略去 {8} 行\"\n"
        "reason_en = \"{2} finished projects, {3:.0f} % of what is said, the rest is {4}; what "
        "came "
        "is {5:.2f} times the plan (p10 {6:.2f}, p90 {7:.2f}); rows left out: {8}\"\n"
        "source = \"{0}\"\nset = [\n  \"{9}.{1}={10}\",\n]\n",
        from, place.column, own, 100.0 * own / (prior_years + own), like_id, quantiles[1],
        quantiles[0], quantiles[2], table.left_out, row, cell);
}

}  // namespace coffer::calibration
