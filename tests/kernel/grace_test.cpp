// Catches: principal repaid during grace, instalments formed from too many or too few payments,
// existing and new debt that follow different rules.
#include <cmath>
#include <functional>
#include <vector>

#include <catch2/catch.hpp>

#include "support/figures.hpp"
#include "support/model_builder.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::DebtClass;
using model::Indicator;
using Repayment = model::LoanTerms::Repayment;
using Kind = model::Source::Kind;

constexpr double hundred_million = 1e8;

/// A county that can pay, from a year on.
model::Model county(int years, int first_year = 2020) {
    auto model = empty_model(years, first_year);
    model.treasury.opening[0] = yuan(1e11);
    return model;
}

/// A bond issued once, in a month of the first year.
model::Source& issue_once(model::Model& model, double amount, int month,
                          const model::NewDebtTerms& terms) {
    auto& source = add_debt_source(model, "bond", Kind::special_bond, amount, terms);
    source.arrival.profile = all_in_month(month);
    for (std::size_t year = 1; year < source.arrival.annual.size(); ++year) {
        source.arrival.annual[year] = Money();
    }
    return source;
}

/// Balance at the end of the plan's years of P yuan at i a payment, `per_year` payments a year, the
/// first `grace` of n for interest only, issued at the beginning: the closed form of an annuity.
double annuity_balance(double P, double i, int grace, int n, int payments_made) {
    if (payments_made <= grace) return P;
    const double A = P * i / (1.0 - std::pow(1.0 + i, -(n - grace)));
    const double growth = std::pow(1.0 + i, payments_made - grace);
    return P * growth - A * (growth - 1.0) / i;
}

}  // namespace

TEST_CASE("a bond with a sinking fund is equal_principal with grace", "[kernel][grace]") {
    // Published: 荆州市城市建设投资开发有限公司2016年公司债券, 1.6 billion yuan at 3.97 % for seven
    // years from March 2016; a fifth of the principal at the end of each of the years three to
    // seven. Its notice of 2022: 320 million yuan of principal on 10 March.
    const double expected_principal[] = {0, 0, 0, 3.2, 3.2, 3.2, 3.2, 3.2, 0};
    const double expected_interest[] = {0,       0.6352,  0.6352,  0.6352, 0.50816,
                                        0.38112, 0.25408, 0.12704, 0};
    auto model = county(9, 2016);
    auto terms = new_debt_terms(Repayment::equal_principal, 0.0397, 7, 1);
    terms.grace_payments = 2;
    issue_once(model, 16 * hundred_million, 2, terms);
    // Seen by a plan that begins later, the same bond exists already.
    auto later = county(7, 2018);
    add_instrument(later, "bond", DebtClass::special, 16 * hundred_million,
                   Repayment::equal_principal, 0.0397, 1, 5 * 12 + 2)
        .principal_from = 14;
    const Figures issued(model, 1);
    const Figures existing(later, 1);
    for (int year = 0; year < 9; ++year) {
        CAPTURE(year);
        const double principal = expected_principal[year] * hundred_million;
        const double interest = expected_interest[year] * hundred_million;
        CHECK(issued.figure(Indicator::principal, year) == Approx(principal).margin(0.005));
        CHECK(issued.figure(Indicator::interest, year) == Approx(interest).margin(0.005));
        if (year < 2) continue;
        CHECK(existing.figure(Indicator::principal, year - 2) == Approx(principal).margin(0.005));
        CHECK(existing.figure(Indicator::interest, year - 2) == Approx(interest).margin(0.005));
    }
    // Negative control: without grace a seventh is repaid each year.
    model.sources[0].debt->grace_payments = 0;
    CHECK(Figures(model, 1).figure(Indicator::principal, 1) ==
          Approx(16 * hundred_million / 7).margin(0.01));
}

