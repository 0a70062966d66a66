// The independent check implementation against numbers worked out by hand. Every model is small
// enough for the computation to stand beside the figures.
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>

#include <support/model_builder.hpp>
#include <support/naive/simulation.hpp>

using namespace coffer;           // NOLINT
using namespace coffer::testing;  // NOLINT
using model::Account;
using model::DebtClass;
using model::StageKind;
using Repayment = model::LoanTerms::Repayment;
using Guarantee = model::ExpenditureLine::Category;
using Kind = model::Source::Kind;

namespace {

/// Half a fen: money figures are exact sums of whole fen.
Approx money(double yuan) { return Approx(yuan).epsilon(0.0).margin(0.004); }

double annual(const naive::PathResult& result, const std::string& id, int year = 0,
              const std::string& dimension = "total") {
    const auto found = result.annual.find({id, dimension, year});
    REQUIRE(found != result.annual.end());
    return found->second;
}

/// The monthly figures from month 0 on; those behind `expected` must be 0.
void check_months(const naive::PathResult& result, const std::string& name,
                  const std::vector<double>& expected) {
    const std::vector<double>& months = result.monthly.at(name);
    REQUIRE(months.size() >= expected.size());
    for (std::size_t m = 0; m < months.size(); ++m) {
        INFO(name << " in month " << m);
        CHECK(months[m] == money(m < expected.size() ? expected[m] : 0.0));
    }
}

naive::PathResult simulate(const model::Model& model) { return naive::simulate(model, 1, 0); }

/// Money without limit for a project.
void pay_for(model::Model& model, model::Fundable& fundable) {
    add_unlimited(model, "money");
    add_funding(model, fundable, "money");
}

}  // namespace

// --- projects ------------------------------------------------------------------------------------

TEST_CASE("naive: a project with all its money follows the S-curve", "[naive]") {
    model::Model model = empty_model(2);
    model::Project& p = add_project(model, "p", 3200.0, 4.0);
    p.new_output = yuan(1200.0);
    p.tax_rate = 0.1;
    p.ramp_up = fixed(2.0);
    p.fai_share = 0.5;
    p.district = "east";
    pay_for(model, p);
    const naive::PathResult result = simulate(model);

    // S(t) = 3t^2 - 2t^3: S(1/4) = 10/64, S(1/2) = 1/2, S(3/4) = 54/64. Of 3200 yuan that is 500,
    // 1600, 2700, 3200, so 500, 1100, 1100, 500 a month; half of it is FAI.
    check_months(result, "fai", {250.0, 550.0, 550.0, 250.0});
    CHECK(result.finish.at("p") == Approx(4.0));
    CHECK(annual(result, "fai") == money(1600.0));
    CHECK(annual(result, "fai", 0, "named") == money(1600.0));
    CHECK(annual(result, "fai", 0, "pipeline") == money(0.0));
    CHECK(annual(result, "fai", 0, "district:east") == money(1600.0));
    CHECK(annual(result, "projects_started") == 1.0);
    CHECK(annual(result, "projects_completed") == 1.0);
    CHECK(annual(result, "projects_completed", 1) == 0.0);
    CHECK(annual(result, "new_capacity") == money(1200.0));
    CHECK(annual(result, "new_capacity", 1) == money(1200.0));
    // 100 yuan a month at full output. Finished at 4.0: month 4 at (5-4)/2, from month 5 all of it.
    CHECK(annual(result, "new_output") == money(50.0 + 7 * 100.0));
    CHECK(annual(result, "new_output", 1) == money(1200.0));
    CHECK(annual(result, "general_revenue") == money(75.0));
    CHECK(annual(result, "cash", 1) == money(195.0));
    CHECK(annual(result, "fai_growth", 1) == Approx(-1.0));
    CHECK(result.annual.count({"fai_growth", "total", 0}) == 0);
    CHECK(result.annual.count({"first_year_execution", "total", 0}) == 0);
}

TEST_CASE("naive: a link with lag and a winter stop set the finish", "[naive]") {
    model::Model model = empty_model(2);
    add_project(model, "a", 1000.0, 2.5);
    model::Project& b = add_project(model, "b", 900.0, 9.0);
    b.productivity = work_except({11, 0, 1});
    add_link(model, "a", 0, "b", 0, 1.0);
    add_unlimited(model, "money");
    for (auto& project : model.projects) add_funding(model, project, "money");
    const naive::PathResult result = simulate(model);

    CHECK(result.finish.at("a") == Approx(2.5));
    // The gate of b opens at 2.5 + 1 = 3.5. January and February do not count: C(3.5) = 1.5. The
    // nine months of work end at C = 10.5; C(11) = 9 = C(14), so half of month 15 is needed.
    CHECK(result.finish.at("b") == Approx(15.5));
    CHECK(annual(result, "projects_started") == 2.0);
    CHECK(annual(result, "projects_completed") == 1.0);
    CHECK(annual(result, "projects_completed", 1) == 1.0);
    // Nothing is spent in the winter, and the last 0.5 months of work in month 15:
    // 900 * (1 - S(8.5/9)) = 900 * S(1/18) = 900 * (3/324 - 2/5832) = 8.0247
    CHECK(result.monthly.at("fai")[11] == money(0.0));
    CHECK(result.monthly.at("fai")[13] == money(0.0));
    CHECK(result.monthly.at("fai")[15] == money(8.02));
}

