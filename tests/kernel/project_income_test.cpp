// Catches: what finished projects bring and cost that comes too early, too late, more than once, in
// another account or under another indicator; land that is sold twice or not at all; costs that are
// paid out of turn or owed for ever; noise and drivers that do not reach project income.
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/checks.hpp"
#include "support/figures.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::Account;
using model::Indicator;
using Kind = model::ProjectIncome::Kind;
using Category = model::ExpenditureLine::Category;

/// A project without cost whose land is ready at 1.25 and which is finished at 2.5, with a ramp-up
/// of four months.
model::Model mill() {
    auto model = empty_model(2);
    auto& project = add_project(model, "mill", 0.0,
                                {stage(model::StageKind::land, fixed(1.25)),
                                 stage(model::StageKind::construction, fixed(1.25))});
    project.district = "east";
    project.ramp_up = fixed(4.0);
    return model;
}

/// What all accounts together gain in each month, yuan, on the only path.
std::vector<double> gains(const model::Model& model) {
    const auto plan = compiled(model);
    const auto store = simulated(plan, 1);
    std::vector<double> result;
    double before = 0.0;
    for (const Money& opening : model.treasury.opening) before += opening.yuan();
    for (int month = 0; month < plan.months; ++month) {
        const double now =
            store.monthly(0, kernel::PathStore::month_column(
                                 plan, static_cast<std::size_t>(plan::MonthSlot::cash), month));
        result.push_back(std::round((now - before) * 100.0) / 100.0);
        before = now;
    }
    return result;
}

void check_gains(const std::vector<double>& gained, const std::vector<double>& expected) {
    for (std::size_t month = 0; month < gained.size(); ++month) {
        CAPTURE(month);
        CHECK(gained[month] == (month < expected.size() ? expected[month] : expected.back()));
    }
}

}  // namespace

TEST_CASE("operating revenue grows over the ramp-up, from the moment of the finish", "[kernel]") {
    auto model = mill();
    add_project_income(model, "fees", "mill", Kind::operating_revenue, 1200.0).account =
        Account::fund;
    // 1.5, 2.5 and 3.5 months of four, then all.
    check_gains(gains(model), {0, 0, 0, 37.5, 62.5, 87.5, 100});
    const Figures figures(model, 1);
    CHECK(figures.figure(Indicator::operating_revenue, 0) == 187.5 + 600.0);
    CHECK(figures.figure(Indicator::operating_revenue, 1) == 1200.0);
    CHECK(figures.figure(Indicator::fund_revenue, 1) == 1200.0);
    CHECK(figures.figure(Indicator::fiscal_capacity, 1) == 1200.0);
    CHECK(figures.figure(Indicator::general_revenue, 1) == 0.0);
}

TEST_CASE("a profile and a driver move project income as they move revenue", "[kernel]") {
    auto model = mill();
    const auto driver = add_growth(model, "prices", 0.05);
    auto& fees = add_project_income(model, "fees", "mill", Kind::operating_revenue, 1200.0);
    fees.flow.sensitivities = {{driver, 2.0}};
    fees.flow.profile = all_in_month(11);
    const auto gained = gains(model);
    // Every December lies a year's growth above the one before.
    CHECK(gained[11] == Approx(1200.0 * std::pow(1.05, 2)).margin(0.006));
    CHECK(gained[23] == Approx(1200.0 * std::pow(1.05, 4)).margin(0.006));
    CHECK(gained[10] + gained[12] == 0.0);
}

TEST_CASE("tax is general revenue of the project's district", "[kernel]") {
    auto model = mill();
    add_project_income(model, "land_use", "mill", Kind::tax, 120.0);
    const Figures figures(model, 1);
    CHECK(figures.figure(Indicator::general_revenue, 0) == 78.75);
    CHECK(figures.figure(Indicator::general_revenue, 1, "district:east") == 120.0);
    CHECK_THROWS(figures.figure(Indicator::operating_revenue, 1));
}

TEST_CASE("districts count lines, taxpayers and projects", "[kernel]") {
    auto model = mill();
    model.projects[0].new_output = yuan(1000.0);
    model.projects[0].tax_rate = 0.1;
    add_project_income(model, "fees", "mill", Kind::operating_revenue, 12.0);
    add_taxpayer(model, "firm", 600.0, 0.5, 0.5).district = "west";
    add_taxpayer(model, "other", 480.0, 0.5, 0.5);
    add_revenue(model, "town", 24.0).district = "west";
    const Figures figures(model, 1);
    // Twelfths that are no whole fen, as 8.33 and a third, still sum to the year's tax.
    CHECK(figures.figure(Indicator::general_revenue, 1, "district:east") == 112.0);
    CHECK(figures.figure(Indicator::general_revenue, 1, "district:west") == 150.0 + 24.0);
    CHECK(figures.figure(Indicator::general_revenue, 1) == 112.0 + 174.0 + 120.0);
}

