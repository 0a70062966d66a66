#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "coffer/base/calendar.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "coffer/report/text_table.hpp"
#include "coffer/results/files.hpp"
#include "coffer/results/tables.hpp"
#include "sections.hpp"

namespace coffer::report {
namespace {

using model::Indicator;

constexpr std::size_t projects_shown = 10;
/// Below these a project is not worth a line.
constexpr double noticeable_probability = 0.01;
constexpr double noticeable_share = 0.995;

double lateness(const statistics::ProjectResult& project) {
    return project.probability_late.value_or(0.0);
}

/// The probability that a project is not finished within the plan though it should be.
double unfinished(const statistics::ProjectResult& project, double horizon) {
    const bool should_finish = project.planned_finish && *project.planned_finish <= horizon;
    return should_finish ? 1.0 - project.probability_finished : 0.0;
}

/// The likeliest of a project's troubles.
double worst_chance(const statistics::ProjectResult& project, double horizon) {
    return std::max({lateness(project), project.probability_suspended, unfinished(project, horizon),
                     1.0 - project.funded_share});
}

bool is_at_risk(const statistics::ProjectResult& project, double horizon) {
    return lateness(project) >= noticeable_probability ||
           project.probability_suspended >= noticeable_probability ||
           unfinished(project, horizon) >= noticeable_probability ||
           project.funded_share < noticeable_share;
}

}  // namespace

std::string targets(const Report& report) {
    if (report.forecast.targets.empty()) return {};
    const auto columns = results::target_columns();
    const auto named = [&](std::string_view id) {
        return results::heading(columns, id).in(report.language);
    };
    // With these widths the table fits 120 columns.
    TextTable table({{named("target"), Align::left, 32, true},
                     {named("period")},
                     {report.say("条件", "Condition"), Align::left, 38, true},
                     {named("probability")},
                     {report.say("95% 区间", "95% interval")}});
    for (const statistics::TargetResult& target : report.forecast.targets) {
        table.add({target.name.in(report.language), results::period_text(target.span),
                   report.condition(target), probability(target.probability),
                   interval_text(target.low, target.high)});
    }
    return report.say("目标实现的概率\n", "Probability of reaching each target\n") + table.render();
}

std::string worst_cash(const Report& report) {
    TextTable table({{report.say("年份", "Year"), Align::left},
                     {report.say("最低", "Lowest")},
                     {"P1"},
                     {"P5"},
                     {"P50"},
                     {"P95"},
                     {report.say("最紧的月份", "Tightest month")},
                     {report.say("该月 P5", "P5 then")}});
    const results::Manifest& manifest = report.manifest;
    for (int year = manifest.first_year; year < manifest.first_year + manifest.years; ++year) {
        const auto* lowest = report.find(Indicator::cash_min, "total", year, 0);
        if (lowest == nullptr) continue;
        const statistics::SeriesSummary* tightest = nullptr;
        // Of the budget year, which may begin in another month than January.
        for (int month = 0; month < 12; ++month) {
            const Month at =
                month_after(manifest.start(), 12 * (year - manifest.first_year) + month);
            const auto* cash = report.find(Indicator::cash, "total", at.year, at.month);
            if (cash == nullptr) continue;
            if (tightest == nullptr ||
                cash->summary.quantiles[p05_place] < tightest->summary.quantiles[p05_place]) {
                tightest = cash;
            }
        }
        const auto& summary = lowest->summary;
        table.add(
            {std::to_string(year), report.money(summary.min),
             report.money(summary.quantiles[p01_place]), report.money(summary.quantiles[p05_place]),
             report.money(summary.quantiles[p50_place]), report.money(summary.quantiles[p95_place]),
             tightest == nullptr ? "-" : to_string(Month{tightest->year, tightest->month}),
             tightest == nullptr ? "-" : report.money(tightest->summary.quantiles[p05_place])});
    }
    if (table.rows() == 0) return {};
    return fmt::format(
               fmt::runtime(report.say("每年最差月份的月末库款（{}）\n",
                                       "Cash at the end of each year's worst month ({})\n")),
               report.unit()) +
           table.render();
}

namespace {

std::string tier_table(const Report& report, Indicator indicator, const std::string& heading) {
    constexpr std::array<const char*, 4> all{"green", "yellow", "orange", "red"};
    std::vector<Column> columns{{report.say("年份", "Year"), Align::left}};
    for (const char* tier : all) columns.push_back({dimension_name(tier, report.language)});
    TextTable table(std::move(columns));
    const results::Manifest& manifest = report.manifest;
    for (int year = manifest.first_year; year < manifest.first_year + manifest.years; ++year) {
        std::vector<std::string> row{std::to_string(year)};
        bool known = false;
        for (const char* tier : all) {
            // 1 on the paths in this tier: its mean is the probability.
            const auto* share = report.find(indicator, tier, year, 0);
            row.push_back(share == nullptr ? "-" : probability(share->summary.mean));
            known = known || share != nullptr;
        }
        if (known) table.add(std::move(row));
    }
    return table.rows() == 0 ? std::string{} : heading + table.render();
}

}  // namespace

std::string tiers(const Report& report) {
    const std::string statutory =
        tier_table(report, Indicator::debt_tier,
                   report.say("债务风险等级的概率（年末，按法定债务率）\n",
                              "Probability of each debt tier (year end, by statutory debt)\n"));
    const std::string full_calibre =
        tier_table(report, Indicator::debt_tier_full_calibre,
                   report.say("债务风险等级的概率（年末，按全口径债务率）\n",
                              "Probability of each debt tier (year end, by full-calibre debt)\n"));
    return statutory + (full_calibre.empty() ? "" : "\n") + full_calibre;
}

std::string projects_at_risk(const Report& report) {
    if (report.forecast.projects.empty()) return {};
    const double horizon = 12.0 * report.manifest.years;
    std::vector<const statistics::ProjectResult*> risky;
    for (const auto& project : report.forecast.projects) {
        if (is_at_risk(project, horizon)) risky.push_back(&project);
    }
    const std::string heading =
        report.say("最可能延期或资金不足的项目\n", "Projects most likely to be late or unfunded\n");
    if (risky.empty()) {
        return heading +
               report.say(
                   "  没有：各项目延期、停工、规划期内未完工的概率都不到 1%，资金最终到位；"
                   "一时资金不足见 projects.csv。\n",
                   "  None: no project is late, stopped or not finished within the plan on 1 % of "
                   "paths, and all get their money in the end; projects.csv tells which had to "
                   "wait for it.\n");
    }
    std::stable_sort(risky.begin(), risky.end(), [horizon](const auto* a, const auto* b) {
        return worst_chance(*a, horizon) > worst_chance(*b, horizon);
    });
    const std::size_t left_out = risky.size() - std::min(risky.size(), projects_shown);
    risky.resize(risky.size() - left_out);

    const Month start = begin_of_year(report.manifest.first_year, report.manifest.first_month);
    const auto columns = results::project_columns();
    std::vector<Column> headings{
        {results::heading(columns, "project").in(report.language), Align::left, 48}};
    for (const char* id : {"planned_finish", "finish_p50", "finish_p90", "p_late", "p_suspended",
                           "p_short", "funded_share"}) {
        headings.push_back({results::heading(columns, id).in(report.language)});
    }
    TextTable table(std::move(headings));
    const auto finish = [&](const std::optional<double>& moment) {
        return moment ? month_of_moment(*moment, start) : report.say("规划期外", "beyond");
    };
    for (const auto* project : risky) {
        table.add({project->name.in(report.language), finish(project->planned_finish),
                   finish(project->finish_p50), finish(project->finish_p90),
                   project->probability_late ? probability(*project->probability_late) : "-",
                   probability(project->probability_suspended),
                   probability(project->probability_short), percent(project->funded_share)});
    }
    std::string text =
        heading + table.render() +
        report.say("  延期：错过任一阶段期限的概率，“-”为没有期限\n",
                   "  Late: misses the deadline of any of its stages; -: has none\n");
    if (left_out > 0) {
        text += "  " + fmt::format(fmt::runtime(report.say("另有 {} 个，见 projects.csv\n",
                                                           "{} more in projects.csv\n")),
                                   left_out);
    }
    return text;
}

}  // namespace coffer::report
