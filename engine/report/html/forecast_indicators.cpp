// Fan charts of the main indicators, and the targets.
#include <array>

#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
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
        const int place = target.year - view.manifest.first_year;
        if (place < 0 || place >= view.manifest.years) continue;
        page::NamedValues line;
        line.name = {"目标：" + target.name.zh, "Target: " + target.name.en};
        line.values.assign(static_cast<std::size_t>(view.manifest.years), std::nullopt);
        line.values[static_cast<std::size_t>(place)] = target.value;
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string condition(const ForecastView& view, const statistics::TargetResult& target,
                      Language language) {
    const Text name = view.name(target.indicator, target.dimension);
    const std::string value =
        value_text(target.value, model::info(target.indicator).unit).in(language);
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
    return name.in(language) + " " + sign + " " + value;
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
    const std::string bound = bound_without_exception(view.forecast.paths);
    table.note = {
        "标准误为抽样误差。概率为 0 或 100% 时表示各路径结果都相同，真实概率与所示值的差在 95% "
        "的置信度下" +
            bound + "。",
        "The standard error is that of sampling. Where all paths agree (0 or 100 %), the "
        "probability is " +
            bound + " from what is shown, with 95 % confidence."};
    table.columns = {{{"目标", "Target"}, std::nullopt, false},
                     {{"年份", "Year"}, std::nullopt, false},
                     {{"条件", "Condition"}, std::nullopt, false},
                     {{"概率", "Probability"}, page::Quantity::probability, true},
                     {{"标准误", "Std. error"}, page::Quantity::ratio, false}};
    for (const auto& target : view.forecast.targets) {
        table.rows.push_back({target.name, std::to_string(target.year),
                              Text{condition(view, target, Language::chinese),
                                   condition(view, target, Language::english)},
                              target.probability, target.standard_error});
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

}  // namespace coffer::report
