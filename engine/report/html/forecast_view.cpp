#include "forecast_view.hpp"

#include <algorithm>
#include <cmath>

#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"

namespace coffer::report {

std::vector<std::string> ForecastView::years() const {
    std::vector<std::string> years;
    for (int year = manifest.first_year; year <= last_year(); ++year) {
        years.push_back(std::to_string(year));
    }
    return years;
}

const statistics::SeriesSummary* ForecastView::find(model::Indicator indicator,
                                                    std::string_view dimension, int year,
                                                    int month) const {
    const auto found =
        std::find_if(forecast.series.begin(), forecast.series.end(), [&](const auto& series) {
            return series.indicator == indicator && series.year == year && series.month == month &&
                   series.dimension == dimension;
        });
    return found == forecast.series.end() ? nullptr : &*found;
}

bool ForecastView::is_of_interest(model::Indicator indicator, std::string_view dimension) const {
    return std::any_of(forecast.series.begin(), forecast.series.end(), [&](const auto& series) {
        return series.indicator == indicator && series.month == 0 &&
               series.dimension == dimension &&
               (series.summary.min != 0.0 || series.summary.max != 0.0);
    });
}

bool ForecastView::has_fan(model::Indicator indicator) const {
    return std::any_of(forecast.series.begin(), forecast.series.end(), [&](const auto& series) {
        return series.indicator == indicator && series.month == 0 && series.dimension == "total" &&
               (series.summary.quantiles[at_p05] != 0.0 || series.summary.quantiles[at_p95] != 0.0);
    });
}

page::Numbers ForecastView::yearly(model::Indicator indicator, std::string_view dimension,
                                   const Figure& figure) const {
    page::Numbers numbers;
    for (int year = manifest.first_year; year <= last_year(); ++year) {
        const auto* const series = find(indicator, dimension, year);
        numbers.push_back(series == nullptr ? std::nullopt
                                            : std::optional(figure(series->summary)));
    }
    return numbers;
}

page::FanBlock ForecastView::yearly_fan(model::Indicator indicator) const {
    page::FanBlock block;
    const model::IndicatorInfo& info = model::info(indicator);
    block.title = info.name;
    block.note = info.definition;
    block.quantity = quantity_of(indicator);
    block.periods = years();
    block.p05 = yearly(indicator, "total", quantile(at_p05));
    block.p25 = yearly(indicator, "total", quantile(at_p25));
    block.p50 = yearly(indicator, "total", quantile(at_p50));
    block.p75 = yearly(indicator, "total", quantile(at_p75));
    block.p95 = yearly(indicator, "total", quantile(at_p95));
    return block;
}

std::string ForecastView::name(model::Indicator indicator, std::string_view dimension,
                               Language language) const {
    const std::string& name = model::info(indicator).name.in(language);
    if (dimension == "total" || dimension.empty()) return name;
    const std::string part = dimension_name(dimension, language, forecast.names);
    return language == Language::chinese ? name + "（" + part + "）" : name + " (" + part + ")";
}

Text ForecastView::name(model::Indicator indicator, std::string_view dimension) const {
    return {name(indicator, dimension, Language::chinese),
            name(indicator, dimension, Language::english)};
}

Text money_text(double yuan) {
    constexpr double yuan_per_million = 1e6;
    const double millions = yuan / yuan_per_million;
    const double size = std::abs(millions);
    const int decimals = size >= 100.0 ? 0 : size >= 10.0 ? 1 : 2;
    std::string digits = fmt::format("{:.{}f}", millions, yuan == 0.0 ? 0 : decimals);
    constexpr std::size_t group = 3;
    const std::size_t whole = std::min(digits.find('.'), digits.size());
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = whole; at > first + group;) digits.insert(at -= group, ",");
    return {in_yi(yuan) + " 亿元", digits + " million yuan"};
}

Text value_text(double value, model::Unit unit) {
    if (unit == model::Unit::money) return money_text(value);
    const std::string text = figure(value, unit);
    return {text, text};
}

page::Quantity quantity_of(model::Indicator indicator) {
    // Cover is read as so many times, as the debt rules write it.
    if (indicator == model::Indicator::special_coverage) return page::Quantity::multiple;
    switch (model::info(indicator).unit) {
        case model::Unit::money:
            return page::Quantity::money;
        case model::Unit::ratio:
            return page::Quantity::ratio;
        case model::Unit::count:
            break;
    }
    return page::Quantity::count;
}

}  // namespace coffer::report