TEST_CASE("naive: a release inside a month is used in the next one", "[naive]") {
    model::Model model = empty_model(1);
    add_project(model, "a", 0.0, 2.5);
    add_project(model, "b", 2700.0, 3.0);
    add_link(model, "a", 0, "b", 0);
    add_unlimited(model, "money");
    for (auto& project : model.projects) add_funding(model, project, "money");
    const naive::PathResult result = simulate(model);

    // b may start at 2.5, which is known after month 2. In month 3 it makes up for the half month:
    // x' = 1.5 of 3, S = 1/2. Month 4: x' = 2.5, S(5/6) = 25/12 - 250/216 = 200/216. The rest, half
    // a month of work, in month 5: finish 5.5.
    check_months(result, "fai", {0.0, 0.0, 0.0, 1350.0, 1150.0, 200.0});
    CHECK(result.finish.at("b") == Approx(5.5));
}

TEST_CASE("naive: rounding does not carry a finish over a winter stop", "[naive]") {
    model::Model model = empty_model(1);
    // Six months at productivity 0.1 are 0.6 months of work; two months of winter follow.
    model::Project& p = add_project(model, "p", 900.0, 0.1 * 6);
    p.productivity.fill(0.1);
    p.productivity[6] = p.productivity[7] = 0.0;
    pay_for(model, p);
    CHECK(simulate(model).finish.at("p") == Approx(6.0).epsilon(1e-9));
}

TEST_CASE("naive: stages, a running project and not_before", "[naive]") {
    model::Model model = empty_model(1);
    model::Project& p = add_project(
        model, "p", 1000.0,
        {stage(StageKind::land, fixed(4.0), 0.4), stage(StageKind::construction, fixed(2.0), 0.6),
         stage(StageKind::commissioning, fixed(0.0), 0.0)});
    p.progress = 0.5;
    p.stages[1].not_before = 5;
    pay_for(model, p);
    const naive::PathResult result = simulate(model);

    // Spent before the plan: F0 = 0.4 * S(1/2) = 0.2. Land goes on from x = 2 to 4 in months 0 and
    // 1 (0.4 * (S(3/4) - S(1/2)) = 0.1375, then 0.0625), stops at the gate, and construction takes
    // months 5 and 6, half of 600 each. Commissioning has no duration.
    check_months(result, "fai", {137.5, 62.5, 0.0, 0.0, 0.0, 300.0, 300.0});
    CHECK(result.finish.at("p") == Approx(7.0));
    CHECK(annual(result, "projects_started") == 0.0);
}

TEST_CASE("naive: partial funding delays the finish", "[naive]") {
    model::Model model = empty_model(1);
    model::Project& p = add_project(model, "p", 2000.0, 2.0);
    model::Source& money_in = add_source(model, "s", Kind::investor, 12000.0);
    money_in.arrival.profile = {1.0 / 24.0, 23.0 / 24.0};
    add_funding(model, p, "s");
    const naive::PathResult result = simulate(model);

    // Month 0: need 2000 * S(1/2) = 1000, there are 500: r = 1/2, x = 0.5, g = 0.25.
    // Month 1: x' = 1.5, S(3/4) = 0.84375, need 2000 * (0.84375 - 0.25) = 1187.50.
    // Month 2: the last half month, 2000 * 0.15625 = 312.50, done at 2.5.
    check_months(result, "fai", {500.0, 1187.5, 312.5});
    CHECK(result.finish.at("p") == Approx(2.5));
    // Nothing is lacking any more at the year's end.
    CHECK(annual(result, "funding_shortfall") == money(0.0));
    CHECK(annual(result, "projects_suspended") == 0.0);
}