TEST_CASE("land is sold evenly from the moment at which its stage is finished", "[kernel]") {
    auto model = mill();
    auto& land = add_project_income(model, "plots", "mill", Kind::land_sale, 1000.0);
    land.months = 4.0;
    check_gains(gains(model), {0, 0, 0, 375, 250, 250, 125, 0});
    // The stage land is finished at 1.25.
    model.project_income[0].stage = 0;
    check_gains(gains(model), {0, 0, 437.5, 250, 250, 62.5, 0});
    // Within a month, and at once.
    for (const double months : {1.0, 0.5, 0.0}) {
        model.project_income[0].months = months;
        check_gains(gains(model), {0, 0, 1000, 0});
    }
    const Figures figures(model, 1);
    CHECK(figures.figure(Indicator::land_sales, 0) == 1000.0);
    CHECK(figures.figure(Indicator::fund_revenue, 0) == 1000.0);
    CHECK(figures.figure(Indicator::land_sales, 1) == 0.0);
}

TEST_CASE("land that is not sold by the end of the plan is not in it, and follows its market",
          "[kernel]") {
    auto model = mill();
    const auto market = add_growth(model, "land_prices", -0.1);
    auto& land = add_project_income(model, "plots", "mill", Kind::land_sale, 2150.0);
    land.months = 43.0;
    // 21.5 of 43 months lie in the plan.
    CHECK(Figures(model, 1).figure(Indicator::land_sales, 0) +
              Figures(model, 1).figure(Indicator::land_sales, 1) ==
          Approx(1075.0));
    model.project_income[0].flow.sensitivities = {{market, 1.5}};
    // A land market that falls a tenth a year.
    const auto gained = gains(model);
    for (const std::size_t month : {4U, 11U, 20U}) {
        const double index = std::pow(0.9, 1.5 * static_cast<double>(month / 12 + 1));
        CHECK(gained[month] == Approx(50.0 * index).margin(0.006));
    }
}

TEST_CASE("a sale in thirds is paid in whole fen that sum to it", "[kernel]") {
    auto model = empty_model(1);
    add_project(model, "plot", 0.0, 2.0);
    add_project_income(model, "sale", "plot", Kind::land_sale, 100.0).months = 3.0;
    check_gains(gains(model), {0, 0, 33.33, 33.34, 33.33, 0});
}

TEST_CASE("operating costs are paid as other expenditure, by id, and lapse", "[kernel]") {
    auto model = mill();
    model.treasury.opening = {yuan(100.0), yuan(1000.0), yuan(0.0)};
    model.treasury.cash_floor = yuan(1000.0);
    add_project_income(model, "running", "mill", Kind::operating_cost, 1200.0).account =
        Account::fund;
    add_expenditure(model, "parks", 60.0);
    add_expenditure(model, "trees", 60.0);
    // Parks and trees take 5 each until April, 70 of 100 are left. Then parks, running, trees.
    const std::vector<double> expected = {-10, -10, -10, -47.5, -22.5, 0};
    check_gains(gains(model), expected);
    const Figures figures(model, 1);
    // April 37.5, May what parks leave of 22.5.
    CHECK(figures.figure(Indicator::operating_cost, 0) == 37.5 + 17.5);
    CHECK(figures.figure(Indicator::operating_cost, 1) == 0.0);
    CHECK(figures.figure(Indicator::expenditure, 0) == 100.0);
    CHECK(figures.figure(Indicator::financing_gap, 0) == 120.0 + 787.5 - 100.0);
    CHECK(figures.figure(Indicator::financing_gap, 1) == 1200.0 + 120.0);
    CHECK(figures.figure(Indicator::arrears, 1) == 0.0);
}

TEST_CASE("the platform company earns what its projects bring", "[kernel]") {
    auto model = mill();
    model.platform.emplace();
    auto& fees = add_project_income(model, "fees", "mill", Kind::operating_revenue, 1200.0);
    fees.platform = true;
    auto& land = add_project_income(model, "plots", "mill", Kind::land_sale, 500.0);
    land.platform = true;
    const Figures figures(model, 1);
    CHECK(figures.figure(Indicator::platform_income, 0) == 787.5 + 500.0);
    CHECK(figures.figure(Indicator::platform_cash, 1) == 787.5 + 500.0 + 1200.0);
    CHECK(figures.figure(Indicator::cash, 1) == 0.0);
    CHECK(figures.figure(Indicator::fiscal_capacity, 1) == 0.0);
    CHECK(figures.figure(Indicator::operating_revenue, 0) == 787.5);
    CHECK(figures.figure(Indicator::land_sales, 0) == 500.0);
}

