// Catches: closing cash that forgets money waiting in the pools or counts money that is not the
// county's, months of cover over other payments than those of the year.
#include <catch2/catch.hpp>

#include "coffer/statistics/figures.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using Kind = model::Source::Kind;
using model::Indicator;

double figure(const model::Model& model, Indicator indicator, int year) {
    const auto plan = compiled(model);
    const auto found = statistics::find_figure(plan, {indicator, "total", 2020 + year, 0});
    REQUIRE(found.has_value());
    return statistics::sample_of(simulated(plan, 1), *found)[0];
}

/// 1,200 a year come in and 500 go out; a project spends 100 of a grant of 400 in the first year.
model::Model county() {
    auto model = empty_model(2);
    add_revenue(model, "taxes", 1200.0);
    add_expenditure(model, "wages", 500.0, model::ExpenditureLine::Category::three_guarantees);
    auto& grant = add_source(model, "grant", Kind::grant, 0.0);
    grant.arrival.annual = {yuan(400), yuan(0)};
    grant.arrival.profile = all_in_month(0);
    add_source(model, "owner", Kind::investor, 800.0);
    auto& project = add_project(model, "road", 100.0, 2.0);
    add_funding(model, project, "grant");
    return model;
}

}  // namespace

TEST_CASE("closing cash with and without earmarked money", "[kernel][cash]") {
    const auto model = county();
    CHECK(figure(model, Indicator::cash, 0) == 700.0);
    CHECK(figure(model, Indicator::cash_held, 0) == 1000.0);  // and nothing of the investor's
    CHECK(figure(model, Indicator::cash_held, 1) == 1700.0);
}

TEST_CASE("months of payments that cash covers", "[kernel][cash]") {
    auto model = county();
    CHECK(figure(model, Indicator::cash_cover, 0) == Approx(1000.0 / (600.0 / 12.0)));
    CHECK(figure(model, Indicator::cash_cover, 1) == Approx(1700.0 / (500.0 / 12.0)));
    // Debt service is a payment, what is refinanced is not, and no cover is above 100.
    add_instrument(model, "bond", model::DebtClass::general, 300.0,
                   model::LoanTerms::Repayment::bullet, 0.0, 1, 5);
    CHECK(figure(model, Indicator::cash_cover, 0) == Approx(700.0 / (900.0 / 12.0)));
    add_refinancing(model, model::DebtClass::general, 1.0,
                    new_debt_terms(model::LoanTerms::Repayment::bullet, 0.0, 5, 1));
    CHECK(figure(model, Indicator::cash_cover, 0) == Approx(1000.0 / (600.0 / 12.0)));
    auto idle = empty_model(1);
    add_revenue(idle, "taxes", 1200.0);
    CHECK(figure(idle, Indicator::cash_cover, 0) == 100.0);
}
