// Catches: principal refinanced against its instrument's right, a right that its replacement
// inherits, bonds of the plan that are refinanced beyond the life of what they paid for.
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/plan/compile.hpp"
#include "support/figures.hpp"
#include "support/model_builder.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::DebtClass;
using model::Indicator;
using Repayment = model::LoanTerms::Repayment;
using Kind = model::Source::Kind;

model::Model county(int years) {
    auto model = empty_model(years);
    model.treasury.opening[0] = yuan(1e6);
    return model;
}

std::vector<double> row(const model::Model& model, Indicator indicator) {
    const Figures figures(model, 1);
    std::vector<double> values;
    for (int year = 0; year < model.years; ++year) {
        values.push_back(figures.figure(indicator, year));
    }
    return values;
}

}  // namespace

TEST_CASE("an instrument has its own right to be refinanced", "[kernel]") {
    auto model = county(6);
    // All fall due in December of the first year.
    const auto add = [&](const char* id, double principal) -> model::Instrument& {
        return add_instrument(model, id, DebtClass::general, principal, Repayment::bullet, 0.0, 1,
                              11);
    };
    add("a_class", 1000.0);
    add("b_half", 100.0).refinancing_share.assign(6, 0.5);
    add("c_none", 10.0).refinancing_share.assign(6, 0.0);
    add("d_all", 1.0).refinancing_share.assign(6, 1.0);
    add_refinancing(model, DebtClass::general, 0.8, new_debt_terms(Repayment::bullet, 0.0, 2, 1));
    // 800 + 50 + 0 + 1; what replaces them has the share of the class: 0.8 of it, and of that.
    CHECK(row(model, Indicator::refinanced) == std::vector<double>{851.0, 0, 680.8, 0, 544.64, 0});
    SECTION("a floating rate makes no difference") {
        model.debt[1].loan.rate_driver = add_rate(model, "lpr", 0.0);
        model.debt[1].reset_months = 12;
        CHECK(row(model, Indicator::refinanced)[0] == 851.0);
    }
    SECTION("nor do years without the class's right") {
        model.refinancing[0].share.assign(6, 0.0);
        CHECK(row(model, Indicator::refinanced) == std::vector<double>{51.0, 0, 0, 0, 0, 0});
    }
    SECTION("a share by year and an end of life together") {
        model.debt[3].asset_life_end = 11 + 36;  // three years after: two, then one
        model.debt[3].refinancing_share = {1.0, 0.5, 0.5, 0.5, 0.5, 0.5};
        // Year 2: 0.8 of all. Year 3: of the 0.8 with a year left, due again, nothing may be.
        const auto refinanced = row(model, Indicator::refinanced);
        CHECK(refinanced == std::vector<double>{851.0, 0, 680.8, 0, 544.0, 0});
        CHECK(row(model, Indicator::refinancing_refused) ==
              std::vector<double>{0, 0, 0, 0.64, 0, 0});
    }
}

TEST_CASE("bonds issued within the plan end with what they paid for", "[kernel]") {
    auto model = county(10);
    auto& bond = add_debt_source(model, "bond", Kind::special_bond, 100.0,
                                 new_debt_terms(Repayment::bullet, 0.0, 3, 1));
    bond.arrival.profile = all_in_month(0);
    bond.arrival.profile[0] = 0.75;
    bond.arrival.profile[6] = 0.25;
    for (std::size_t year = 1; year < 10; ++year) bond.arrival.annual[year] = Money();
    bond.asset_life_years = 8;
    add_refinancing(model, DebtClass::special, 1.0, new_debt_terms(Repayment::bullet, 0.0, 3, 1));
    // Those of January 2020 last to January 2028: due 2023, 2026 and, with two years left, 2028.
    // Those of July likewise, half a year later.
    CHECK(row(model, Indicator::principal) ==
          std::vector<double>{0, 0, 0, 100, 0, 0, 100, 0, 100, 0});
    CHECK(row(model, Indicator::refinanced) ==
          std::vector<double>{0, 0, 0, 100, 0, 0, 100, 0, 0, 0});
    CHECK(row(model, Indicator::refinancing_refused) ==
          std::vector<double>{0, 0, 0, 0, 0, 0, 0, 0, 100, 0});
    SECTION("only their own months of issue count") {
        model.sources[0].asset_life_years = 7;  // one year left in 2026: due in 2027
        CHECK(row(model, Indicator::principal) ==
              std::vector<double>{0, 0, 0, 100, 0, 0, 100, 100, 0, 0});
    }
    SECTION("existing debt with the same end goes with them") {
        add_instrument(model, "old", DebtClass::special, 40.0, Repayment::bullet, 0.0, 1, 3)
            .asset_life_end = 96;
        // April 2020, 2023, 2026; 21 months are left then, one whole year, to April 2027, when
        // less than a year is left.
        CHECK(row(model, Indicator::principal) ==
              std::vector<double>{40, 0, 0, 140, 0, 0, 140, 40, 100, 0});
    }
    SECTION("an end that cannot matter within the plan costs nothing") {
        for (const int years : {12, 13}) {
            model.sources[0].asset_life_years = years;
            Diagnostics diagnostics;
            const auto plan = plan::compile(model, diagnostics);
            // Refinanced in December 2029 at the latest, for three years: ends from December 2032
            // on. January 2020 and 13 years is January 2033, 12 years is January 2032.
            CHECK(plan->refinancing_rights.size() == (years == 13 ? 0 : 2));
            CHECK(row(model, Indicator::principal) ==
                  std::vector<double>{0, 0, 0, 100, 0, 0, 100, 0, 0, 100});
        }
    }
    SECTION("no limit without a life") {
        model.sources[0].asset_life_years.reset();
        CHECK(row(model, Indicator::principal) ==
              std::vector<double>{0, 0, 0, 100, 0, 0, 100, 0, 0, 100});
    }
}