TEST_CASE("naive: short months suspend a project", "[naive]") {
    model::Model model = empty_model(1);
    model.project_policy.suspension_after_months = 2;
    model.project_policy.suspension_pause_months = 3;
    model::Project& p = add_project(model, "p", 2000.0, 2.0);
    add_source(model, "s", Kind::grant, 5000.0).arrival.profile = all_in_month(2);
    add_funding(model, p, "s");
    const naive::PathResult result = simulate(model);

    // Months 0 and 1: need 1000, nothing there. Months 2, 3 and 4: pause, although the money is
    // there from month 2. Months 5 and 6: work.
    check_months(result, "fai", {0.0, 0.0, 0.0, 0.0, 0.0, 1000.0, 1000.0});
    CHECK(result.finish.at("p") == Approx(7.0));
    CHECK(annual(result, "projects_suspended") == 1.0);
    CHECK(annual(result, "projects_started") == 1.0);
    CHECK(annual(result, "funding_shortfall") == money(0.0));
    CHECK(annual(result, "transfers") == money(5000.0));
}

TEST_CASE("naive: the first year's investment is honoured", "[naive]") {
    model::Model model = empty_model(2);
    model::Project& p = add_project(model, "p", 1000.0, 24.0);
    p.first_year_investment = yuan(300.0);
    pay_for(model, p);
    const naive::PathResult result = simulate(model);

    // F1 = S(12/24) = 1/2 of the cost curve is stretched to 30 % of the money: a = 0.6, b = 1.4.
    // Each month is rounded on its own, at most half a fen in twelve months of a year.
    CHECK(annual(result, "fai") == Approx(300.0).epsilon(0.0).margin(0.06));
    CHECK(annual(result, "fai", 1) == Approx(700.0).epsilon(0.0).margin(0.06));
    CHECK(annual(result, "first_year_execution") == Approx(1.0).margin(2e-4));
    CHECK(annual(result, "fai_growth", 1) == Approx(7.0 / 3.0 - 1.0).margin(1e-3));
    // Month 0: 0.6 * S(1/24) * 1000 = 600 * (3/576 - 2/13824) = 3.0382
    CHECK(result.monthly.at("fai")[0] == money(3.04));
}

TEST_CASE("naive: sources are drawn by rank up to their cap", "[naive]") {
    model::Model model = empty_model(2);
    model::Project& p = add_project(model, "p", 2000.0, 2.0);
    add_debt_source(model, "bank", Kind::bank_loan, 5000.0,
                    new_debt_terms(Repayment::bullet, 0.06, 1, 2))
        .arrival.profile = all_in_month(0);
    add_unlimited(model, "money");
    add_funding(model, p, "bank", 0.6);
    add_funding(model, p, "money");
    model.treasury.opening[0] = yuan(10000.0);
    const naive::PathResult result = simulate(model);

    // Need 1000 in months 0 and 1; the bank gives 600 of each: two cohorts, interest 3 % of 600 =
    // 18 after six and twelve months, principal after twelve.
    CHECK(annual(result, "new_debt") == money(1200.0));
    CHECK(annual(result, "new_debt", 1) == money(0.0));
    CHECK(annual(result, "debt_total") == money(1200.0));
    CHECK(annual(result, "debt_statutory") == money(0.0));
    CHECK(annual(result, "debt_total", 1) == money(0.0));
    check_months(result, "debt_service",
                 {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 18.0, 18.0, 0.0, 0.0, 0.0, 0.0, 618.0, 618.0});
    CHECK(annual(result, "cash", 1) == money(10000.0 - 1272.0));
}

// --- debt ----------------------------------------------------------------------------------------

