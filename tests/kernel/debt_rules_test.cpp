// Catches: a bond market that closes and opens with the wrong hazards, tiers that act in the wrong
// year or by the wrong ratio, refinancing beyond the life of its asset, special debt paid from the
// wrong account, restructuring that begins, cuts or ends at the wrong time.
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
using model::Tier;
using Repayment = model::LoanTerms::Repayment;

model::TierRule& rule_of(model::Model& model, Tier tier) {
    if (!model.tier_rules) model.tier_rules.emplace();
    return model.tier_rules->rules[static_cast<std::size_t>(tier)];
}

/// Own revenue of 100 a year in one month, December.
void add_december_revenue(model::Model& model, double amount, Account account = Account::general) {
    add_revenue(model, "revenue", amount, account).flow.profile = all_in_month(11);
}

}  // namespace

TEST_CASE("the bond market is closed as often as its two-state chain says",
          "[kernel][statistical]") {
    auto model = empty_model(10);
    add_december_revenue(model, 100.0);
    constexpr double closes = 0.04;
    constexpr double opens = 0.16;
    rule_of(model, Tier::green).market_closes = closes;
    rule_of(model, Tier::green).market_opens = opens;
    const Figures figures(model, 40000);
    const double stationary = closes / (closes + opens);
    for (const int year : {0, 1, 9}) {
        // From an open market: share closed in month m is stationary * (1 - (1-a-b)^(m+1)).
        double expected = 0.0;
        for (int month = 12 * year; month < 12 * (year + 1); ++month) {
            expected += stationary * (1.0 - std::pow(1.0 - closes - opens, month + 1));
        }
        const auto sample = figures.sample(Indicator::market_closed, year);
        CAPTURE(year, expected);
        CHECK_FALSE(support::mean_differs(sample, expected));
        // Negative control: hazards swapped, or a chain that begins at its stationary share.
        CHECK(support::mean_differs(sample, 12.0 - expected));
        if (year == 0) CHECK(support::mean_differs(sample, 12.0 * stationary));
        if (year == 9) CHECK_FALSE(support::mean_differs(sample, 12.0 * stationary));
    }
}

TEST_CASE("hazards follow the tier of the year before", "[kernel][statistical]") {
    auto model = empty_model(3);
    add_december_revenue(model, 100.0);
    // Statutory debt of 250: orange from the end of the first year on.
    add_instrument(model, "old", DebtClass::general, 250.0, Repayment::bullet, 0.0, 1, 60);
    rule_of(model, Tier::orange).market_closes = 0.5;
    rule_of(model, Tier::orange).market_opens = 0.0;
    model.tier_rules->initial = Tier::yellow;
    const Figures figures(model, 20000);
    CHECK(figures.sample(Indicator::market_closed, 0) == std::vector<double>(20000, 0.0));
    double expected = 0.0;
    for (int month = 1; month <= 12; ++month) expected += 1.0 - std::pow(0.5, month);
    CHECK_FALSE(support::mean_differs(figures.sample(Indicator::market_closed, 1), expected));
    CHECK(support::mean_differs(figures.sample(Indicator::market_closed, 1), expected - 0.1));
}

TEST_CASE("the tier that acts may be that of full-calibre debt", "[kernel]") {
    for (const bool full : {false, true}) {
        auto model = empty_model(2);
        add_december_revenue(model, 100.0);
        add_instrument(model, "a_bond", DebtClass::general, 100.0, Repayment::bullet, 0.0, 1, 60);
        add_instrument(model, "b_hidden", DebtClass::hidden, 50.0, Repayment::bullet, 0.0, 1, 60);
        add_instrument(model, "c_other", DebtClass::other, 400.0, Repayment::bullet, 0.0, 1, 60);
        add_debt_source(model, "quota", model::Source::Kind::special_bond, 12.0,
                        new_debt_terms(Repayment::bullet, 0.03, 10, 1));
        rule_of(model, Tier::yellow).borrowing_limit = 0.25;
        model.tier_rules->full_calibre = full;
        model.debt_policy.full_calibre = {true, true, false, false, true, false};
        const Figures figures(model, 1);
        // First year: green before it, all of the quota; 112 statutory, 162 full calibre.
        CHECK(figures.figure(Indicator::new_debt, 0) == 12.0);
        CHECK(figures.figure(Indicator::debt_full_calibre, 0) == 162.0);
        CHECK(figures.figure(Indicator::debt_ratio_full_calibre, 0) == Approx(1.62));
        CHECK(figures.figure(Indicator::debt_tier_full_calibre, 0, "yellow") == 1.0);
        CHECK(figures.figure(Indicator::debt_tier_full_calibre, 0, "green") == 0.0);
        CHECK(figures.figure(Indicator::debt_total, 0) == 562.0);
        CHECK(figures.figure(Indicator::debt_tier, 0, "green") == 1.0);
        CHECK(figures.figure(Indicator::new_debt, 1) == (full ? 3.0 : 12.0));
        CHECK(figures.figure(Indicator::bonds_refused, 1) == (full ? 9.0 : 0.0));
    }
}

