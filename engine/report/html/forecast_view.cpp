#include "forecast_view.hpp"

#include <algorithm>

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
    block.quantity = page_quantity_of(indicator);
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

page::TableBlock core_block(const results::CoreTable& table) {
    page::TableBlock block;
    block.title = table.title;
    const Text path = reference_path_note();
    block.note = {table.note.zh + path.zh, table.note.en + " " + path.en};
    for (const auto& head : table.heads) block.columns.push_back({head.title, std::nullopt, false});
    for (const auto& column : table.columns) {
        block.columns.push_back(
            {column.title, column.is_share ? page::Quantity::ratio : page::Quantity::money, false});
    }
    for (const auto& row : table.rows) {
        std::vector<page::Cell> cells(row.heads.begin(), row.heads.end());
        for (const auto& value : row.values) {
            cells.push_back(value ? page::Cell(*value) : page::Cell());
        }
        if (row.stands_out()) block.totals.push_back(block.rows.size());
        if (row.kind != results::RowKind::detail) block.pinned.push_back(block.rows.size());
        block.rows.push_back(std::move(cells));
    }
    return block;
}

page::Quantity page_quantity_of(model::Indicator indicator) {
    if (model::info(indicator).values.is_multiple) return page::Quantity::multiple;
    if (model::info(indicator).values.is_months) return page::Quantity::count;
    if (model::info(indicator).values.is_chance) return page::Quantity::probability;
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