TEST_CASE("naive: repayment of an existing instrument", "[naive]") {
    model::Model model = empty_model(2);
    model.treasury.opening[0] = yuan(10000.0);

    SECTION("bullet") {
        add_instrument(model, "d", DebtClass::general, 1200.0, Repayment::bullet, 0.1, 2, 7);
        // 5 % of 1200 in months 1 and 7, the principal in month 7.
        const naive::PathResult result = simulate(model);
        check_months(result, "debt_service", {0.0, 60.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1260.0});
        CHECK(annual(result, "interest") == money(120.0));
        CHECK(annual(result, "principal") == money(1200.0));
        CHECK(annual(result, "debt_statutory", 0, "general") == money(0.0));
    }
    SECTION("equal principal") {
        add_instrument(model, "d", DebtClass::special, 1000.0, Repayment::equal_principal, 0.12, 4,
                       8);
        // Three payments, months 2, 5, 8: principal 333.33, 333.33, 333.34; interest 3 % of 1000,
        // 666.67 and 333.34: 30.00, 20.00, 10.00.
        check_months(simulate(model), "debt_service",
                     {0.0, 0.0, 363.33, 0.0, 0.0, 353.33, 0.0, 0.0, 343.34});
    }
    SECTION("level payment, fixed rate") {
        add_instrument(model, "d", DebtClass::bank, 1000.0, Repayment::level_payment, 0.12, 12, 2);
        // 1000 * 0.01 / (1 - 1.01^-3) = 340.0221 -> 340.02. Month 0: 10.00 + 330.02, left 669.98;
        // month 1: 6.70 + 333.32, left 336.66; month 2: 3.37 + 336.66.
        check_months(simulate(model), "debt_service", {340.02, 340.02, 340.03});
    }
    SECTION("level payment without interest") {
        add_instrument(model, "d", DebtClass::bank, 1000.0, Repayment::level_payment, 0.0, 12, 2);
        check_months(simulate(model), "debt_service", {333.33, 333.33, 333.34});
    }
    SECTION("level payment, floating rate") {
        const Index<model::Driver> lpr = add_rate(model, "lpr", 0.05);
        model.drivers[lpr.value].mean = {0.05, 0.11};
        model::Instrument& d = add_instrument(model, "d", DebtClass::bank, 1000.0,
                                              Repayment::level_payment, 0.01, 2, 12);
        d.loan.rate_driver = lpr;
        d.reset_months = 12;
        // Months 0, 6, 12. Month 0 at 6 %: 30 / (1 - 1.03^-3) = 353.53, principal 323.53, left
        // 676.47. Month 6 still 6 %: interest 20.29, 676.47 * 0.03 / (1 - 1.03^-2) = 353.53, left
        // 343.23. Month 12, reset at its beginning: five months at 6 %, one at 12 %: interest
        // 343.23 * (0.025 + 0.01) = 12.01.
        check_months(simulate(model), "debt_service",
                     {353.53, 0.0, 0.0, 0.0, 0.0, 0.0, 353.53, 0.0, 0.0, 0.0, 0.0, 0.0, 355.24});
    }
    SECTION("floating rate resets in months divisible by reset_months") {
        const Index<model::Driver> lpr = add_rate(model, "lpr", 0.05);
        model.drivers[lpr.value].mean = {0.05, 0.11};
        model::Instrument& d =
            add_instrument(model, "d", DebtClass::bank, 1000.0, Repayment::bullet, 0.01, 1, 13);
        d.loan.rate_driver = lpr;
        // Interest in months 1 and 13. Reset every 5 months: 6 % in all twelve months.
        d.reset_months = 5;
        CHECK(annual(simulate(model), "interest", 1) == money(60.0));
        // Every 6 months: ten months at 6 %, months 12 and 13 at 12 %.
        d.reset_months = 6;
        CHECK(annual(simulate(model), "interest", 1) == money(50.0 + 20.0));
    }
    SECTION("custom") {
        model::Instrument& d =
            add_instrument(model, "d", DebtClass::platform, 900.0, Repayment::custom, 0.12, 4, 7);
        d.schedule = {{3, yuan(300.0)}, {7, yuan(600.0)}};
        // Interest in months 1 (on 900), 4 (on 900 for two months, then 600) and 7 (on 600).
        const naive::PathResult result = simulate(model);
        check_months(result, "debt_service", {0.0, 27.0, 0.0, 300.0, 24.0, 0.0, 0.0, 618.0});
        CHECK(annual(result, "debt_total") == money(0.0));
        CHECK(annual(result, "debt_statutory") == money(0.0));
    }
}

TEST_CASE("naive: refinancing replaces principal by a new cohort", "[naive]") {
    model::Model model = empty_model(3);
    model.treasury.opening[0] = yuan(5000.0);
    add_instrument(model, "d", DebtClass::general, 1000.0, Repayment::bullet, 0.12, 1, 2);
    add_refinancing(model, DebtClass::general, 0.6,
                    new_debt_terms(Repayment::equal_principal, 0.05, 2, 1))
        .share = {0.6, 0.0, 0.0};
    const naive::PathResult result = simulate(model);

    // Month 2: interest 120, principal 1000, of which 600 are rolled over. The new debt pays 300 +
    // 30 in month 14 and 300 + 15 in month 26.
    CHECK(annual(result, "refinanced") == money(600.0));
    CHECK(annual(result, "new_debt") == money(0.0));
    CHECK(annual(result, "debt_service") == money(1120.0));
    CHECK(annual(result, "debt_service", 1) == money(330.0));
    CHECK(annual(result, "debt_service", 2) == money(315.0));
    CHECK(annual(result, "debt_statutory", 0, "general") == money(600.0));
    CHECK(annual(result, "debt_statutory", 1) == money(300.0));
    CHECK(annual(result, "debt_statutory", 2) == money(0.0));
    CHECK(annual(result, "cash") == money(5000.0 - 120.0 - 400.0));
    CHECK(annual(result, "cash", 2) == money(4480.0 - 330.0 - 315.0));
    CHECK(annual(result, "financing_gap") == money(0.0));
    // No revenue at all: the capacity counts as one yuan.
    CHECK(annual(result, "debt_ratio") == Approx(600.0));
    CHECK(annual(result, "debt_tier", 0, "red") == 1.0);
    CHECK(annual(result, "debt_tier", 0, "green") == 0.0);
    CHECK(annual(result, "debt_tier", 2, "green") == 1.0);
}

