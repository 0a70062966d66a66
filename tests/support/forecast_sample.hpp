#pragma once
// A small forecast made by hand, with something for every block of a report.
#include <filesystem>
#include <map>
#include <string>

#include "coffer/results/manifest.hpp"
#include "coffer/statistics/forecast.hpp"
#include "support/temporary_folder.hpp"

namespace coffer::results::test {

inline statistics::Summary summary(double middle) {
    statistics::Summary result;
    result.n = 4;
    result.mean = middle + 0.5;
    result.se = 0.25;
    result.sd = 0.5;
    result.min = middle - 5.0;
    for (std::size_t i = 0; i < result.quantiles.size(); ++i) {
        result.quantiles[i] = middle + static_cast<double>(i) - 4.0;
    }
    result.max = middle + 5.0;
    result.es05 = middle - 4.5;
    result.es95 = middle + 4.5;
    return result;
}

inline statistics::SeriesSummary series(model::Indicator indicator, std::string dimension, int year,
                                        int month, double middle) {
    return {indicator, std::move(dimension), year, month, summary(middle), middle};
}

inline statistics::SeriesSummary tier(const char* name, int year, double share) {
    statistics::SeriesSummary result = series(model::Indicator::debt_tier, name, year, 0, 0.0);
    result.summary.mean = share;
    return result;
}

inline statistics::Forecast forecast() {
    using model::Indicator;
    statistics::Forecast result;
    result.paths = 4;
    result.series = {
        series(Indicator::fai, "total", 2020, 0, 3.012e9),
        series(Indicator::fai, "total", 2020, 1, 1e8),
        series(Indicator::fai, "total", 2020, 2, 2e8),
        series(Indicator::fai, "total", 2021, 0, 3.5e7),
        series(Indicator::fai, "district:古丈", 2020, 0, 1e9),
        series(Indicator::fai_growth, "total", 2020, 0, 0.1),
        series(Indicator::debt_ratio, "total", 2020, 0, 1.35),
        series(Indicator::cash, "total", 2020, 1, 5e8),
        series(Indicator::cash, "total", 2020, 2, 3e8),
        series(Indicator::cash_min, "total", 2020, 0, 3e8),
        tier("green", 2020, 0.25),
        tier("yellow", 2020, 0.75),
        tier("orange", 2020, 0.0),
        tier("red", 2020, 0.0),
    };
    statistics::SeriesSummary nothing = series(Indicator::arrears, "total", 2020, 0, 0.0);
    nothing.summary = {};
    nothing.summary.n = 4;
    result.series.push_back(nothing);
    result.targets = {{"t1",
                       {"投资达到三十亿", "FAI of 3 billion"},
                       Indicator::fai,
                       "total",
                       model::span_of_year(2020),
                       model::Target::Relation::at_least,
                       3e9,
                       0.875,
                       0.0125,
                       model::Target::Over::every,
                       0.85,
                       0.9}};
    statistics::ProjectResult road;
    road.id = "g01";
    road.name = {"高速公路", "Motorway"};
    road.total_investment = 1e9;
    road.planned_start = 3.0;
    road.planned_finish = 18.0;
    road.probability_finished = 0.75;
    road.finish_p10 = 17.5;
    road.finish_p50 = 20.25;
    road.probability_late = 0.5;
    road.probability_late_se = 0.25;
    road.probability_suspended = 0.25;
    road.probability_cancelled = 0.125;
    road.funded_share = 0.9;
    road.probability_short = 0.75;
    statistics::ProjectResult bridge;
    bridge.id = "g02";
    bridge.name = {"=桥,\"新\"", "=Bridge, \"new\""};
    bridge.planned_finish = 6.0;
    bridge.probability_finished = 1.0;
    bridge.finish_p10 = bridge.finish_p50 = bridge.finish_p90 = 6.0;
    result.projects = {road, bridge};
    result.first_year = {
        {"g01", {"高速公路", "Motorway"}, "G20; A3", 2e9, 1.8e9, 1.5e8, 2e7, 1.85e9},
        {"g02", {"桥", "Bridge"}, "", 1e9, 1e9, 0.0, 0.0, 1e9}};
    return result;
}

inline Manifest manifest() {
    Manifest result;
    result.coffer_version = "1.2.3";
    result.command = "run";
    result.scenario_id = "demo";
    result.scenario_name = {"示范县", "Demo County"};
    result.scenario_folder = "scenarios/demo";
    result.scenario_sha256 = "abc";
    result.first_year = 2020;
    result.years = 2;
    result.changes = {"scenario.years=2"};
    result.seed = 18446744073709551615u;
    result.paths = 4;
    result.threads = 2;
    return result;
}

using testing::put;
using testing::TemporaryFolder;

/// Relative path -> content of everything below, folders as "".
inline std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
    std::map<std::string, std::string> result;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().lexically_relative(folder).string();
        result[name] = entry.is_regular_file() ? testing::read_text(entry.path()) : "";
    }
    return result;
}

}  // namespace coffer::results::test
