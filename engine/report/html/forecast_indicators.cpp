// Fan charts of the main indicators, and the targets.
#include <array>

#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "coffer/results/files.hpp"
#include "forecast_view.hpp"

namespace coffer::report {
namespace {

using model::Indicator;

/// What a planner asks for first, beside debt and cash, which have sections of their own.
constexpr std::array fans_shown{Indicator::fai,
                                Indicator::fai_growth,
                                Indicator::general_revenue,
                                Indicator::general_revenue_growth,
                                Indicator::fiscal_capacity,
                                Indicator::expenditure,
                                Indicator::gdp_growth,
                                Indicator::new_output,
                                Indicator::projects_completed,
                                Indicator::investment_attracted,
                                Indicator::funding_shortfall,
                                Indicator::financing_gap};

/// What the targets ask of `indicator` in each year, as lines over its fan.
std::vector<page::NamedValues> thresholds(const ForecastView& view, Indicator indicator) {
    std::vector<page::NamedValues> lines;
    for (const auto& target : view.forecast.targets) {
        if (target.indicator != indicator || target.dimension != "total") continue;
        // Only what is asked of each year by itself can be drawn over a fan of years.
        const bool each = !target.span.several() || target.over == model::Target::Over::every;
        if (target.span.by_month() || !each) continue;
        page::NamedValues line;
        line.name = {"目标：" + target.name.zh, "Target: " + target.name.en};
        line.values.assign(static_cast<std::size_t>(view.manifest.years), std::nullopt);
        for (int year = target.span.first.year; year <= target.span.last.year; ++year) {
            const int place = year - view.manifest.first_year;
            if (place < 0 || place >= view.manifest.years) continue;
            line.values[static_cast<std::size_t>(place)] = target.value;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string condition(const ForecastView& view, const statistics::TargetResult& target,
                      Language language) {
    const Text name = view.name(target.indicator, target.dimension);
    const std::string value =
        value_text(target.value, target.indicator, view.manifest.unit).in(language);
    const auto sign = [&]() -> std::string {
        switch (target.relation) {
            case model::Target::Relation::at_least:
                return "≥";
            case model::Target::Relation::at_most:
                return "≤";
            case model::Target::Relation::above:
                return ">";
            case model::Target::Relation::below:
                break;
        }
        return "<";
    }();
    const std::string over = target.span.several() ? over_name(target.over).in(language) : "";
    const std::string gap = over.empty() || language == Language::chinese ? "" : " ";
    return name.in(language) + gap + over + " " + sign + " " + value;
}

}  // namespace

page::Section indicators_section(const ForecastView& view) {
    page::Section section{"indicators", {"主要指标", "Main indicators"}, {}};
    section.blocks.emplace_back(page::TextBlock{
        {{page::Tone::note,
          {"线为中位数；深色带（P25–P75）中有五成路径，浅色带（P5–P95）中有九成。",
           "The line is the median; half of the paths lie in the dark band (P25–P75), nine tenths "
           "in the light one (P5–P95)."}}}});
    Text zero;
    for (const Indicator indicator : fans_shown) {
        if (!view.has_fan(indicator)) {
            if (view.find(indicator, "total", view.manifest.first_year) == nullptr) continue;
            const Text& name = model::info(indicator).name;
            zero.zh += (zero.zh.empty() ? "" : "、") + name.zh;
            zero.en += (zero.en.empty() ? "" : ", ") + name.en;
        } else {
            page::FanBlock fan = view.yearly_fan(indicator);
            fan.lines = thresholds(view, indicator);
            section.blocks.emplace_back(std::move(fan));
        }
    }
    if (!zero.zh.empty()) {
        section.blocks.emplace_back(page::TextBlock{
            {{page::Tone::note,
              {"各年 P5 到 P95 都为零，不画：" + zero.zh + "。",
               "Zero from P5 to P95 in every year, and so not drawn: " + zero.en + "."}}}});
    }
    if (section.blocks.size() == 1) section.blocks.clear();
    return section;
}

page::Section targets_section(const ForecastView& view) {
    page::Section section{"targets", {"目标", "Targets"}, {}};
    if (view.forecast.targets.empty()) return section;
    page::TableBlock table;
    table.title = {"目标实现的概率", "Probability of reaching each target"};
    table.note = {"区间为 95% 的威尔逊区间，只含抽样误差；各路径结果都相同时也有宽度。",
                  "Intervals are Wilson's of 95 %, for the error of sampling alone; they have a "
                  "width where all paths agree, too."};
    table.columns = {{{"目标", "Target"}, std::nullopt, false},
                     {{"时期", "Period"}, std::nullopt, false},
                     {{"条件", "Condition"}, std::nullopt, false},
                     {{"概率", "Probability"}, page::Quantity::probability, true},
                     {{"95% 区间", "95% interval"}, std::nullopt, false}};
    for (const auto& target : view.forecast.targets) {
        table.rows.push_back({target.name, results::period_text(target.span),
                              Text{condition(view, target, Language::chinese),
                                   condition(view, target, Language::english)},
                              target.probability, interval_text(target.low, target.high)});
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

}  // namespace coffer::report