TEST_CASE("naive: arrears carry a penalty and are paid first", "[naive]") {
    model::Model model = empty_model(1);
    model.treasury.opening[0] = yuan(50.0);
    model.treasury.penalty_rate = {0.12};
    add_instrument(model, "d", DebtClass::special, 1000.0, Repayment::bullet, 0.12, 1, 10);
    add_revenue(model, "r", 500.0).flow.profile = all_in_month(11);
    const naive::PathResult result = simulate(model);

    // Month 10: interest 120, paid 50, arrears 70; principal 1000, nothing left, arrears 1000.
    // Month 11: penalty 1 % of 1070 = 10.70, interest arrears 80.70. Revenue 500 pays them and
    // 419.30 of the principal: 580.70 stay.
    CHECK(annual(result, "arrears") == money(580.70));
    CHECK(annual(result, "debt_total") == money(580.70));
    CHECK(annual(result, "debt_statutory", 0, "special") == money(580.70));
    CHECK(annual(result, "financing_gap") == money(70.0 + 1000.0));
    CHECK(annual(result, "debt_service") == money(1120.0));
    CHECK(annual(result, "cash") == money(0.0));
}

TEST_CASE("naive: a bond is debt and money from its arrival on", "[naive]") {
    model::Model model = empty_model(2);
    model.treasury.opening[1] = yuan(1000.0);
    add_debt_source(model, "bond", Kind::special_bond, 1000.0,
                    new_debt_terms(Repayment::bullet, 0.04, 10, 2))
        .arrival.profile = all_in_month(5);
    model.sources[0].arrival.annual[1] = yuan(0.0);
    model::Pipeline& pipeline = add_pipeline(model, "q", 1200.0);
    add_funding(model, pipeline, "bond");
    const naive::PathResult result = simulate(model);

    // 1000 arrive in month 5 and pay 100 a month: months 5 to 11, then 12 to 14 from the pool.
    CHECK(annual(result, "fai", 0, "pipeline") == money(700.0));
    CHECK(annual(result, "fai", 1, "pipeline") == money(300.0));
    CHECK(annual(result, "funding_shortfall") == money(500.0));
    CHECK(annual(result, "funding_shortfall", 1) == money(900.0));
    CHECK(annual(result, "new_debt") == money(1000.0));
    CHECK(annual(result, "debt_statutory", 0, "special") == money(1000.0));
    // 2 % of 1000 in months 11, 17 and 23.
    CHECK(annual(result, "interest") == money(20.0));
    CHECK(annual(result, "interest", 1) == money(40.0));
    CHECK(annual(result, "cash", 1) == money(940.0));
}

// --- treasury ------------------------------------------------------------------------------------

