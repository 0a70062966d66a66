// Catches: a platform company that pays with money it does not have, a call on the county that
// comes too often or for the wrong amount, subsidies that do not arrive, projects that draw beyond
// its cash, bonds that reach it while the market is closed.
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/checks.hpp"
#include "support/figures.hpp"
#include "support/model_builder.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::Account;
using model::DebtClass;
using model::Indicator;
using Category = model::ExpenditureLine::Category;
using Repayment = model::LoanTerms::Repayment;

/// 10 in hand, 12 a year earned, a subsidy that ends in the third year, 100 owed in July of it.
model::Model company(double call_probability) {
    auto model = empty_model(3);
    model.treasury.opening[0] = yuan(1000.0);
    model.platform.emplace();
    model.platform->opening_cash = yuan(10.0);
    model.platform->call_probability = call_probability;
    add_revenue(model, "income", 12.0).platform = true;
    auto& subsidy = add_expenditure(model, "subsidy", 24.0, Category::platform_subsidy);
    subsidy.flow.annual = {yuan(24.0), yuan(12.0), yuan(0.0)};
    add_instrument(model, "loan", DebtClass::platform, 100.0, Repayment::bullet, 0.0, 1, 30);
    return model;
}

}  // namespace

TEST_CASE("the platform company's ledger by hand", "[kernel]") {
    const Figures called(company(1.0), 1);
    const std::vector<double> cash = {10.0 + 12.0 + 24.0, 46.0 + 12.0 + 12.0, 5.0};
    for (int year = 0; year < 3; ++year) {
        CAPTURE(year);
        const auto place = static_cast<std::size_t>(year);
        CHECK(called.figure(Indicator::platform_cash, year) == cash[place]);
        CHECK(called.figure(Indicator::platform_income, year) == 12.0);
    }
    // July: 70 and seven months of income; 23 are lacking.
    CHECK(called.figure(Indicator::platform_shortfall, 2) == 23.0);
    CHECK(called.figure(Indicator::contingent_calls, 2) == 23.0);
    CHECK(called.figure(Indicator::cash, 2) == 1000.0 - 36.0 - 23.0);
    CHECK(called.figure(Indicator::arrears, 2) == 0.0);
    // Its income is none of the county's.
    CHECK(called.figure(Indicator::general_revenue, 2) == 0.0);

    const Figures alone(company(0.0), 1);
    CHECK(alone.figure(Indicator::platform_shortfall, 2) == 23.0);
    CHECK(alone.figure(Indicator::contingent_calls, 2) == 0.0);
    CHECK(alone.figure(Indicator::cash, 2) == 1000.0 - 36.0);
    // Five months of income go into the arrears, and no new shortfall comes of them.
    CHECK(alone.figure(Indicator::arrears, 2) == 18.0);
    CHECK(alone.figure(Indicator::platform_cash, 2) == 0.0);
}

TEST_CASE("a shortfall becomes a call with the given probability", "[kernel][statistical]") {
    const Figures figures(company(0.3), 20000);
    auto calls = figures.sample(Indicator::contingent_calls, 2);
    for (auto& call : calls) call /= 23.0;
    CHECK_FALSE(support::mean_differs(calls, 0.3));
    // Negative control: a little more often.
    CHECK(support::mean_differs(calls, 0.32));
}

TEST_CASE("a call that the county cannot pay joins the company's arrears", "[kernel]") {
    auto model = company(1.0);
    model.treasury.opening[0] = yuan(36.0 + 3.0);
    const Figures figures(model, 1);
    CHECK(figures.figure(Indicator::contingent_calls, 2) == 23.0);
    // The county pays 3; five months of income pay 5 of the 20 that are left.
    CHECK(figures.figure(Indicator::arrears, 2) == 15.0);
    CHECK(figures.figure(Indicator::cash, 2) == 0.0);
}

TEST_CASE("projects draw at most what the company has", "[kernel]") {
    auto model = company(0.0);
    model.debt.clear();
    model.project_policy.suspension_threshold = 0.0;
    auto& source = add_unlimited(model, "own_funds");
    source.kind = model::Source::Kind::platform;
    auto& project = add_project(model, "road", 1000.0, 12.0);
    add_funding(model, project, "own_funds");
    const Figures figures(model, 1);
    // All of 10 + 36 in the first year, but what the last subsidy brings after the last drawing.
    CHECK(figures.figure(Indicator::fai, 0) == 44.0);
    CHECK(figures.figure(Indicator::platform_cash, 0) == 2.0);
}

TEST_CASE("a closed market keeps bonds from the company", "[kernel]") {
    auto model = company(0.0);
    add_debt_source(model, "bond", model::Source::Kind::platform_bond, 120.0,
                    new_debt_terms(Repayment::bullet, 0.0, 10, 1));
    model.tier_rules.emplace();
    // From green on: closed at once or later, never open again.
    model.tier_rules->rules[0].market_closes = 0.5;
    model.tier_rules->rules[0].market_opens = 0.0;
    const Figures figures(model, 256);
    const auto closed = figures.sample(Indicator::market_closed, 0);
    const auto cash = figures.sample(Indicator::platform_cash, 0);
    const auto debt = figures.sample(Indicator::debt_total, 0);
    for (std::size_t path = 0; path < closed.size(); ++path) {
        CHECK(cash[path] == Approx(46.0 + 10.0 * (12.0 - closed[path])));
        CHECK(debt[path] == Approx(100.0 + 10.0 * (12.0 - closed[path])));
    }
}
