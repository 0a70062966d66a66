// The tables of a forecast; docs/cli.md describes every column.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "coffer/base/calendar.hpp"
#include "coffer/results/csv.hpp"
#include "coffer/results/files.hpp"

namespace coffer::results {
namespace {

using statistics::Forecast;
using statistics::SeriesSummary;

// Places in statistics::quantile_levels.
constexpr std::size_t p05 = 1;
constexpr std::size_t p50 = 4;
constexpr std::size_t p95 = 7;
static_assert(statistics::quantile_levels[p05] == 0.05);
static_assert(statistics::quantile_levels[p50] == 0.50);
static_assert(statistics::quantile_levels[p95] == 0.95);

std::string period(const SeriesSummary& series) {
    if (series.month == 0) return std::to_string(series.year);
    return to_string(Month{series.year, series.month});
}

std::string indicators_csv(const Forecast& forecast) {
    CsvWriter csv(
        "indicator,dimension,period,n,mean,se,sd,min,p01,p05,p10,p25,p50,p75,p90,p95,p99,max,"
        "es05,es95,median_path");
    for (const SeriesSummary& series : forecast.series) {
        const statistics::Summary& summary = series.summary;
        csv.raw(model::info(series.indicator).id).text(series.dimension).raw(period(series));
        csv.value(summary.n).value(summary.mean).value(summary.se).value(summary.sd);
        csv.value(summary.min);
        for (const double quantile : summary.quantiles) csv.value(quantile);
        csv.value(summary.max).value(summary.es05).value(summary.es95).value(series.median_path);
        csv.end_row();
    }
    return csv.content();
}

// Paths from which on normal errors are good enough: fifty of them in a tail of 5 %.
constexpr std::uint64_t enough_for_mean = 30;
constexpr std::uint64_t enough_for_tail = 1000;

/// How far sampling may have moved each yearly figure.
std::string intervals_csv(const Forecast& forecast) {
    CsvWriter csv("indicator,dimension,period,figure,value,low,high");
    for (const SeriesSummary& series : forecast.series) {
        if (series.month != 0) continue;
        const statistics::Summary& summary = series.summary;
        const auto row = [&](std::string_view figure, double value,
                             const statistics::Interval& interval) {
            csv.raw(model::info(series.indicator).id).text(series.dimension).raw(period(series));
            csv.raw(figure).value(value).value(interval.low).value(interval.high);
            csv.end_row();
        };
        // From normal errors, which few values, or values that are all the same, do not tell.
        const auto around = [&](double value, double error, std::uint64_t least) {
            if (summary.n < least || error == 0.0) return statistics::Interval{};
            const double reach = statistics::errors_either_side * error;
            return statistics::Interval{value - reach, value + reach};
        };
        row("mean", summary.mean, around(summary.mean, summary.se, enough_for_mean));
        for (std::size_t i = 0; i < summary.quantiles.size(); ++i) {
            row(statistics::quantile_names[i], summary.quantiles[i], summary.intervals[i]);
        }
        row("es05", summary.es05, around(summary.es05, summary.es05_se, enough_for_tail));
        row("es95", summary.es95, around(summary.es95, summary.es95_se, enough_for_tail));
    }
    return csv.content();
}

std::string targets_csv(const Forecast& forecast) {
    CsvWriter csv(
        "target,name_zh,name_en,period,probability,se,indicator,dimension,relation,value");
    for (const statistics::TargetResult& target : forecast.targets) {
        csv.text(target.id).text(target.name.zh).text(target.name.en);
        csv.raw(std::to_string(target.year));
        csv.value(target.probability).value(target.standard_error);
        csv.raw(model::info(target.indicator).id).text(target.dimension);
        csv.raw(symbol(target.relation)).value(target.value);
        csv.end_row();
    }
    return csv.content();
}

std::string projects_csv(const Forecast& forecast) {
    CsvWriter csv(
        "project,name_zh,name_en,total_investment,planned_start,planned_finish,p_finished,finish_"
        "p10,finish_p50,"
        "finish_p90,p_late,p_late_se,p_suspended,funded_share,p_short,p_cancelled");
    for (const statistics::ProjectResult& project : forecast.projects) {
        csv.text(project.id).text(project.name.zh).text(project.name.en);
        csv.value(project.total_investment);
        csv.value(project.planned_start).value(project.planned_finish);
        csv.value(project.probability_finished);
        csv.value(project.finish_p10).value(project.finish_p50).value(project.finish_p90);
        csv.value(project.probability_late);
        if (project.probability_late) {
            csv.value(project.probability_late_se);
        } else {
            csv.raw("");
        }
        csv.value(project.probability_suspended).value(project.funded_share);
        csv.value(project.probability_short).value(project.probability_cancelled);
        csv.end_row();
    }
    return csv.content_for_spreadsheets();
}

/// The first plan year, the plan document against the model.
std::string first_year_csv(const Forecast& forecast) {
    CsvWriter csv(
        "project,name_zh,name_en,planned,median_path,unfunded,price_effect,reported_later,mean,"
        "basis");
    for (const statistics::FirstYearRow& row : forecast.first_year) {
        csv.text(row.id).text(row.name.zh).text(row.name.en);
        csv.value(row.planned).value(row.median_path).value(row.unfunded);
        csv.value(row.price_effect).value(row.reported_later).value(row.mean).text(row.basis);
        csv.end_row();
    }
    return csv.content_for_spreadsheets();
}

/// What the ids in dimensions are called.
std::string names_csv(const Forecast& forecast) {
    CsvWriter csv("id,name_zh,name_en");
    for (const auto& [id, name] : forecast.names) {
        csv.text(id).text(name.zh).text(name.en);
        csv.end_row();
    }
    return csv.content_for_spreadsheets();
}

/// One row a month, so that a spreadsheet draws a chart of it at once.
std::string monthly_csv(const Forecast& forecast) {
    std::set<Month> months;
    // Columns in the order of the forecast.
    std::vector<std::pair<model::Indicator, std::string>> columns;
    std::map<std::pair<model::Indicator, std::string>, std::map<Month, const SeriesSummary*>> cells;
    for (const SeriesSummary& series : forecast.series) {
        if (series.month == 0) continue;
        const Month month{series.year, series.month};
        const auto column = std::make_pair(series.indicator, series.dimension);
        months.insert(month);
        auto& by_month = cells[column];
        if (by_month.empty()) columns.push_back(column);
        by_month[month] = &series;
    }

    CsvWriter csv;
    csv.raw("month");
    for (const auto& [indicator, dimension] : columns) {
        std::string name = model::info(indicator).id;
        if (dimension != "total") name += "[" + dimension + "]";
        for (const char* figure : {"_p05", "_p50", "_p95", "_mean"}) csv.text(name + figure);
    }
    csv.end_row();
    for (const Month month : months) {
        csv.raw(to_string(month));
        for (const auto& column : columns) {
            const auto& by_month = cells[column];
            const auto cell = by_month.find(month);
            if (cell == by_month.end()) {
                csv.raw("").raw("").raw("").raw("");
                continue;
            }
            const statistics::Summary& summary = cell->second->summary;
            csv.value(summary.quantiles[p05]).value(summary.quantiles[p50]);
            csv.value(summary.quantiles[p95]).value(summary.mean);
        }
        csv.end_row();
    }
    return csv.content_for_spreadsheets();
}

/// A row for each event and month, then one for the plan as a whole.
std::string first_hits_csv(const Forecast& forecast) {
    CsvWriter csv("event,period,p_first,p_by,se,mean_month");
    for (const statistics::FirstHitResult& hit : forecast.first_hits) {
        double by = 0.0;
        const auto error = [&] {
            return std::sqrt(std::max(0.0, by * (1.0 - by)) /
                             static_cast<double>(std::max<std::uint64_t>(1, forecast.paths)));
        };
        for (std::size_t month = 0; month < hit.probability.size(); ++month) {
            by = std::min(1.0, by + hit.probability[month]);
            csv.raw(hit.event);
            csv.raw(to_string(month_after(hit.start, static_cast<int>(month))));
            csv.value(hit.probability[month]).value(by).value(error()).raw("");
            csv.end_row();
        }
        csv.raw(hit.event).raw("plan").raw("").value(by).value(error());
        if (hit.mean_month) {
            csv.value(*hit.mean_month);
        } else {
            csv.raw("");
        }
        csv.end_row();
    }
    return csv.content();
}

}  // namespace

std::string_view symbol(model::Target::Relation relation) {
    switch (relation) {
        case model::Target::Relation::at_least:
            return ">=";
        case model::Target::Relation::above:
            return ">";
        case model::Target::Relation::at_most:
            return "<=";
        case model::Target::Relation::below:
            return "<";
    }
    return "?";
}

std::vector<File> forecast_files(const Forecast& forecast) {
    return {
        {"indicators.csv", indicators_csv(forecast)}, {"intervals.csv", intervals_csv(forecast)},
        {"targets.csv", targets_csv(forecast)},       {"projects.csv", projects_csv(forecast)},
        {"monthly.csv", monthly_csv(forecast)},       {"first_hits.csv", first_hits_csv(forecast)},
        {"first_year.csv", first_year_csv(forecast)}, {"names.csv", names_csv(forecast)}};
}

}  // namespace coffer::results
