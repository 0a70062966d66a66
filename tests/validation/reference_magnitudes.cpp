// Catches: assumptions of the founding scenarios that contradict each other or the plan's text, the
// way a finance officer would go over them with a pocket calculator, and a reference path that does
// not pay what is due. The files are read without the engine.
#include <cmath>
#include <filesystem>
#include <map>
#include <regex>
#include <stdexcept>
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
using testing::csv_rows;
using testing::CsvRow;

constexpr double yi = 1e8;

std::filesystem::path folder(const std::string& name) {
    return testing::source_folder() / "scenarios" / name;
}

std::vector<CsvRow> rows(const std::string& name, const std::string& table) {
    return csv_rows(folder(name) / table).rows;
}

/// A number of scenario.toml, e.g. "general_revenue = 8.7".
double number_in_toml(const std::string& name, const std::string& key) {
    const auto text = testing::file_text(folder(name) / "scenario.toml");
    std::smatch match;
    REQUIRE(std::regex_search(text, match, std::regex("\n" + key + R"( *= *([0-9.]+))")));
    return std::stod(match[1]);
}

double percent(const std::string& text) {
    REQUIRE(text.ends_with('%'));
    return std::stod(text) / 100.0;
}

/// The rate of the first year: fixed, or the driver's starting value plus the spread.
double rate(const std::string& name, const CsvRow& instrument) {
    double result = percent(instrument.at("rate"));
    for (const auto& driver : rows(name, "drivers.csv")) {
        if (driver.at("id") == instrument.at("rate_driver")) {
            result += percent(driver.at("initial"));
        }
    }
    return result;
}

struct Service {
    double stock = 0.0, statutory = 0.0;
    double principal = 0.0;       // due in the first year
    double interest = 0.0;        // on what is left after each payment
    double interest_rough = 0.0;  // stock times rate
};

/// Equal principal only, as these scenarios have it: n payments left until maturity, of which f a
/// year fall in the first year.
Service first_year_service(const std::string& name, int first_year) {
    Service sum;
    for (const auto& row : rows(name, "debt.csv")) {
        INFO(row.at("id"));
        REQUIRE(row.at("repayment") == "equal_principal");
        const double stock = std::stod(row.at("principal"));
        const int f = std::stoi(row.at("payments_per_year"));
        const int year = std::stoi(row.at("maturity").substr(0, 4));
        const int payments = (year - first_year + 1) * f;
        // The months of payment fit f times into every calendar year, the first one included.
        REQUIRE(std::stoi(row.at("maturity").substr(5)) > 12 - 12 / f);
        double left = stock;
        for (int k = 0; k < f; ++k) {
            sum.interest += left * rate(name, row) / f;
            left -= stock / payments;
        }
        sum.principal += stock - left;
        sum.interest_rough += stock * rate(name, row);
        sum.stock += stock;
        if (row.at("class") == "general" || row.at("class") == "special") sum.statutory += stock;
    }
    return sum;
}

/// Base amounts of revenue lines, by account and category.
double revenue(const std::string& name, const std::string& account, const std::string& category) {
    double sum = 0.0;
    for (const auto& row : rows(name, "revenue.csv")) {
        if (row.at("account") == account && row.at("category") == category) {
            sum += std::stod(row.at("base"));
        }
    }
    return sum;
}

/// Taxes that stay, of all taxpayers.
double retained_taxes(const std::string& name) {
    double sum = 0.0;
    for (const auto& row : rows(name, "taxpayers.csv")) {
        sum += std::stod(row.at("output")) * percent(row.at("tax_rate")) *
               percent(row.at("retained_share"));
    }
    return sum;
}

statistics::Forecast median_forecast(const std::string& name, testing::Overrides overrides = {}) {
    overrides.push_back({"simulation.draws", "median"});
    run::Options options;
    options.paths = 1;
    options.threads = 1;
    options.draws = kernel::Draws::of(testing::load_model(name, overrides).simulation, 1);
    auto outcome = run::run(testing::load_plan(name, overrides), options, {});
    REQUIRE(outcome.has_value());
    return std::move(outcome->forecast);
}

/// Values of the indicator's dimension total, by year; by month with `monthly`.
std::vector<double> values(const statistics::Forecast& forecast, const std::string& id,
                           bool monthly = false) {
    std::vector<double> result;
    for (const auto& entry : forecast.series) {
        if (model::info(entry.indicator).id == id && entry.dimension == "total" &&
            (entry.month != 0) == monthly) {
            result.push_back(entry.summary.mean);
        }
    }
    REQUIRE_FALSE(result.empty());
    return result;
}

}  // namespace