TEST_CASE("an annuity with grace: closed form", "[kernel][grace]") {
    constexpr double P = 3e9;
    constexpr double rate = 0.049;
    constexpr int per_year = 4, years = 10, grace = 6;  // 18 months
    auto terms = new_debt_terms(Repayment::level_payment, rate, years, per_year);
    terms.grace_payments = grace;
    auto model = county(years + 1);
    issue_once(model, P, 0, terms);
    // Existing debt pays in months 2, 5, …; seven payments in grace, the first of them in 2020.
    auto fixed_rate = county(years + 1);
    add_instrument(fixed_rate, "loan", DebtClass::special, P, Repayment::level_payment, rate,
                   per_year, 12 * years - 1)
        .principal_from = 3 * (grace + 1) - 1;
    // A floating rate that never moves recomputes the same payment.
    auto floating = fixed_rate;
    floating.debt[0].loan.rate_driver = add_rate(floating, "lpr", rate);
    floating.debt[0].loan.rate.per_year = 0.0;
    floating.debt[0].reset_months = 12;
    const Figures issued(model, 1), existing(fixed_rate, 1), recomputed(floating, 1);
    for (int year = 0; year <= years; ++year) {
        CAPTURE(year);
        // At the end of 2020 a loan of January has paid three times, one that pays in March four.
        const int paid = std::min(per_year * years, per_year * year + 3);
        const int paid_existing = std::min(per_year * years, per_year * (year + 1));
        const double balance = annuity_balance(P, rate / per_year, grace, per_year * years, paid);
        const double balance_existing =
            annuity_balance(P, rate / per_year, grace, per_year * years, paid_existing);
        CHECK(issued.figure(Indicator::debt_statutory, year) == Approx(balance).margin(1.0));
        CHECK(existing.figure(Indicator::debt_statutory, year) ==
              Approx(balance_existing).margin(1.0));
        CHECK(recomputed.figure(Indicator::debt_statutory, year) ==
              Approx(balance_existing).margin(1.0));
        if (year == 0) {
            // Interest only: three payments, or four.
            CHECK(issued.figure(Indicator::interest, 0) == Approx(P * rate * 0.75).margin(0.02));
            CHECK(existing.figure(Indicator::interest, 0) == Approx(P * rate).margin(0.02));
            CHECK(issued.figure(Indicator::principal, 0) == 0.0);
        }
    }
    // Negative control: one payment more of grace is another balance.
    CHECK(std::abs(annuity_balance(P, rate / per_year, grace + 1, per_year * years, 11) -
                   annuity_balance(P, rate / per_year, grace, per_year * years, 11)) > 1e6);
}

TEST_CASE("a pool that declines after grace", "[kernel][grace]") {
    auto model = county(6);
    auto terms = new_debt_terms(Repayment::declining, 0.0, 5, 1);
    terms.repayment_share = {0.5, 0.5, 0.5, 0.5, 0.25, 0.25};
    terms.grace_payments = 3;
    issue_once(model, 1000.0, 0, terms);
    const Figures figures(model, 1);
    const double expected[] = {1000, 1000, 1000, 1000, 750, 0};  // the rest with the last payment
    for (int year = 0; year < 6; ++year) {
        CHECK(figures.figure(Indicator::debt_statutory, year) == expected[year]);
    }
}

TEST_CASE("a cohort whose asset does not last as long as its grace repays at the end",
          "[kernel][grace]") {
    auto model = county(8);
    add_instrument(model, "road", DebtClass::special, 1000.0, Repayment::bullet, 0.0, 1, 12)
        .asset_life_end = 12 + 24;
    auto terms = new_debt_terms(Repayment::equal_principal, 0.0, 5, 1);
    terms.grace_payments = 3;
    add_refinancing(model, DebtClass::special, 1.0, terms);
    const Figures figures(model, 1);
    // Two payments in 24 months: the second one repays all, and nothing is left to refinance with.
    const double due[] = {0, 1000, 0, 1000, 0, 0, 0, 0};
    for (int year = 0; year < 8; ++year) {
        CHECK(figures.figure(Indicator::principal, year) == due[year]);
    }
    CHECK(figures.figure(Indicator::refinancing_refused, 3) == 1000.0);
}
