// The tables of a forecast; docs/cli.md describes every column.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include "coffer/base/calendar.hpp"
#include "coffer/results/csv.hpp"
#include "coffer/results/files.hpp"
#include "coffer/results/tables.hpp"

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

/// A table as its columns describe it.
template <class Row>
CsvWriter csv_of(const Columns<Row>& columns, const std::vector<Row>& rows) {
    CsvWriter csv;
    for (const Column<Row>& column : columns) csv.raw(column.id);
    csv.end_row();
    for (const Row& row : rows) {
        for (const Column<Row>& column : columns) {
            const Value value = column.get(row);
            if (const auto* text = std::get_if<std::string>(&value)) {
                csv.text(*text);
            } else if (const auto* count = std::get_if<std::uint64_t>(&value)) {
                csv.value(*count);
            } else if (const auto* number = std::get_if<double>(&value)) {
                csv.value(*number);
            } else {
                csv.raw("");
            }
        }
        csv.end_row();
    }
    return csv;
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
        const auto around = [&](double value, double error, std::uint64_t least,
                                double errors = statistics::errors_either_side) {
            if (summary.n < least || error == 0.0) return statistics::Interval{};
            const double reach = errors * error;
            return statistics::Interval{value - reach, value + reach};
        };
        row("mean", summary.mean, around(summary.mean, summary.se, enough_for_mean, summary.reach));
        for (std::size_t i = 0; i < summary.quantiles.size(); ++i) {
            row(statistics::quantile_names[i], summary.quantiles[i], summary.intervals[i]);
        }
        row("es05", summary.es05, around(summary.es05, summary.es05_se, enough_for_tail));
        row("es95", summary.es95, around(summary.es95, summary.es95_se, enough_for_tail));
    }
    return csv.content();
}

/// What the things are called that dimensions are of.
std::string names_csv(const Forecast& forecast) {
    CsvWriter csv("dimension,name_zh,name_en");
    for (const auto& [dimension, name] : forecast.names) {
        csv.text(dimension).text(name.zh).text(name.en);
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
    CsvWriter csv("event,period,p_first,p_by,se,mean_month,low,high");
    for (const statistics::FirstHitResult& hit : forecast.first_hits) {
        double by = 0.0;
        const auto paths = static_cast<double>(std::max<std::uint64_t>(1, forecast.paths));
        const auto error = [&] { return std::sqrt(std::max(0.0, by * (1.0 - by)) / paths); };
        const auto interval = [&] {
            const auto of_share = statistics::share_interval(by, paths);
            csv.value(of_share.low).value(of_share.high);
            csv.end_row();
        };
        for (std::size_t month = 0; month < hit.probability.size(); ++month) {
            by = std::min(1.0, by + hit.probability[month]);
            csv.raw(hit.event);
            csv.raw(to_string(month_after(hit.start, static_cast<int>(month))));
            csv.value(hit.probability[month]).value(by).value(error()).raw("");
            interval();
        }
        csv.raw(hit.event).raw("plan").raw("").value(by).value(error());
        if (hit.mean_month) {
            csv.value(*hit.mean_month);
        } else {
            csv.raw("");
        }
        interval();
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

std::string period_text(const model::Span& span) {
    const auto one = [](const Month& period) {
        return period.month == 0 ? std::to_string(period.year) : to_string(period);
    };
    return span.several() ? one(span.first) + "/" + one(span.last) : one(span.first);
}

std::string_view word(model::Target::Over over) {
    constexpr std::array<std::string_view, 6> words{"every", "any", "sum", "mean", "min", "max"};
    return words[static_cast<std::size_t>(over)];
}

std::vector<File> forecast_files(const Forecast& forecast) {
    return {
        {"indicators.csv", csv_of(series_columns(), forecast.series).content()},
        {"intervals.csv", intervals_csv(forecast)},
        {"targets.csv", csv_of(target_columns(), forecast.targets).content_for_spreadsheets()},
        {"projects.csv", csv_of(project_columns(), forecast.projects).content_for_spreadsheets()},
        {"joint.csv", csv_of(joint_columns(), forecast.joint).content_for_spreadsheets()},
        {"monthly.csv", monthly_csv(forecast)},
        {"first_hits.csv", first_hits_csv(forecast)},
        {"first_year.csv",
         csv_of(first_year_columns(), forecast.first_year).content_for_spreadsheets()},
        {"names.csv", names_csv(forecast)}};
}

}  // namespace coffer::results
