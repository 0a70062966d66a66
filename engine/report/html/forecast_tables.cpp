// Every yearly figure, and where the results come from.
#include <algorithm>

#include "coffer/report/names.hpp"
#include "forecast_view.hpp"
#include "manifest_block.hpp"

namespace coffer::report {
namespace {

using page::Quantity;

/// Years side by side in one table, so that it fits a page.
constexpr int years_in_a_table = 5;

using Key = std::pair<model::Indicator, std::string>;

/// Indicators of one quantity that are not zero throughout, in the order of the forecast.
std::vector<Key> keys_of(const ForecastView& view, Quantity quantity) {
    std::vector<Key> keys;
    for (const auto& series : view.forecast.series) {
        if (series.month != 0 || page_quantity_of(series.indicator) != quantity) continue;
        if (series.year != view.manifest.first_year && !keys.empty() &&
            keys.back() == Key(series.indicator, series.dimension)) {
            continue;
        }
        const Key key(series.indicator, series.dimension);
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        if (view.is_of_interest(key.first, key.second)) keys.push_back(key);
    }
    return keys;
}

void add_spreads(const ForecastView& view, Quantity quantity, const Text& title,
                 std::vector<page::Block>& blocks) {
    const auto keys = keys_of(view, quantity);
    if (keys.empty()) return;
    for (int begin = view.manifest.first_year; begin <= view.last_year();
         begin += years_in_a_table) {
        const int end = std::min(view.last_year() + 1, begin + years_in_a_table);
        page::TableBlock table;
        table.title = title;
        if (quantity != Quantity::probability) {
            table.note = {"每格上为中位数，下为 P5–P95。",
                          "In each cell the median, below it P5–P95."};
        }
        table.columns = {{{"指标", "Indicator"}, std::nullopt, false}};
        for (int year = begin; year < end; ++year) {
            table.columns.push_back({say_both("{}", "{}", year), quantity, false});
        }
        for (const auto& [indicator, dimension] : keys) {
            std::vector<page::Cell> row{view.name(indicator, dimension)};
            for (int year = begin; year < end; ++year) {
                const auto* const series = view.find(indicator, dimension, year);
                if (series == nullptr) {
                    row.emplace_back();
                    continue;
                }
                // Of what holds on a path or does not, the mean says it all.
                if (quantity == Quantity::probability) {
                    row.emplace_back(series->summary.mean);
                    continue;
                }
                const auto& quantiles = series->summary.quantiles;
                row.emplace_back(
                    page::Spread{quantiles[at_p05], quantiles[at_p50], quantiles[at_p95]});
            }
            table.rows.push_back(std::move(row));
        }
        blocks.emplace_back(std::move(table));
    }
}

/// Every yearly figure in one long table.
page::TableBlock long_table(const ForecastView& view, Quantity quantity, const Text& title) {
    page::TableBlock table;
    table.folded = true;
    table.title = {title.zh + "：全部分位数", title.en + ": all quantiles"};
    table.note = reference_path_note();
    table.columns = {{{"指标", "Indicator"}, std::nullopt, false},
                     {{"年份", "Year"}, std::nullopt, false},
                     {{"P5", "P5"}, quantity, false},
                     {{"P25", "P25"}, quantity, false},
                     {{"P50", "P50"}, quantity, false},
                     {{"P75", "P75"}, quantity, false},
                     {{"P95", "P95"}, quantity, false},
                     {{"平均", "Mean"}, quantity, false},
                     {{"参考路径", "Reference path"}, quantity, false}};
    for (const auto& series : view.forecast.series) {
        if (series.month != 0 || page_quantity_of(series.indicator) != quantity) continue;
        if (!view.is_of_interest(series.indicator, series.dimension)) continue;
        const auto& quantiles = series.summary.quantiles;
        table.rows.push_back({view.name(series.indicator, series.dimension),
                              std::to_string(series.year), quantiles[at_p05], quantiles[at_p25],
                              quantiles[at_p50], quantiles[at_p75], quantiles[at_p95],
                              series.summary.mean, series.reference_path});
    }
    return table;
}

}  // namespace

page::Section tables_section(const ForecastView& view) {
    page::Section section{"tables", {"明细表", "All figures"}, {}};
    for (const auto& [quantity, title] :
         {std::pair{Quantity::money, Text{"金额指标", "Money"}},
          std::pair{Quantity::ratio, Text{"比率指标", "Ratios"}},
          std::pair{Quantity::multiple, Text{"倍数指标", "Multiples"}},
          std::pair{Quantity::probability, Text{"概率指标", "Probabilities"}},
          std::pair{Quantity::count, Text{"个数与月数", "Numbers"}}}) {
        add_spreads(view, quantity, title, section.blocks);
        if (quantity == Quantity::probability) continue;
        auto table = long_table(view, quantity, title);
        if (!table.rows.empty()) section.blocks.emplace_back(std::move(table));
    }
    if (section.blocks.empty()) return section;
    section.blocks.emplace_back(page::TextBlock{
        {{page::Tone::note,
          {"各路径各年均为零的指标不列。",
           "Indicators that are zero on every path in every year are left out."}}}});
    return section;
}

page::Section assumptions_section(const ForecastView& view) {
    page::Section section{"assumptions", {"假设", "Assumptions"}, {}};
    if (view.results.assumptions.empty()) return section;
    page::TableBlock table;
    table.title = {"假设、理由和来源", "Assumptions, reasons and sources"};
    table.note = {"“用于”为依据一栏引用它的表和行数。",
                  "Used by: tables, and the number of their rows, whose basis names it."};
    table.columns = {{{"编号", "Id"}, std::nullopt, false},
                     {{"假设", "Assumption"}, std::nullopt, false},
                     {{"理由", "Reason"}, std::nullopt, false},
                     {{"来源", "Source"}, std::nullopt, false},
                     {{"用于", "Used by"}, std::nullopt, false}};
    for (const auto& assumption : view.results.assumptions) {
        table.rows.push_back({assumption.id, assumption.statement, assumption.reason,
                              assumption.source, results::told_uses(assumption.used_by)});
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

page::Section origin_section(const ForecastView& view) {
    page::Section section{"origin", {"检查提示与出处", "Warnings and origin"}, {}};
    page::TextBlock warnings;
    for (const Diagnostic& warning : view.manifest.warnings) {
        const Text text{format(warning, Language::chinese), format(warning, Language::english)};
        warnings.items.push_back({page::Tone::warning, text});
    }
    if (warnings.items.empty()) {
        warnings.items.push_back({page::Tone::good, no_warnings()});
    }
    section.blocks.emplace_back(std::move(warnings));
    section.blocks.emplace_back(manifest_block(view.manifest));
    return section;
}

}  // namespace coffer::report
