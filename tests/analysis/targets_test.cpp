// Catches: targets over several periods that count the wrong ones, or count them wrongly; arrears
// that a year-end figure does not see; the service of one instrument that is that of another; a
// completion counted a month too late; intervals of probabilities without a width at 0 and 100 %.
#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "coffer/statistics/figures.hpp"
#include "coffer/statistics/summary.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::Target;
using Over = Target::Over;
using Relation = Target::Relation;

Target asked(const std::string& indicator, const model::Span& span, Over over, Relation relation,
             double value, const std::string& dimension = "total") {
    Target target;
    target.id = "t";
    target.indicator = indicator;
    target.dimension = model::Dimension::parse(dimension).value();
    target.span = span;
    target.over = over;
    target.relation = relation;
    target.value = value;
    return target;
}

/// Whether the only path meets it.
bool met(model::Model model, const Target& target) {
    model.targets = {target};
    const auto plan = compiled(model);
    const auto paths = simulated(plan, 1);
    return statistics::met_on(plan, plan.targets.front(), paths)[0] == 1.0;
}

model::Span years(int first, int last) { return {{first, 0}, {last, 0}}; }

/// 100, 200 and 300 yuan a year.
model::Model rising() {
    auto model = empty_model(3);
    add_revenue(model, "taxes", 0.0).flow.annual = {yuan(100), yuan(200), yuan(300)};
    return model;
}

}  // namespace

TEST_CASE("a target over years counts them as it says", "[analysis][targets]") {
    const auto model = rising();
    const auto holds = [&](Over over, Relation relation, double value, int first = 2020,
                           int last = 2022) {
        return met(model, asked("general_revenue", years(first, last), over, relation, value));
    };
    CHECK(holds(Over::every, Relation::at_least, 100.0));
    CHECK_FALSE(holds(Over::every, Relation::at_least, 101.0));
    CHECK(holds(Over::any, Relation::at_least, 300.0));
    CHECK_FALSE(holds(Over::any, Relation::above, 300.0));
    CHECK(holds(Over::any, Relation::below, 101.0));
    CHECK(holds(Over::sum, Relation::at_least, 600.0));
    CHECK_FALSE(holds(Over::sum, Relation::above, 600.0));
    CHECK(holds(Over::sum, Relation::at_most, 500.0, 2021, 2022));
    CHECK(holds(Over::mean, Relation::at_least, 200.0));
    CHECK_FALSE(holds(Over::mean, Relation::above, 200.0));
    CHECK(holds(Over::min, Relation::at_most, 100.0));
    CHECK_FALSE(holds(Over::min, Relation::below, 100.0));
    CHECK(holds(Over::max, Relation::at_most, 300.0));
    CHECK_FALSE(holds(Over::max, Relation::at_most, 299.0));
    // Years outside the span are none of its business.
    CHECK_FALSE(holds(Over::max, Relation::at_least, 300.0, 2020, 2021));
    CHECK(holds(Over::every, Relation::at_least, 200.0, 2021, 2022));
}

TEST_CASE("a target over months counts those of its span alone", "[analysis][targets]") {
    auto model = empty_model(2);
    add_revenue(model, "taxes", 1200.0);
    // Cash grows by 100 a month: 600 after June, 1,800 after June of the second year.
    const auto lowest = [&](Month first, Month last, double value) {
        return met(model, asked("cash", {first, last}, Over::min, Relation::at_least, value));
    };
    CHECK(lowest({2020, 6}, {2021, 6}, 600.0));
    CHECK_FALSE(lowest({2020, 6}, {2021, 6}, 601.0));
    CHECK_FALSE(lowest({2020, 5}, {2021, 6}, 600.0));
    CHECK(lowest({2021, 6}, {2021, 6}, 1800.0));
    CHECK_FALSE(lowest({2021, 6}, {2021, 6}, 1801.0));
}