TEST_CASE("the spread of the tier is added to new debt, not to old", "[kernel]") {
    auto model = empty_model(3);
    add_december_revenue(model, 100.0);
    model.treasury.opening[0] = yuan(1000.0);
    add_instrument(model, "old", DebtClass::general, 1000.0, Repayment::bullet, 0.01, 1, 59);
    add_debt_source(model, "quota", model::Source::Kind::general_bond, 100.0,
                    new_debt_terms(Repayment::bullet, 0.03, 10, 1))
        .arrival.profile = all_in_month(0);
    rule_of(model, Tier::red).spread = 0.02;
    const Figures figures(model, 1);
    CHECK(figures.figure(Indicator::interest, 0) == 10.0);
    CHECK(figures.figure(Indicator::interest, 1) == 10.0 + 3.0);
    CHECK(figures.figure(Indicator::interest, 2) == 10.0 + 3.0 + 5.0);
}

TEST_CASE("a closed market: bonds wait, then lapse, nothing is refinanced", "[kernel]") {
    auto model = empty_model(2);
    add_december_revenue(model, 100.0);
    model.treasury.opening[0] = yuan(1000.0);
    add_instrument(model, "old", DebtClass::general, 350.0, Repayment::bullet, 0.0, 1, 18);
    add_refinancing(model, DebtClass::general, 0.5, new_debt_terms(Repayment::bullet, 0.03, 5, 1));
    add_debt_source(model, "quota", model::Source::Kind::special_bond, 12.0,
                    new_debt_terms(Repayment::bullet, 0.03, 10, 1));
    // Closes for certain but for one path in 2^12 a year after a year that ended red.
    rule_of(model, Tier::red).market_closes = 0.5;
    rule_of(model, Tier::red).market_opens = 0.0;
    const Figures figures(model, 512);
    const auto closed = figures.sample(Indicator::market_closed, 1);
    const auto issued = figures.sample(Indicator::new_debt, 1);
    const auto refused = figures.sample(Indicator::bonds_refused, 1);
    const auto rolled = figures.sample(Indicator::refinanced, 1);
    const auto not_rolled = figures.sample(Indicator::refinancing_refused, 1);
    for (std::size_t path = 0; path < closed.size(); ++path) {
        CHECK(issued[path] == Approx(12.0 - closed[path]));
        CHECK(refused[path] == Approx(closed[path]));
        // July is the seventh month.
        const bool shut = closed[path] >= 6.0;
        CHECK(rolled[path] == (shut ? 0.0 : 175.0));
        CHECK(not_rolled[path] == (shut ? 175.0 : 0.0));
    }
    // With an even chance to open every month nearly all that waits is issued in the same year.
    rule_of(model, Tier::red).market_opens = 0.5;
    const Figures opening(model, 512);
    double lapsed = 0.0;
    for (const double amount : opening.sample(Indicator::bonds_refused, 1)) lapsed += amount;
    CHECK(lapsed / 512.0 < 1.5);
    CHECK(lapsed > 0.0);
}

TEST_CASE("carried over, what a closed market kept waiting is issued in a later year", "[kernel]") {
    auto model = empty_model(4);
    add_december_revenue(model, 100.0);
    model.treasury.opening[0] = yuan(1000.0);
    add_instrument(model, "old", DebtClass::general, 350.0, Repayment::bullet, 0.0, 1, 59);
    add_debt_source(model, "quota", model::Source::Kind::special_bond, 12.0,
                    new_debt_terms(Repayment::bullet, 0.03, 10, 1));
    rule_of(model, Tier::red).market_closes = 0.2;
    rule_of(model, Tier::red).market_opens = 0.1;
    constexpr int paths = 256;
    const auto issued_in_all = [&](const Figures& figures) {
        std::vector<double> sum(paths, 0.0);
        for (int year = 0; year < 4; ++year) {
            const auto issued = figures.sample(Indicator::new_debt, year);
            for (std::size_t path = 0; path < paths; ++path) sum[path] += issued[path];
        }
        return sum;
    };
    const Figures lapsing(model, paths);
    model.sources.back().carries_quota = true;
    const Figures carrying(model, paths);
    const auto lapsed = issued_in_all(lapsing);
    const auto carried = issued_in_all(carrying);
    int later = 0, all = 0;
    for (std::size_t path = 0; path < paths; ++path) {
        CHECK(carried[path] >= lapsed[path]);
        later += carried[path] > lapsed[path] ? 1 : 0;
        all += carried[path] == Approx(48.0) ? 1 : 0;
        for (int year = 0; year < 4; ++year) {
            CHECK(carrying.sample(Indicator::bonds_refused, year)[path] == 0.0);
        }
    }
    CHECK(later > paths / 4);
    CHECK(all > paths / 8);  // the market is open in the last month
    CHECK(all < paths);
}