TEST_CASE("naive: the waterfall decides when cash is short", "[naive]") {
    model::Model model = empty_model(1);
    add_revenue(model, "r", 1200.0);
    add_expenditure(model, "a", 720.0, Guarantee::three_guarantees);
    add_expenditure(model, "b", 360.0);
    add_instrument(model, "d", DebtClass::special, 1000.0, Repayment::bullet, 0.24, 12, 23);
    add_source(model, "budget", Kind::fiscal, 1200.0);
    model::Pipeline& pipeline = add_pipeline(model, "q", 600.0);
    add_funding(model, pipeline, "budget");
    using Step = model::WaterfallStep;

    SECTION("projects before other spending") {
        // 100 a month: 60 guarantees, 20 interest (general pays for fund), 20 of the pipeline's 50;
        // nothing for the other line's 30.
        const naive::PathResult result = simulate(model);
        CHECK(annual(result, "three_guarantees") == money(720.0));
        CHECK(annual(result, "interest") == money(240.0));
        CHECK(annual(result, "fiscal_project_spending") == money(240.0));
        CHECK(annual(result, "funding_shortfall") == money(360.0));
        CHECK(annual(result, "expenditure") == money(720.0));
        CHECK(annual(result, "financing_gap") == money(360.0));
        CHECK(annual(result, "cash") == money(0.0));
        CHECK(annual(result, "fiscal_capacity") == money(1200.0));
        CHECK(annual(result, "debt_ratio") == Approx(1000.0 / 1200.0));
        CHECK(annual(result, "debt_tier", 0, "green") == 1.0);
    }
    SECTION("other spending before projects") {
        model.treasury.waterfall = {Step::three_guarantees, Step::interest,
                                    Step::principal,        Step::other,
                                    Step::running_projects, Step::new_projects};
        // 20 of the other line's 30; nothing for the pipeline.
        const naive::PathResult result = simulate(model);
        CHECK(annual(result, "fiscal_project_spending") == money(0.0));
        CHECK(annual(result, "expenditure") == money(960.0));
        CHECK(annual(result, "financing_gap") == money(120.0));
        CHECK(annual(result, "funding_shortfall") == money(600.0));
    }
    SECTION("guarantees that are not paid are carried") {
        model.revenue[0].flow.annual = {yuan(600.0)};
        model.revenue[0].flow.profile = all_in_month(1);
        // Month 0: 60 due, nothing paid. Month 1: 120 of 600 (gap max(0, 60 - 120) = 0), interest
        // 20 + 20, pipeline 50 + 0, other 30, so 600 - 120 - 40 - 50 - 30 = 360. Months 2 and 3:
        // 60 + 20 + 50 + 30 = 160 each, 40 left. Month 4: 40 of 60, gap 20. Nothing afterwards:
        // 60 each in months 5 to 11.
        const naive::PathResult result = simulate(model);
        CHECK(annual(result, "three_guarantees") == money(120.0 + 60.0 + 60.0 + 40.0));
        CHECK(annual(result, "fiscal_project_spending") == money(150.0));
        CHECK(annual(result, "expenditure") == money(280.0 + 90.0));
        CHECK(annual(result, "arrears") == money(8 * 20.0));
        // Month 0: 60 + 20 + 30; month 4: 20 + 20 + 30; seven months of 60 + 20 + 30.
        CHECK(annual(result, "financing_gap") == money(110.0 + 70.0 + 7 * 110.0));
        CHECK(annual(result, "cash_min") == money(0.0));
    }
}

TEST_CASE("naive: running projects come before new ones", "[naive]") {
    model::Model model = empty_model(1);
    model.treasury.opening[0] = yuan(1500.0);
    add_project(model, "new", 2000.0, 2.0, 1);
    model::Project& old = add_project(model, "old", 4000.0, 4.0, 2);
    old.progress = 0.5;
    add_source(model, "budget", Kind::fiscal, 9000.0).arrival.profile = all_in_month(0);
    for (auto& project : model.projects) add_funding(model, project, "budget");
    const naive::PathResult result = simulate(model);

    // Month 0: "old" needs 4000 * (S(3/4) - S(1/2)) = 1375 and is served first although its
    // priority is lower; "new" gets 125 of 1000: r = 1/8, it has started and is short.
    CHECK(result.monthly.at("fai")[0] == money(1500.0));
    CHECK(annual(result, "projects_started") == 1.0);
    CHECK(annual(result, "fiscal_project_spending") == money(1500.0));
}

TEST_CASE("naive: projects and other spending leave the cash floor", "[naive]") {
    model::Model model = empty_model(1);
    model.treasury.opening = {yuan(600.0), yuan(300.0), yuan(100.0)};
    model.treasury.cash_floor = yuan(700.0);
    add_source(model, "budget", Kind::fiscal, 500.0).arrival.profile = all_in_month(0);
    model::Pipeline& pipeline = add_pipeline(model, "q", 500.0);
    pipeline.need.profile = all_in_month(0);
    add_funding(model, pipeline, "budget");
    add_expenditure(model, "o", 100.0).flow.profile = all_in_month(1);
    add_expenditure(model, "t", 650.0, Guarantee::three_guarantees, Account::state_capital)
        .flow.profile = all_in_month(2);
    const naive::PathResult result = simulate(model);

    // Month 0: 1000 - 700 = 300 for the pipeline. Month 1: nothing for the other line. Month 2: the
    // guarantees may use the floor, from three accounts: 100 + 300 general + 250 fund.
    CHECK(annual(result, "fiscal_project_spending") == money(300.0));
    CHECK(annual(result, "expenditure") == money(650.0));
    CHECK(annual(result, "financing_gap") == money(100.0));
    CHECK(annual(result, "cash") == money(50.0));
    CHECK(result.monthly.at("cash")[1] == money(700.0));
}

// --- flows and draws -----------------------------------------------------------------------------

