// The verdict and the figures that everybody asks for first.
#include "coffer/report/figures.hpp"
#include "coffer/report/verdict.hpp"
#include "forecast_view.hpp"

namespace coffer::report {
namespace {

using model::Indicator;
using page::Tone;

Text spread(const statistics::Summary& summary, model::Unit unit, MoneyUnit money) {
    const Text range =
        range_text(summary.quantiles[at_p05], summary.quantiles[at_p95], unit, money);
    return {"P5–P95：" + range.zh, "P5–P95: " + range.en};
}

page::FiguresBlock figures(const ForecastView& view) {
    page::FiguresBlock block;
    const auto add = [&](Indicator indicator, int year) {
        const auto* const series = view.find(indicator, "total", year);
        if (series == nullptr) return;
        const auto& info = model::info(indicator);
        block.items.push_back({say_both("{1} 年{0}", "{2}, {1}", info.name.zh, year, info.name.en),
                               series->summary.quantiles[at_p50], page_quantity_of(indicator),
                               spread(series->summary, info.unit, view.manifest.unit),
                               Tone::plain});
    };
    add(Indicator::fai, view.manifest.first_year);
    add(Indicator::general_revenue, view.manifest.first_year);
    add(Indicator::debt_service, view.manifest.first_year);
    add(Indicator::debt_ratio, view.last_year());
    add(Indicator::cash_min, view.last_year());
    return block;
}

}  // namespace

page::Section verdict_section(const ForecastView& view) {
    page::Section section{"verdict", {"结论", "Verdict"}, {}};
    page::TextBlock text{verdict_of(view.forecast, view.manifest)};
    if (view.manifest.warnings.empty()) {
        text.items.push_back({Tone::good, no_warnings()});
    }
    section.blocks.emplace_back(std::move(text));
    if (auto block = figures(view); !block.items.empty()) {
        section.blocks.emplace_back(std::move(block));
    }
    return section;
}

}  // namespace coffer::report
