// Debt and cash.
#include <algorithm>
#include <array>
#include <cmath>

#include "coffer/analysis/measure.hpp"
#include "coffer/base/calendar.hpp"
#include "coffer/report/names.hpp"
#include "forecast_view.hpp"

namespace coffer::report {
namespace {

using model::Indicator;

page::FanBlock monthly_fan(const ForecastView& view, Indicator indicator) {
    page::FanBlock block;
    block.title = {"月末库款", "Cash at the end of each month"};
    block.quantity = page_quantity_of(indicator);
    for (int month = 0; month < 12 * view.manifest.years; ++month) {
        const Month at = month_after(view.manifest.start(), month);
        const auto* const series = view.find(indicator, "total", at.year, at.month);
        if (series == nullptr) continue;
        const auto& quantiles = series->summary.quantiles;
        block.periods.push_back(to_string(at));
        block.p05.emplace_back(quantiles[at_p05]);
        block.p25.emplace_back(quantiles[at_p25]);
        block.p50.emplace_back(quantiles[at_p50]);
        block.p75.emplace_back(quantiles[at_p75]);
        block.p95.emplace_back(quantiles[at_p95]);
    }
    return block;
}

page::SeriesBlock service(const ForecastView& view) {
    page::SeriesBlock block;
    block.title = {"还本付息与库款", "Debt service and cash"};
    block.note = {"柱为各路径的平均（再融资之前到期的本金和利息），线为年内最低月末库款。",
                  "Bars: means over the paths of what falls due, before refinancing. Lines: the "
                  "lowest month-end cash of the year."};
    block.periods = view.years();
    block.bars = {{{"到期本金", "Principal"},
                   view.yearly(Indicator::principal, "total", mean_of),
                   page::Colour::next},
                  {{"付息", "Interest"},
                   view.yearly(Indicator::interest, "total", mean_of),
                   page::Colour::next}};
    block.lines = {{{"最低月末库款 P50", "Lowest cash, P50"},
                    view.yearly(Indicator::cash_min, "total", quantile(at_p50)),
                    page::Colour::next},
                   {{"最低月末库款 P5", "Lowest cash, P5"},
                    view.yearly(Indicator::cash_min, "total", quantile(at_p05)),
                    page::Colour::next}};
    return block;
}

void add_tiers(const ForecastView& view, Indicator indicator, const Text& title,
               std::vector<page::Block>& blocks) {
    static constexpr std::array<std::pair<const char*, page::Colour>, 4> all{
        {{"green", page::Colour::green},
         {"yellow", page::Colour::yellow},
         {"orange", page::Colour::orange},
         {"red", page::Colour::red}}};
    page::SeriesBlock block;
    block.title = title;
    block.note = {"年末处于各等级的路径所占比重。",
                  "Share of the paths in each tier at the end of the year."};
    block.quantity = page::Quantity::probability;
    block.periods = view.years();
    bool known = false;
    for (const auto& [tier, colour] : all) {
        // 1 on the paths in this tier: its mean is the probability.
        auto values = view.yearly(indicator, tier, mean_of);
        known = known || std::any_of(values.begin(), values.end(),
                                     [](const auto& value) { return value.has_value(); });
        block.bars.push_back({{dimension_name(tier, Language::chinese, {}),
                               dimension_name(tier, Language::english, {})},
                              std::move(values),
                              colour});
    }
    if (known) blocks.emplace_back(std::move(block));
}

void add_first_hits(const ForecastView& view, std::vector<page::Block>& blocks) {
    page::SeriesBlock block;
    block.title = {"首次发生：到该月为止的概率", "First time: probability by month"};
    block.note = {"财政重整每年 12 月检验付息占支出的比重。",
                  "Restructuring: interest shares are tested each December."};
    block.quantity = page::Quantity::probability;
    for (int month = 0; month < 12 * view.manifest.years; ++month) {
        block.periods.push_back(to_string(month_after(view.manifest.start(), month)));
    }
    Text never;
    for (const auto& hit : view.forecast.first_hits) {
        page::NamedValues line{analysis::event_name(hit.event), {}, page::Colour::next};
        double by = 0.0;
        for (const double share : hit.probability) {
            by = std::min(1.0, by + share);
            line.values.emplace_back(by);
        }
        if (by > 0.0) {
            block.lines.push_back(std::move(line));
        } else {
            never.zh += (never.zh.empty() ? "" : "、") + line.name.zh;
            never.en += (never.en.empty() ? "" : ", ") + line.name.en;
        }
    }
    if (!never.zh.empty()) {
        block.note.zh += "各条路径上都没有发生：" + never.zh + "。";
        block.note.en += " On no path: " + never.en + ".";
    }
    if (block.lines.empty()) {
        if (never.zh.empty()) return;
        blocks.emplace_back(page::MissingBlock{
            block.title,
            {"各条路径上都没有发生：" + never.zh + "。", "On no path: " + never.en + "."}});
        return;
    }
    blocks.emplace_back(std::move(block));
}

}  // namespace

page::Section debt_section(const ForecastView& view) {
    page::Section section{"debt", {"债务", "Debt"}, {}};
    if (view.is_of_interest(Indicator::debt_service, "total")) {
        section.blocks.emplace_back(service(view));
    }
    auto classes = service_by_class(view);
    if (!classes.empty()) section.blocks.push_back(std::move(classes.front()));
    for (const Indicator indicator :
         {Indicator::debt_ratio, Indicator::debt_ratio_full_calibre, Indicator::debt_statutory,
          Indicator::debt_total, Indicator::special_coverage, Indicator::arrears}) {
        if (view.has_fan(indicator)) {
            section.blocks.emplace_back(view.yearly_fan(indicator));
        }
    }
    add_tiers(view, Indicator::debt_tier,
              {"债务风险等级的概率（法定债务率）", "Debt tiers by statutory debt"}, section.blocks);
    add_tiers(view, Indicator::debt_tier_full_calibre,
              {"债务风险等级的概率（全口径债务率）", "Debt tiers by full-calibre debt"},
              section.blocks);
    add_first_hits(view, section.blocks);
    for (std::size_t i = 1; i < classes.size(); ++i)
        section.blocks.push_back(std::move(classes[i]));
    return section;
}

page::Section cash_section(const ForecastView& view) {
    page::Section section{"cash", {"库款", "Cash"}, {}};
    page::FanBlock fan = monthly_fan(view, Indicator::cash);
    if (fan.periods.empty()) return section;
    fan.note = {"每月末一般公共预算、政府性基金、国有资本经营三个账户的合计。",
                "The three accounts together at the end of each month."};
    page::HeatBlock heat;
    heat.title = {"各月月末库款的 P5", "P5 of month-end cash"};
    heat.note = {"每二十条路径有一条不高于所示数；颜色越深，库款越紧。",
                 "One path of twenty lies there or below; the darker, the tighter."};
    heat.corner = {"年份", "Year"};
    heat.low_is_dark = true;
    for (int month = 0; month < 12; ++month) {
        heat.columns.push_back(
            say_both("{}月", "{:02}", month_after(view.manifest.start(), month).month));
    }
    for (int year = 0; year < view.manifest.years; ++year) {
        page::HeatRow row{say_both("{}", "{}", view.manifest.first_year + year), {}};
        for (int month = 0; month < 12; ++month) {
            const Month at = month_after(view.manifest.start(), 12 * year + month);
            const auto* const series = view.find(Indicator::cash, "total", at.year, at.month);
            row.values.push_back(series == nullptr
                                     ? std::nullopt
                                     : std::optional(series->summary.quantiles[at_p05]));
        }
        heat.rows.push_back(std::move(row));
    }
    section.blocks.emplace_back(std::move(fan));
    section.blocks.emplace_back(std::move(heat));
    return section;
}

}  // namespace coffer::report