TEST_CASE("Guzhang's debt, rates and repayments make a debt service of about 220 million",
          "[validation]") {
    const auto service = first_year_service("guzhang-2020", 2020);
    // 7.90 + 3.50 + 2.40 + 2.00 = 15.80
    CHECK(service.stock == Approx(15.80));
    // A tenth of each: 0.79 + 0.35 + 0.24 + 0.20 = 1.58
    CHECK(service.principal == Approx(1.58));
    // 7.90 * 3.60 % + 3.50 * 3.90 % + 2.40 * 5.05 % + 2.00 * 6.80 % = 0.678
    CHECK(service.interest_rough == Approx(0.6781));
    CHECK(service.principal + service.interest_rough == Approx(2.2).epsilon(0.05));
    CHECK(service.principal + service.interest == Approx(2.2).epsilon(0.05));
    // The engine's year is this and the service of the year's own bonds and loans, which the text
    // does not give: less than 2 % more.
    const auto forecast = median_forecast("guzhang-2020");
    const double hand = (service.principal + service.interest) * yi;
    CHECK(values(forecast, "debt_service").front() >= 0.999 * hand);
    CHECK(values(forecast, "debt_service").front() <= 1.02 * hand);
    CHECK(values(forecast, "principal").front() >= service.principal * yi - 1.0);
}

TEST_CASE("Wanghua's debt service of the first year is that of its stock", "[validation]") {
    const auto service = first_year_service("wanghua-2021", 2021);
    CHECK(service.stock == Approx(12.7));
    CHECK(service.statutory == Approx(9.5));
    const auto forecast = median_forecast("wanghua-2021");
    const double hand = (service.principal + service.interest) * yi;
    CHECK(values(forecast, "debt_service").front() >= 0.999 * hand);
    CHECK(values(forecast, "debt_service").front() <= 1.03 * hand);
}

TEST_CASE("the base year's general revenue is the sum of its lines and retained taxes",
          "[validation]") {
    // 125 * 3.84 % * 45 % + 64 * 5 % * 45 % + 40 * 5 % * 45 % = 2.16 + 1.44 + 0.90 = 4.50
    CHECK(retained_taxes("wanghua-2021") == Approx(4.50));
    // 2.72 + 1.48 = 4.20
    CHECK(revenue("wanghua-2021", "general", "own") == Approx(4.20));
    CHECK(retained_taxes("wanghua-2021") + revenue("wanghua-2021", "general", "own") ==
          Approx(8.7));
    CHECK(number_in_toml("wanghua-2021", "general_revenue") == Approx(8.7));
    // 1.45 + 0.80, without taxpayers of its own.
    CHECK(revenue("guzhang-2020", "general", "own") == Approx(2.25));
    CHECK(number_in_toml("guzhang-2020", "general_revenue") == Approx(2.25));
}

TEST_CASE("the debt ratio of the first year is far below 120 %", "[validation]") {
    for (const auto& name : testing::founding_scenarios()) {
        INFO(name);
        const bool guzhang = name == "guzhang-2020";
        const auto service = first_year_service(name, guzhang ? 2020 : 2021);
        double capacity = guzhang ? 0.0 : retained_taxes(name);
        for (const char* account : {"general", "fund", "state_capital"}) {
            capacity += revenue(name, account, "own") + revenue(name, account, "transfer");
        }
        // Before the plan: Guzhang 11.4 / 20.88, Wanghua 9.5 / 16.35.
        CHECK(capacity == Approx(guzhang ? 20.88 : 16.35));
        const double before = service.statutory / capacity;
        CHECK(before < 1.2);
        // A year later, with new bonds and project money from above, the engine stays near it.
        const auto ratios = values(median_forecast(name), "debt_ratio");
        CHECK(ratios.front() < 1.2);
        CHECK(ratios.front() == Approx(before).margin(0.15));
    }
}

TEST_CASE("on the reference path everything due is paid in every month", "[validation]") {
    for (const auto& name : testing::founding_scenarios()) {
        INFO(name);
        const auto forecast = median_forecast(name);
        for (const double arrears : values(forecast, "arrears")) CHECK(arrears == 0.0);
        // The year's gap is a sum over months of amounts that are not negative: a year without a
        // gap has no month with one.
        for (const double gap : values(forecast, "financing_gap")) CHECK(gap == 0.0);
        const double floor = number_in_toml(name, "cash_floor") * yi;
        const auto cash = values(forecast, "cash", true);
        CHECK(cash.size() == 60);
        for (const double month : cash) CHECK(month >= floor);
    }
}

TEST_CASE("a county that cannot pay shows arrears and a gap", "[validation]") {
    // Negative control: no money at the start, and none may be used by other spending.
    for (const auto& name : testing::founding_scenarios()) {
        INFO(name);
        const auto poor = median_forecast(name, {{"treasury.opening_general", "0"},
                                                 {"treasury.opening_fund", "0"},
                                                 {"treasury.cash_floor", "20亿"}});
        CHECK(values(poor, "financing_gap").front() > 0.0);
    }
}