TEST_CASE("revenue in the fund account covers special debt", "[kernel]") {
    auto model = mill();
    model.treasury.opening[0] = yuan(10000.0);
    add_instrument(model, "bond", model::DebtClass::special, 600.0,
                   model::LoanTerms::Repayment::bullet, 0.0, 1, 18);
    add_project_income(model, "fees", "mill", Kind::operating_revenue, 1200.0).account =
        Account::fund;
    CHECK(Figures(model, 1).figure(Indicator::special_coverage, 1) == 2.0);
}

TEST_CASE("the noise of project income has the mean and the deviation of its lognormal",
          "[kernel][statistical]") {
    auto model = mill();
    model.projects[0].stages = {stage(model::StageKind::construction, fixed(0.0))};
    model.projects[0].ramp_up = fixed(0.0);
    constexpr double volatility = 0.3;  // of the log of one year's sum
    for (const char* id : {"a", "b"}) {
        auto& income = add_project_income(model, id, "mill", Kind::operating_revenue, 1200.0);
        income.stage = 0;
        add_noise(model, income.flow, id, volatility);
    }
    model.project_income[1].kind = Kind::land_sale;
    model.project_income[1].flow.profile.fill(1.0);
    const Figures figures(model, 40000);
    const double mean = 1200.0 * std::exp(volatility * volatility / 2.0);
    const auto revenue = figures.sample(Indicator::operating_revenue, 1);
    CHECK_FALSE(support::mean_differs(revenue, mean));
    CHECK_FALSE(support::mean_differs(figures.sample(Indicator::land_sales, 0), mean));
    // Negative controls: the median, and another volatility.
    CHECK(support::mean_differs(revenue, 1200.0));
    CHECK(support::mean_differs(revenue, 1200.0 * std::exp(0.25 * 0.25 / 2.0)));
    auto squares = revenue;
    for (double& value : squares) value *= value;
    const double second = mean * mean * std::exp(volatility * volatility);
    CHECK_FALSE(support::mean_differs(squares, second));
    CHECK(support::mean_differs(squares, second * 1.03));
}

TEST_CASE("how much land is sold by the end of a year when its release is uncertain",
          "[kernel][statistical]") {
    // Released at U(0, 12): at f in month k it is sold at once in month k + 1. What is released in
    // December is sold in the next year, so by the end of the first one 11/12 are.
    auto model = mill();
    model.projects[0].stages = {stage(model::StageKind::land, uniform(0.0, 12.0)),
                                stage(model::StageKind::construction, fixed(20.0))};
    auto& land = add_project_income(model, "plots", "mill", Kind::land_sale, 100.0);
    land.stage = 0;
    {
        const Figures figures(model, 40000);
        const auto sold = figures.sample(Indicator::land_sales, 0);
        CHECK_FALSE(support::mean_differs(sold, 100.0 * 11.0 / 12.0));
        CHECK(support::mean_differs(sold, 100.0 * 11.1 / 12.0));
    }
    // Evenly over six months: (12 - f)/6, at most one, and nothing of what is released in December:
    // the mean over f is (6 + 3 - 1/12)/12, as 1/12 is what December would have sold of itself.
    model.project_income[0].months = 6.0;
    const Figures figures(model, 40000);
    const auto sold = figures.sample(Indicator::land_sales, 0);
    CHECK_FALSE(support::mean_differs(sold, 100.0 * (9.0 - 1.0 / 12.0) / 12.0));
    CHECK(support::mean_differs(sold, 100.0 * 9.0 / 12.0 + 1.0));
}

TEST_CASE("a cancelled project brings nothing, but land it has released is sold", "[kernel]") {
    auto model = empty_model(3);
    model.project_policy.suspension_after_months = 1;
    model.project_policy.cancellation_hazard = 0.5;
    add_source(model, "grants", model::Source::Kind::grant, 0.0);
    auto& project = add_project(model, "park", 1000.0,
                                {stage(model::StageKind::land, fixed(1.0), 0.0),
                                 stage(model::StageKind::construction, fixed(12.0), 1.0)});
    add_funding(model, project, "grants");
    add_project_income(model, "fees", "park", Kind::operating_revenue, 1200.0);
    auto& land = add_project_income(model, "plots", "park", Kind::land_sale, 300.0);
    land.stage = 0;
    land.months = 30.0;
    const Figures figures(model, 64);
    double cancelled = 0.0;
    for (int year = 0; year < 3; ++year) {
        for (const double count : figures.sample(Indicator::projects_cancelled, year)) {
            cancelled += count;
        }
        for (const double fees : figures.sample(Indicator::operating_revenue, year)) {
            CHECK(fees == 0.0);
        }
        for (const double sold : figures.sample(Indicator::land_sales, year)) {
            CHECK(sold == Approx(year == 0 ? 110.0 : year == 1 ? 120.0 : 70.0));
        }
    }
    CHECK(cancelled > 50.0);
}
