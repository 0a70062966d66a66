#include "coffer/report/render.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "coffer/report/text_table.hpp"
#include "coffer/results/files.hpp"
#include "sections.hpp"

namespace coffer::report {
namespace {

using model::Indicator;

/// Whether an indicator is there, and zero on every path in every year.
bool always_zero(const Report& report, Indicator indicator) {
    bool there = false;
    for (const auto& series : report.forecast.series) {
        if (series.indicator != indicator || series.dimension != "total" || series.month != 0)
            continue;
        if (series.summary.min != 0.0 || series.summary.max != 0.0) return false;
        there = true;
    }
    return there;
}

}  // namespace

std::string Report::name(Indicator indicator, std::string_view dimension) const {
    const std::string& name = model::info(indicator).name.in(language);
    if (dimension == "total" || dimension.empty()) return name;
    return name + say("（", " (") + dimension_name(dimension, language, forecast.names) +
           say("）", ")");
}

std::string Report::money(double yuan) const { return amount_in(yuan, manifest.unit); }

std::string Report::unit() const { return unit_name(manifest.unit).in(language); }

std::string Report::condition(const statistics::TargetResult& target) const {
    const std::string over = target.span.several() ? (language == Language::chinese ? "" : " ") +
                                                         over_name(target.over).in(language)
                                                   : "";
    return fmt::format(
        "{}{} {} {}", name(target.indicator, target.dimension), over,
        results::symbol(target.relation),
        model::info(target.indicator).values.is_multiple ||
                model::info(target.indicator).values.is_months
            ? value_text(target.value, target.indicator, manifest.unit).in(language)
            : figure(target.value, model::info(target.indicator).unit, manifest.unit));
}

const statistics::SeriesSummary* Report::find(Indicator indicator, std::string_view dimension,
                                              int year, int month) const {
    const auto found = std::find_if(forecast.series.begin(), forecast.series.end(),
                                    [&](const statistics::SeriesSummary& s) {
                                        return s.indicator == indicator && s.year == year &&
                                               s.month == month && s.dimension == dimension;
                                    });
    return found == forecast.series.end() ? nullptr : &*found;
}

std::string title(const Report& report) {
    const results::Manifest& manifest = report.manifest;
    const int last_year = manifest.first_year + manifest.years - 1;
    return fmt::format("{}{}{}{}  {}-{}  {} {}  {} {}\n",
                       printable(manifest.scenario_name.in(report.language)),
                       report.say("（", " ("), manifest.scenario_id, report.say("）", ")"),
                       manifest.first_year, last_year, report.say("路径数", "paths"),
                       report.forecast.paths, report.say("种子", "seed"), manifest.seed);
}

std::string fans(const Report& report) {
    const results::Manifest& manifest = report.manifest;
    const int end = manifest.first_year + manifest.years;
    std::string text;
    for (int begin = manifest.first_year; begin < end; begin += years_across) {
        const int stop = std::min(end, begin + years_across);
        std::vector<Column> columns{{report.say("指标", "Indicator"), Align::left, 32},
                                    {"", Align::left}};
        for (int year = begin; year < stop; ++year) columns.push_back({std::to_string(year)});
        TextTable table(std::move(columns));
        for (const Indicator indicator : main_indicators) {
            std::vector<const statistics::SeriesSummary*> cells;
            for (int year = begin; year < stop; ++year) {
                cells.push_back(report.find(indicator, "total", year, 0));
            }
            const auto present = [](const auto* cell) { return cell != nullptr; };
            if (std::none_of(cells.begin(), cells.end(), present)) continue;
            if (always_zero(report, indicator)) continue;
            for (const auto& [place, quantile] :
                 {std::pair{p95_place, "P95"}, std::pair{p50_place, "P50"},
                  std::pair{p05_place, "P5"}}) {
                // The name stands on the median, which is what a reader takes for the figure.
                const bool named = place == p50_place;
                std::vector<std::string> row{named ? report.name(indicator, "total") : "",
                                             quantile};
                for (const auto* cell : cells) {
                    row.push_back(cell == nullptr
                                      ? "-"
                                      : figure(cell->summary.quantiles[place],
                                               model::info(indicator).unit, manifest.unit));
                }
                table.add(std::move(row));
            }
        }
        if (table.rows() > 0) text += (text.empty() ? "" : "\n") + table.render();
    }
    std::string all_zero;
    for (const Indicator indicator : main_indicators) {
        if (!always_zero(report, indicator)) continue;
        all_zero +=
            (all_zero.empty() ? "" : report.say("、", ", ")) + report.name(indicator, "total");
    }
    if (text.empty() && all_zero.empty()) return {};
    std::string block =
        fmt::format(fmt::runtime(report.say(
                        "主要指标（金额：{}；90% 的路径落在 P5 与 P95 之间）\n",
                        "Main indicators (money in {}; 90% of paths lie between P5 and P95)\n")),
                    report.unit()) +
        text;
    if (!all_zero.empty()) {
        block += "  " + report.say("各路径各年均为零：", "Zero on every path: ") + all_zero + "\n";
    }
    return block;
}

std::string render(const statistics::Forecast& forecast, const results::Manifest& manifest,
                   Language language) {
    const Report report{forecast, manifest, language};
    std::string text = title(report);
    for (auto* section :
         {verdict, fans, targets, worst_cash, tiers, first_hits, projects_at_risk, first_year}) {
        const std::string block = section(report);
        if (!block.empty()) text += "\n" + block;
    }
    return text;
}

}  // namespace coffer::report