TEST_CASE("arrears within a year that its end does not show", "[analysis][targets]") {
    auto model = empty_model(2);
    add_instrument(model, "bond", model::DebtClass::general, 500.0,
                   model::LoanTerms::Repayment::bullet, 0.0, 1, 5);
    add_revenue(model, "taxes", 600.0).flow.profile = all_in_month(11);
    CHECK(met(model, asked("arrears", years(2020, 2021), Over::every, Relation::at_most, 0.0)));
    const auto never = [&](Month first, Month last) {
        return met(model, asked("arrears", {first, last}, Over::every, Relation::at_most, 0.0));
    };
    CHECK_FALSE(never({2020, 1}, {2021, 12}));
    CHECK_FALSE(never({2020, 6}, {2020, 11}));
    CHECK(never({2020, 1}, {2020, 5}));
    CHECK(never({2020, 12}, {2021, 12}));
}

TEST_CASE("a project finished by a month", "[analysis][targets]") {
    auto model = empty_model(2);
    add_unlimited(model, "money");
    auto& first = add_project(model, "first", 1000.0, 5.0);
    add_funding(model, first, "money");
    auto& second = add_project(model, "second", 1000.0, 14.5);
    add_funding(model, second, "money");
    const auto done = [&](const std::string& id, const model::Span& span) {
        return met(model, asked("projects_completed", span, Over::sum, Relation::at_least, 1.0,
                                "project:" + id));
    };
    CHECK(done("first", {{2020, 1}, {2020, 5}}));
    CHECK_FALSE(done("first", {{2020, 1}, {2020, 4}}));
    CHECK_FALSE(done("first", {{2020, 6}, {2021, 12}}));
    CHECK(done("second", {{2020, 1}, {2021, 3}}));
    CHECK_FALSE(done("second", {{2020, 1}, {2021, 2}}));
    CHECK(done("second", years(2020, 2021)));
    CHECK_FALSE(done("second", years(2020, 2020)));
}

TEST_CASE("the service of one instrument", "[analysis][targets]") {
    auto model = empty_model(2);
    const auto lpr = add_rate(model, "lpr", 0.04);
    add_instrument(model, "fixed", model::DebtClass::general, 1000.0,
                   model::LoanTerms::Repayment::bullet, 0.10, 1, 17);
    auto& floating = add_instrument(model, "floating", model::DebtClass::bank, 2000.0,
                                    model::LoanTerms::Repayment::bullet, 0.01, 1, 23);
    floating.loan.rate_driver = lpr;
    floating.reset_months = 12;
    const auto is = [&](const std::string& id, int year, double value) {
        const auto at = [&](Relation relation) {
            return met(model, asked("debt_service", years(year, year), Over::every, relation, value,
                                    "instrument:" + id));
        };
        return at(Relation::at_least) && at(Relation::at_most);
    };
    CHECK(is("fixed", 2020, 100.0));
    CHECK(is("fixed", 2021, 1100.0));
    CHECK(is("floating", 2020, 100.0));  // 4 % + 1 % of 2,000
    CHECK(is("floating", 2021, 2100.0));
    CHECK_FALSE(is("fixed", 2021, 3200.0));  // that is both
}

TEST_CASE("Wilson's interval of a share", "[statistics]") {
    // Newcombe (Statistics in Medicine 17, 1998), table I, method 3: 81/263, 15/148, 0/20, 1/29.
    const auto is = [](double met, double n, double low, double high) {
        const auto interval = statistics::share_interval(met / n, n);
        return std::abs(*interval.low - low) < 5e-5 && std::abs(*interval.high - high) < 5e-5;
    };
    CHECK(is(81, 263, 0.2553, 0.3662));
    CHECK(is(15, 148, 0.0624, 0.1605));
    CHECK(is(0, 20, 0.0, 0.1611));
    CHECK(is(1, 29, 0.0061, 0.1718));
    const auto all = statistics::share_interval(1.0, 20.0);
    CHECK(*all.high == 1.0);
    CHECK(*all.low == Approx(1.0 - 0.1611).margin(5e-5));
}