TEST_CASE("refinancing ends with the life of its asset", "[kernel]") {
    auto model = empty_model(10);
    add_december_revenue(model, 100.0);
    model.treasury.opening[0] = yuan(10000.0);
    // Falls due in January 2021; refinanced for three years at a time; the asset lasts to 2026-06.
    add_instrument(model, "road", DebtClass::special, 1000.0, Repayment::bullet, 0.0, 1, 12)
        .asset_life_end = 77;
    add_refinancing(model, DebtClass::special, 1.0, new_debt_terms(Repayment::bullet, 0.0, 3, 1));
    const Figures figures(model, 1);
    // January 2024 (48): 29 months are left, two whole years: due in January 2026 (72), when less
    // than a year is left.
    const std::vector<double> refinanced = {0, 1000, 0, 0, 1000, 0, 0, 0, 0, 0};
    const std::vector<double> due = {0, 1000, 0, 0, 1000, 0, 1000, 0, 0, 0};
    for (int year = 0; year < 10; ++year) {
        CAPTURE(year);
        const auto place = static_cast<std::size_t>(year);
        CHECK(figures.figure(Indicator::refinanced, year) == refinanced[place]);
        CHECK(figures.figure(Indicator::principal, year) == due[place]);
        CHECK(figures.figure(Indicator::refinancing_refused, year) == (year == 6 ? 1000.0 : 0.0));
        CHECK(figures.figure(Indicator::debt_statutory, year) == (year < 6 ? 1000.0 : 0.0));
    }
}

TEST_CASE("special debt: accounts in their order, and no others", "[kernel]") {
    auto model = empty_model(1);
    model.treasury.opening = {yuan(30.0), yuan(50.0), yuan(500.0)};
    add_instrument(model, "old", DebtClass::special, 100.0, Repayment::bullet, 0.0, 1, 3);
    add_revenue(model, "land", 24.0, Account::fund);
    SECTION("any account that is listed helps out") {
        model.debt_policy.special = {Account::fund, Account::general, Account::state_capital};
        const Figures figures(model, 1);
        CHECK(figures.figure(Indicator::arrears, 0) == 0.0);
        CHECK(figures.figure(Indicator::special_fallback, 0) == 42.0);  // 50 + 4 * 2 in the fund
        CHECK(figures.figure(Indicator::special_coverage, 0) == Approx(0.24));
    }
    SECTION("fund, then general; state capital is left alone, by law") {
        const Figures figures(model, 1);
        // 58 from the fund, 30 from general; 12 more as fund revenue comes in, 8 months of 2.
        CHECK(figures.figure(Indicator::special_fallback, 0) == 30.0);
        CHECK(figures.figure(Indicator::financing_gap, 0) == 12.0);
        CHECK(figures.figure(Indicator::arrears, 0) == 0.0);
        CHECK(figures.figure(Indicator::cash, 0) == 500.0 + 16.0 - 12.0);
    }
    SECTION("the fund alone") {
        model.debt_policy.special = {Account::fund};
        const Figures figures(model, 1);
        CHECK(figures.figure(Indicator::special_fallback, 0) == 0.0);
        CHECK(figures.figure(Indicator::arrears, 0) == 100.0 - 50.0 - 24.0);
    }
}

TEST_CASE("coverage without service to cover is at its most", "[kernel]") {
    auto model = empty_model(1);
    add_revenue(model, "land", 24.0, Account::fund);
    add_instrument(model, "old", DebtClass::special, 100.0, Repayment::bullet, 0.0, 1, 30);
    CHECK(Figures(model, 1).figure(Indicator::special_coverage, 0) == 24.0);
    add_revenue(model, "land2", 2400.0, Account::fund);
    CHECK(Figures(model, 1).figure(Indicator::special_coverage, 0) == 100.0);
}

