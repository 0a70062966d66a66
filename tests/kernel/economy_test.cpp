// Catches: economic series and GDP at the wrong index, in the wrong year or without the output of
// completed projects, and revenue measured against the wrong budget. Expected values by hand; the
// noise at a false-alarm rate of 1e-6.
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/checks.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;

/// A model of two years with one series: 200, elasticity 2 to a certain growth of 5 %.
model::Model with_series(double volatility) {
    auto model = empty_model(2);
    add_growth(model, "nominal", 0.05, 0.0);
    model::EconomicSeries series;
    series.id = "retail";
    series.flow.stream = stream_of("economy", "retail");
    series.flow.annual.assign(2, Money::from_fen(20'000));
    series.flow.sensitivities = {{Index<model::Driver>{0}, 2.0}};
    series.flow.profile = even_profile();
    if (volatility > 0.0) add_noise(model, series.flow, "retail", volatility);
    model.economic_series.push_back(series);
    return model;
}

/// One figure, of the series unless told otherwise, on all paths.
std::vector<double> figure(const model::Model& model, model::Indicator indicator, int year,
                           int paths, const std::string& dimension = "series:retail") {
    Diagnostics diagnostics;
    const auto plan = plan::compile(model, diagnostics);
    REQUIRE(plan.has_value());
    kernel::PathStore store(*plan, paths);
    kernel::simulate_paths(*plan, 20201122, 0, static_cast<std::uint64_t>(paths), 64, store);
    for (std::size_t slot = 0; slot < plan->slots.size(); ++slot) {
        if (plan->slots[slot].indicator != indicator) continue;
        if (plan->slots[slot].dimension.text() != dimension) continue;
        const Eigen::ArrayXd column =
            store.yearly.col(kernel::PathStore::year_column(*plan, slot, year));
        return {column.data(), column.data() + column.size()};
    }
    FAIL("the figure is not kept");
    return {};
}

}  // namespace

TEST_CASE("an economic series grows with its driver from the year before the plan", "[kernel]") {
    const auto model = with_series(0.0);
    const double factor = 1.05 * 1.05;  // elasticity 2
    CHECK(figure(model, model::Indicator::economy, 0, 1)[0] ==
          Approx(200.0 * factor).margin(0.006));
    CHECK(figure(model, model::Indicator::economy, 1, 1)[0] ==
          Approx(200.0 * factor * factor).margin(0.006));
    CHECK(figure(model, model::Indicator::economy_growth, 0, 1)[0] ==
          Approx(factor - 1.0).margin(1e-4));
    CHECK(figure(model, model::Indicator::economy_growth, 1, 1)[0] ==
          Approx(factor - 1.0).margin(1e-4));
}

TEST_CASE("completed projects add their share of output", "[kernel]") {
    auto model = with_series(0.0);
    model.economic_series[0].new_output_share = 0.25;
    add_project(model, "mill", 0.0, {stage(model::StageKind::construction, fixed(6.0), 0.0)});
    model.projects[0].new_output = Money::from_fen(120'000);  // 100 yuan a month
    // Finished at moment 6: at work in the six months from July on.
    CHECK(figure(model, model::Indicator::economy, 0, 1)[0] ==
          Approx(200.0 * 1.1025 + 0.25 * 600.0).margin(0.006));
}

TEST_CASE("GDP grows over the year before, in the first year over economy.gdp", "[kernel]") {
    auto model = empty_model(2);
    model.economy.gdp = yuan(1000.0);
    model.economy.gdp_driver = add_growth(model, "nominal", 0.05);
    const auto growth = [&model](int year) {
        return figure(model, model::Indicator::gdp_growth, year, 1, "total")[0];
    };
    // 1050 and 1102.50.
    CHECK(growth(0) == Approx(0.05).epsilon(1e-12));
    CHECK(growth(1) == Approx(0.05).epsilon(1e-12));
    // Work until June, then 100 yuan of output a month, a quarter of it value added:
    // 1050 + 150 = 1200 and 1102.50 + 300 = 1402.50.
    model.economy.gdp_new_output_share = 0.25;
    add_project(model, "mill", 0.0, {stage(model::StageKind::construction, fixed(6.0), 0.0)});
    model.projects[0].new_output = yuan(1200.0);
    CHECK(growth(0) == Approx(0.2).epsilon(1e-12));
    CHECK(growth(1) == Approx(0.16875).epsilon(1e-12));
}

TEST_CASE("general revenue is measured against the year's budget", "[kernel]") {
    auto model = empty_model(3);
    model.budget.general_revenue = {yuan(1000.0), yuan(1500.0), yuan(960.0)};
    // Neither transfers nor the revenue of other accounts are part of it.
    add_revenue(model, "a_taxes", 1200.0);
    add_revenue(model, "b_fund", 600.0, model::Account::fund);
    add_revenue(model, "c_grants", 240.0, model::Account::general,
                model::RevenueLine::Category::transfer);
    int year = 0;
    for (const double expected : {1.2, 0.8, 1.25}) {
        CHECK(figure(model, model::Indicator::general_revenue_execution, year++, 1, "total")[0] ==
              Approx(expected).epsilon(1e-12));
    }
}

TEST_CASE("without a GDP or a budget nothing is kept of them", "[kernel]") {
    const auto plan = compiled(with_series(0.0));
    CHECK_FALSE(plan.gdp_slots.any());
    CHECK_FALSE(plan.budget_slots.any());
    CHECK(plan.general_revenue_budget.empty());
}

// Half of the variance is the base year's own luck, which all years' growth over it takes back.
TEST_CASE("the noise of a series is lognormal, and half of it new each year",
          "[kernel][statistical]") {
    constexpr int paths = 40000;
    auto model = with_series(0.1);
    std::vector<double> logs = figure(model, model::Indicator::economy, 1, paths);
    const auto first = figure(model, model::Indicator::economy, 0, paths);
    std::vector<double> products;
    for (std::size_t i = 0; i < logs.size(); ++i) {
        logs[i] = std::log(logs[i] / (200.0 * std::pow(1.05, 4.0))) / 0.1;
        products.push_back(logs[i] * std::log(first[i] / (200.0 * 1.1025)) / 0.1);
    }
    const auto cdf = [](double z) { return support::normal_cdf(z); };
    const auto wrong = [](double z) { return support::normal_cdf(z / 1.05); };
    CHECK(support::distance_to(logs, cdf) < support::dkw_bound(paths));
    CHECK(support::distance_to(logs, wrong) > support::dkw_bound(paths));
    CHECK_FALSE(support::mean_differs(products, 0.5));
    CHECK(support::mean_differs(products, 0.0));
}