TEST_CASE("naive: revenue indicators by account and category", "[naive]") {
    model::Model model = empty_model(1);
    model.base_year.general_revenue = yuan(100.0);
    add_revenue(model, "a", 120.0);
    add_revenue(model, "b", 240.0, Account::fund);
    add_revenue(model, "c", 360.0, Account::state_capital);
    add_revenue(model, "d", 480.0, Account::fund, model::RevenueLine::Category::transfer);
    add_source(model, "grant", Kind::grant, 600.0);
    add_source(model, "quota", Kind::land_quota, 720.0);
    const naive::PathResult result = simulate(model);

    CHECK(annual(result, "general_revenue") == money(120.0));
    CHECK(annual(result, "general_revenue_growth") == Approx(0.2));
    CHECK(annual(result, "fund_revenue") == money(240.0 + 720.0));
    CHECK(annual(result, "state_capital_revenue") == money(360.0));
    CHECK(annual(result, "transfers") == money(480.0 + 600.0));
    CHECK(annual(result, "fiscal_capacity") == money(2520.0));
    // Grants and quota money stay in their pools.
    CHECK(annual(result, "cash") == money(1200.0));
    CHECK(annual(result, "cash_min") == money(100.0));
}

TEST_CASE("naive: an outage takes a share of a taxpayer's output", "[naive]") {
    model::Model model = empty_model(1);
    model::Taxpayer& t = add_taxpayer(model, "t", 1200.0, 0.2, 0.5);
    t.outage_duration = fixed(3.0);
    t.outage_loss = 0.25;

    SECTION("never") {
        const naive::PathResult result = simulate(model);
        CHECK(annual(result, "taxpayer_output") == money(1200.0));
        CHECK(annual(result, "general_revenue") == money(120.0));
    }
    SECTION("always") {
        t.outage_hazard = 1.0;
        // 100 * 0.75 a month, of which 20 % are tax and half of that stays: 7.50.
        const naive::PathResult result = simulate(model);
        CHECK(annual(result, "taxpayer_output") == money(900.0));
        CHECK(annual(result, "general_revenue") == money(90.0));
    }
    SECTION("now and then, in whole spells") {
        t.outage_hazard = 0.1;
        t.outage_loss = 1.0;
        // Monthly revenue is 10 or 0. Over many paths the share of lost months of spells of three
        // months that begin with probability 0.1 in a free month: with a(m) the probability that m
        // is free to begin, a(m) = 1 - 0.1 (a(m-1) + a(m-2)), lost(m) = 0.1 (a(m) + a(m-1) +
        // a(m-2)).
        double expected = 0.0;
        double a1 = 0.0;
        double a2 = 0.0;
        for (int m = 0; m < 12; ++m) {
            const double a = 1.0 - 0.1 * (a1 + a2);
            expected += 0.1 * (a + a1 + a2);
            a2 = a1;
            a1 = a;
        }
        const naive::Simulator simulator(model);
        naive::PathResult result;
        double lost = 0.0;
        const int paths = 2000;
        for (int path = 0; path < paths; ++path) {
            simulator.run(7, static_cast<std::uint64_t>(path), result);
            lost += 12.0 - annual(result, "taxpayer_output") / 100.0;
        }
        // The standard deviation of lost months is below 3, so this is above three sigma.
        CHECK(lost / paths == Approx(expected).margin(3.0 * 3.0 / std::sqrt(paths)));
    }
}

TEST_CASE("naive: drivers move flows and costs", "[naive]") {
    model::Model model = empty_model(2);
    const Index<model::Driver> growth = add_growth(model, "g", 0.12);
    model.project_policy.cost_driver = growth;
    add_revenue(model, "r", 1200.0).flow.sensitivities = {{growth, 0.5}};
    add_source(model, "grant", Kind::grant, 1200.0).arrival.sensitivities = {{growth, 1.0}};
    model::Project& p = add_project(model, "p", 2000.0, 2.0);
    p.productivity = work_except({0, 1, 2, 3, 4});
    pay_for(model, p);

    SECTION("on the mean path") {
        const naive::PathResult result = simulate(model);
        // Each month is half a year's growth, in logs, above the base year's.
        const double expected = std::round(1e4 * std::sqrt(1.12)) / 100.0;
        CHECK(annual(result, "general_revenue") == money(12.0 * expected));
        // The source's plan already is the mean path.
        CHECK(annual(result, "transfers") == money(1200.0));
        // Half of the cost in month 5 and 6: prices six and seven twelfths of a year up.
        CHECK(result.monthly.at("fai")[5] == money(1000.0 * std::pow(1.12, 6.0 / 12.0)));
        CHECK(result.monthly.at("fai")[6] == money(1000.0 * std::pow(1.12, 7.0 / 12.0)));
        CHECK(annual(result, "general_revenue_growth", 1) ==
              Approx(std::sqrt(1.12) - 1.0).margin(1e-4));
    }
    SECTION("around it") {
        // The log of the first month's revenue over its mean path is x(0)/12 * 0.5, x(0) has the
        // standard deviation sigma sqrt(1 - rho^2).
        model.drivers[0].volatility = 0.24;
        model.drivers[0].persistence = 0.6;
        const naive::Simulator simulator(model);
        naive::PathResult result;
        double sum = 0.0;
        double squares = 0.0;
        const int paths = 4000;
        for (int path = 0; path < paths; ++path) {
            simulator.run(3, static_cast<std::uint64_t>(path), result);
            const double value =
                std::log(result.monthly.at("general_revenue")[0] / 100.0) - 0.5 * std::log(1.12);
            sum += value;
            squares += value * value;
        }
        const double sd = 0.24 * 0.8 / 24.0;
        CHECK(sum / paths == Approx(0.0).margin(4.0 * sd / std::sqrt(paths)));
        CHECK(std::sqrt(squares / paths) == Approx(sd).epsilon(0.05));
    }
}

