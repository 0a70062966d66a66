#include "coffer/results/json.hpp"

#include "coffer/base/calendar.hpp"
#include "coffer/results/files.hpp"
#include "json_text.hpp"

namespace coffer::results {
namespace {

Json optional_number(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json json_of(const statistics::SeriesSummary& series) {
    const statistics::Summary& summary = series.summary;
    Json json = {{"indicator", model::info(series.indicator).id},
                 {"dimension", series.dimension},
                 {"period", std::to_string(series.year)},
                 {"n", summary.n},
                 {"mean", summary.mean},
                 {"se", summary.se},
                 {"sd", summary.sd},
                 {"min", summary.min}};
    for (std::size_t i = 0; i < summary.quantiles.size(); ++i) {
        json[statistics::quantile_names[i]] = summary.quantiles[i];
    }
    json["max"] = summary.max;
    json["es05"] = summary.es05;
    json["es95"] = summary.es95;
    json["median_path"] = series.median_path;
    return json;
}

Json json_of(const statistics::TargetResult& target) {
    return {{"target", target.id},
            {"name_zh", target.name.zh},
            {"name_en", target.name.en},
            {"period", std::to_string(target.year)},
            {"probability", target.probability},
            {"se", target.standard_error},
            {"indicator", model::info(target.indicator).id},
            {"dimension", target.dimension},
            {"relation", symbol(target.relation)},
            {"value", target.value}};
}

Json json_of(const statistics::ProjectResult& project) {
    return {{"project", project.id},
            {"name_zh", project.name.zh},
            {"name_en", project.name.en},
            {"total_investment", project.total_investment},
            {"planned_start", optional_number(project.planned_start)},
            {"planned_finish", optional_number(project.planned_finish)},
            {"p_finished", project.probability_finished},
            {"finish_p10", optional_number(project.finish_p10)},
            {"finish_p50", optional_number(project.finish_p50)},
            {"finish_p90", optional_number(project.finish_p90)},
            {"p_late", optional_number(project.probability_late)},
            {"p_late_se", project.probability_late ? Json(project.probability_late_se) : Json()},
            {"p_suspended", project.probability_suspended},
            {"funded_share", project.funded_share},
            {"p_short", project.probability_short},
            {"p_cancelled", project.probability_cancelled}};
}

Json json_of(const statistics::FirstYearRow& row) {
    return {{"id", row.id},
            {"name_zh", row.name.zh},
            {"name_en", row.name.en},
            {"basis", row.basis},
            {"planned", row.planned},
            {"median_path", row.median_path},
            {"unfunded", row.unfunded},
            {"price_effect", row.price_effect},
            {"reported_later", row.reported_later},
            {"mean", row.mean}};
}

Json json_of(const statistics::FirstHitResult& hit) {
    const Json mean_month = hit.mean_month ? Json(*hit.mean_month) : Json(nullptr);
    return {{"event", hit.event}, {"p_first", hit.probability}, {"mean_month", mean_month}};
}

}  // namespace

std::string forecast_json(const statistics::Forecast& forecast, const Manifest& manifest) {
    Json json = {{"manifest", json_of(manifest)}};
    json["indicators"] = Json::array();
    for (const auto& series : forecast.series) {
        if (series.month == 0) json["indicators"].push_back(json_of(series));
    }
    json["targets"] = Json::array();
    for (const auto& target : forecast.targets) json["targets"].push_back(json_of(target));
    json["projects"] = Json::array();
    for (const auto& project : forecast.projects) json["projects"].push_back(json_of(project));
    json["first_year"] = Json::array();
    for (const auto& row : forecast.first_year) json["first_year"].push_back(json_of(row));
    json["first_hits"] = Json::array();
    for (const auto& hit : forecast.first_hits) json["first_hits"].push_back(json_of(hit));
    return json_text(json);
}

}  // namespace coffer::results
