#include "coffer/results/json.hpp"

#include <variant>

#include "coffer/results/tables.hpp"
#include "json_text.hpp"

namespace coffer::results {
namespace {

template <class Row>
Json json_of(const Columns<Row>& columns, const Row& row) {
    Json json = Json::object();
    for (const Column<Row>& column : columns) {
        const Value value = column.get(row);
        if (const auto* text = std::get_if<std::string>(&value)) {
            json[column.id] = *text;
        } else if (const auto* count = std::get_if<std::uint64_t>(&value)) {
            json[column.id] = *count;
        } else if (const auto* number = std::get_if<double>(&value)) {
            json[column.id] = *number;
        } else {
            json[column.id] = nullptr;
        }
    }
    return json;
}

/// Rows of a table that `wanted` picks.
template <class Row, class Wanted>
Json rows_of(const Columns<Row>& columns, const std::vector<Row>& rows, Wanted wanted) {
    Json json = Json::array();
    for (const Row& row : rows) {
        if (wanted(row)) json.push_back(json_of(columns, row));
    }
    return json;
}

Json json_of(const statistics::FirstHitResult& hit) {
    const Json mean_month = hit.mean_month ? Json(*hit.mean_month) : Json(nullptr);
    return {{"event", hit.event}, {"p_first", hit.probability}, {"mean_month", mean_month}};
}

}  // namespace

std::string forecast_json(const statistics::Forecast& forecast, const Manifest& manifest) {
    Json json = {{"manifest", json_of(manifest)}};
    const auto all = [](const auto&) { return true; };
    json["indicators"] =
        rows_of(series_columns(), forecast.series,
                [](const statistics::SeriesSummary& series) { return series.month == 0; });
    json["targets"] = rows_of(target_columns(), forecast.targets, all);
    json["projects"] = rows_of(project_columns(), forecast.projects, all);
    json["first_year"] = rows_of(first_year_columns(), forecast.first_year, all);
    json["first_hits"] = Json::array();
    for (const auto& hit : forecast.first_hits) json["first_hits"].push_back(json_of(hit));
    return json_text(json);
}

}  // namespace coffer::results
