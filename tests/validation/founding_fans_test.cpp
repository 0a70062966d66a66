// Catches: fans of the founding plans that are narrower or wider than what cities went through. A
// city's growth over one and three years, less the mean of all (so that being right on the average
// is not asked of it), should lie in the plan's P5 to P95 about as often as nine times in ten. The
// test prints the shares, as the plans' READMEs have them.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/run/run.hpp"
#include "support/csv_rows.hpp"
#include "support/folders.hpp"
#include "support/scenarios.hpp"

namespace {

using namespace coffer;

const std::filesystem::path panel = testing::shared_folder() / "data/history/city_panel_public.csv";

/// Growth of all cities over so many years, logs, less its mean. Suspect cells are left out.
std::vector<double> errors_of(const std::string& value, int years) {
    std::map<std::pair<std::string, int>, double> logs;
    for (const auto& row : testing::csv_rows(panel).rows) {
        const double amount = std::atof(row.at(value).c_str());
        if (row.at("suspect_" + value) == "1" || amount <= 0.0) continue;
        logs[{row.at("city"), std::atoi(row.at("year").c_str())}] = std::log(amount);
    }
    std::vector<double> errors;
    double mean = 0.0;
    for (const auto& [at, log] : logs) {
        const auto later = logs.find({at.first, at.second + years});
        if (later == logs.end()) continue;
        errors.push_back(later->second - log);
        mean += errors.back();
    }
    for (double& error : errors) error -= mean / static_cast<double>(errors.size());
    return errors;
}

/// Of an indicator's total in a plan year: logs of P5 and P95 over the median.
std::pair<double, double> fan_of(const statistics::Forecast& forecast, const std::string& id,
                                 int year) {
    for (const auto& entry : forecast.series) {
        if (model::info(entry.indicator).id != id || entry.dimension != "total" ||
            entry.month != 0 || entry.year != year) {
            continue;
        }
        const auto& at = entry.summary.quantiles;
        const double median = at[statistics::place_of_p50];
        return {std::log(at[statistics::place_of_p05] / median),
                std::log(at[statistics::place_of_p95] / median)};
    }
    FAIL("no " + id);
    return {};
}

double share_inside(const std::vector<double>& errors, const std::pair<double, double>& fan,
                    double wider = 1.0) {
    double inside = 0.0;
    for (const double error : errors) {
        if (error >= wider * fan.first && error <= wider * fan.second) inside += 1.0;
    }
    return inside / static_cast<double>(errors.size());
}

}  // namespace

TEST_CASE("fans of the founding plans hold what cities went through", "[validation][slow]") {
    if (!std::filesystem::exists(panel)) {
        WARN("SKIPPED: ../shared/data/history is not here");
        return;
    }
    for (const std::string name : {"guzhang-2020", "wanghua-2021"}) {
        const int first = name == "guzhang-2020" ? 2020 : 2021;
        run::Options options;
        options.paths = 10000;
        options.threads = 2;
        options.draws = kernel::Draws::of(testing::load_model(name, {}).simulation, first);
        const auto outcome = run::run(testing::load_plan(name, {}), options, {});
        REQUIRE(outcome.has_value());
        std::vector<std::pair<std::string, std::string>> figures{
            {"general_revenue", "budget_revenue"},
            {"expenditure", "budget_expenditure"},
            {"fai", "fai"}};
        if (name == "wanghua-2021") figures.emplace_back("gdp", "gdp");  // the other has none
        for (const auto& [indicator, value] : figures) {
            for (const int years : {1, 3}) {
                const auto errors = errors_of(value, years);
                const auto fan = fan_of(outcome->forecast, indicator, first + years - 1);
                const double inside = share_inside(errors, fan);
                std::printf("%s %s %d: %.1f %%\n", name.c_str(), indicator.c_str(), years,
                            100.0 * inside);
                CAPTURE(name, indicator, years);
                // Named projects may be late, but there are no more of them than there are: in a
                // plan that mostly consists of them the fan of investment is narrow above.
                const bool of_projects = indicator == "fai" && years == 3;
                CHECK(inside >= (of_projects ? 0.80 : 0.85));
                CHECK(inside <= 0.95);
                // Negative control: half as wide holds too few.
                CHECK(share_inside(errors, fan, 0.5) < 0.85);
            }
        }
    }
}