TEST_CASE("naive: distributions at their medians", "[naive]") {
    model::Model model = empty_model(1);
    model.simulation.median = true;
    model::Distribution duration;
    double expected = 0.0;
    SECTION("uniform") {
        duration = uniform(2.0, 5.0);
        expected = 3.5;
    }
    SECTION("triangular") {
        // Below the mode: a + sqrt((b-a)(mode-a)/2) = 2 + sqrt(4*3/2)
        duration = triangular(2.0, 5.0, 6.0);
        expected = 2.0 + std::sqrt(6.0);
    }
    SECTION("pert, symmetric") {
        duration = pert(2.0, 4.0, 6.0);
        expected = 4.0;
    }
    SECTION("pert, mode at the end") {
        // Beta(1, 5) has the distribution function 1 - (1-q)^5.
        duration = pert(2.0, 2.0, 6.0);
        expected = 2.0 + 4.0 * (1.0 - std::pow(0.5, 0.2));
    }
    SECTION("lognormal") {
        duration = lognormal(3.25, 5.0);
        expected = 3.25;
    }
    model::Project& p =
        add_project(model, "p", 100.0, {stage(StageKind::construction, duration, 1.0)});
    pay_for(model, p);
    CHECK(simulate(model).finish.at("p") == Approx(expected).epsilon(1e-9));
}

TEST_CASE("naive: distributions have their quantiles", "[naive]") {
    model::Model model = empty_model(1);
    model::Project& p = add_project(model, "p", 0.0,
                                    {stage(StageKind::construction, lognormal(3.0, 5.0), 1.0),
                                     stage(StageKind::commissioning, fixed(0.0))});
    pay_for(model, p);
    const int paths = 4000;
    const auto share_below = [&](double limit) {
        const naive::Simulator simulator(model);
        naive::FlatResult result;
        int below = 0;
        for (int path = 0; path < paths; ++path) {
            simulator.run(11, static_cast<std::uint64_t>(path), result);
            if (result.finish[0] >= 0.0 && result.finish[0] <= limit) ++below;
        }
        return static_cast<double>(below) / paths;
    };
    // Four standard errors of a share of 4000.
    const double margin = 4.0 * 0.5 / std::sqrt(paths);
    CHECK(share_below(3.0) == Approx(0.5).margin(margin));
    CHECK(share_below(5.0) == Approx(0.9).margin(margin));
    // Beta(1, 5) on [2, 6]: P(below 3) = 1 - 0.75^5.
    model.projects[0].stages[0].duration = pert(2.0, 2.0, 6.0);
    CHECK(share_below(3.0) == Approx(1.0 - std::pow(0.75, 5)).margin(margin));
    // Below the mode: (4-2)^2 / ((6-2)(5-2)).
    model.projects[0].stages[0].duration = triangular(2.0, 5.0, 6.0);
    CHECK(share_below(4.0) == Approx(1.0 / 3.0).margin(margin));
}

TEST_CASE("naive: a path depends on seed and path only", "[naive]") {
    model::Model model = empty_model(2);
    add_noise(model, add_revenue(model, "r", 1200.0).flow, "r", 0.2);
    const naive::Simulator simulator(model);
    naive::PathResult first;
    naive::PathResult other;
    naive::PathResult again;
    simulator.run(5, 9, first);
    simulator.run(5, 10, other);
    simulator.run(5, 9, again);
    CHECK(first.annual == again.annual);
    CHECK(first.monthly == again.monthly);
    CHECK(first.annual == naive::simulate(model, 5, 9).annual);
    CHECK(annual(first, "general_revenue") != annual(other, "general_revenue"));
    // The noise is one draw a year: all months of a year are equal, years differ.
    const std::vector<double>& months = first.monthly.at("general_revenue");
    CHECK(months[0] == months[11]);
    CHECK(months[11] != months[12]);
    model.simulation.median = true;
    CHECK(annual(naive::simulate(model, 5, 9), "general_revenue") == money(1200.0));
}