TEST_CASE("restructuring: each test by itself, what it cuts, and when it ends", "[kernel]") {
    auto model = empty_model(5);
    model.treasury.opening[0] = yuan(1e6);
    add_expenditure(model, "a_wages", 900.0, model::ExpenditureLine::Category::three_guarantees);
    add_expenditure(model, "b_other", 600.0);
    add_expenditure(model, "c_land", 300.0, model::ExpenditureLine::Category::other, Account::fund);
    // General: interest 200 in the first year over 900 + 600 + 200: 11.8 %. Repaid at its end.
    add_instrument(model, "general", DebtClass::general, 2000.0, Repayment::bullet, 0.1, 1, 11);
    // Special: 30 over 300 + 30: 9.1 % until the cut of a half, then 30 over 150 + 30: 16.7 %.
    add_instrument(model, "special", DebtClass::special, 1000.0, Repayment::bullet, 0.03, 1, 35);
    model.restructuring.emplace();
    model.restructuring->other_cut = 0.5;
    const Figures figures(model, 1);
    const auto row = [&](Indicator indicator, const std::string& dimension = "total") {
        std::vector<double> values;
        for (int year = 0; year < 5; ++year) {
            values.push_back(figures.figure(indicator, year, dimension));
        }
        return values;
    };
    CHECK(row(Indicator::restructuring) == std::vector<double>{0, 12, 12, 12, 0});
    CHECK(row(Indicator::restructuring_hit, "general") == std::vector<double>{1, 0, 0, 0, 0});
    CHECK(row(Indicator::restructuring_hit, "special") == std::vector<double>{0, 1, 1, 0, 0});
    CHECK(row(Indicator::expenditure) == std::vector<double>{1800, 1350, 1350, 1350, 1800});
    CHECK(figures.figure(Indicator::interest_share, 0, "general") == Approx(200.0 / 1700.0));
    CHECK(figures.figure(Indicator::interest_share, 0, "special") == Approx(30.0 / 330.0));
    CHECK(figures.figure(Indicator::interest_share, 1, "special") == Approx(30.0 / 180.0));
    SECTION("it may take more than one good year") {
        model.restructuring->exit_years = 2;
        CHECK(Figures(model, 1).figure(Indicator::restructuring, 4) == 12.0);
    }
    SECTION("a threshold is exceeded, not reached") {
        model.restructuring->general_threshold = 200.0 / 1700.0;
        const Figures other(model, 1);
        CHECK(other.figure(Indicator::restructuring_hit, 0, "general") == 0.0);
        CHECK(other.figure(Indicator::restructuring, 1) == 0.0);
    }
}

TEST_CASE("restructuring holds new projects back, not running ones", "[kernel][statistical]") {
    auto model = empty_model(3);
    model.treasury.opening[0] = yuan(1e6);
    add_unlimited(model, "company");
    model.sources[0].kind = model::Source::Kind::platform;
    add_instrument(model, "general", DebtClass::general, 2000.0, Repayment::bullet, 0.1, 1, 11);
    auto& later = add_project(model, "later", 1200.0, 24.0);
    add_funding(model, later, "company");
    later.stages[0].not_before = 15;
    auto& running = add_project(model, "running", 1200.0, 36.0);
    running.progress = 0.1;
    add_funding(model, running, "company");
    model.restructuring.emplace();
    model.restructuring->new_project_cut = 0.3;
    const Figures figures(model, 20000);
    const auto held = figures.sample(Indicator::projects_held_back, 1);
    const auto started = figures.sample(Indicator::projects_started, 1);
    const auto suspended = figures.sample(Indicator::projects_suspended, 1);
    for (std::size_t path = 0; path < held.size(); ++path) {
        // What is held back starts with the next year, without having been suspended.
        REQUIRE(held[path] + started[path] == 1.0);
        REQUIRE(suspended[path] == 0.0);
    }
    CHECK_FALSE(support::mean_differs(held, 0.3));
    CHECK(support::mean_differs(held, 0.32));
    CHECK(figures.sample(Indicator::projects_held_back, 2) == std::vector<double>(20000, 0.0));
    // Investors alone: not the county's to hold back.
    model.sources[0].kind = model::Source::Kind::investor;
    CHECK(Figures(model, 1000).sample(Indicator::projects_held_back, 1) ==
          std::vector<double>(1000, 0.0));
}
