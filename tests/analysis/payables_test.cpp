// Catches: contracts that lapse like wishes, payables that are paid twice or never, an order of
// payment that follows the alphabet where a rank is given, remittance that waits behind wages or
// counts as the county's own capacity.
#include <string>

#include <catch2/catch.hpp>

#include "coffer/analysis/replay.hpp"
#include "coffer/statistics/figures.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using Category = model::ExpenditureLine::Category;
using model::Indicator;

double figure(const model::Model& model, Indicator indicator, int year,
              const std::string& dimension = "total") {
    const auto plan = compiled(model);
    const auto found =
        statistics::find_figure(plan, {indicator, dimension, model.first_year + year, 0});
    REQUIRE(found.has_value());
    return statistics::sample_of(simulated(plan, 1), *found)[0];
}

/// What flowed under `item` in a month, yuan.
double flowed(const model::Model& model, const std::string& account, const std::string& item,
              int month) {
    double fen = 0.0;
    for (const auto& row : analysis::replay(compiled(model), 20201122, 0).ledger) {
        if (row.account == account && row.item == item && row.month == month) fen += row.fen;
    }
    return fen / 100.0;
}

/// Works of 1,200 yuan in twelve even months, for which 50 yuan come in each month.
model::Model works(double carry) {
    auto model = empty_model(2);
    add_source(model, "grant", model::Source::Kind::grant, 600.0);
    auto& project = add_project(model, "hall", 1200.0, 12.0);
    project.s_curve_a = project.s_curve_b = 1;
    project.contractors_carry = carry;
    add_funding(model, project, "grant");
    return model;
}

/// 50 yuan come in each month, of 1,200 that fall due in each January.
model::Model builders(Category category) {
    auto model = empty_model(2);
    add_revenue(model, "taxes", 600.0);
    add_expenditure(model, "works", 1200.0, category).flow.profile = all_in_month(0);
    return model;
}

}  // namespace

TEST_CASE("what was contracted stays owed to suppliers", "[analysis][payables]") {
    const auto model = builders(Category::contracted);
    CHECK(figure(model, Indicator::payables, 0) == 600.0);
    CHECK(figure(model, Indicator::payables, 1) == 1200.0);
    CHECK(figure(model, Indicator::payables, 1, "suppliers") == 1200.0);
    CHECK(figure(model, Indicator::payables, 1, "three_guarantees") == 0.0);
    CHECK(figure(model, Indicator::expenditure, 0) == 600.0);
    CHECK(figure(model, Indicator::cash, 1) == 0.0);
    CHECK(figure(model, Indicator::financing_gap, 0) == 1150.0);
    CHECK(flowed(model, "supplier_payables", "unpaid:works", 0) == 1150.0);
    CHECK(flowed(model, "supplier_payables", "paid", 1) == -50.0);
    CHECK(flowed(model, "general", "payables:suppliers", 1) == -50.0);
}

TEST_CASE("other expenditure lapses", "[analysis][payables]") {
    const auto model = builders(Category::other);
    CHECK(figure(model, Indicator::expenditure, 0) == 50.0);
    CHECK(figure(model, Indicator::cash, 0) == 550.0);
    const auto plan = compiled(model);
    CHECK_FALSE(statistics::find_figure(plan, {Indicator::payables, "total", 2020, 0}));
}

TEST_CASE("suppliers wait for cash above the floor, older bills first", "[analysis][payables]") {
    auto model = builders(Category::contracted);
    model.treasury.cash_floor = yuan(500);
    // The first ten months fill the floor; then 50 a month go to suppliers.
    CHECK(figure(model, Indicator::payables, 0) == 1100.0);
    CHECK(figure(model, Indicator::payables, 1) == 1700.0);
    CHECK(flowed(model, "supplier_payables", "paid", 12) == -50.0);
}

TEST_CASE("payables by month count as arrears and in targets", "[analysis][payables]") {
    auto model = builders(Category::contracted);
    model.revenue[0].flow.annual = {yuan(1200), yuan(1200)};
    CHECK(figure(model, Indicator::payables, 0) == 0.0);
    const auto never = [&](Month first, Month last) {
        model::Target target;
        target.id = "paid";
        target.indicator = "payables";
        target.dimension = "total";
        target.span = {first, last};
        target.relation = model::Target::Relation::at_most;
        model.targets = {target};
        const auto plan = compiled(model);
        return statistics::met_on(plan, plan.targets[0], simulated(plan, 1))[0] == 1.0;
    };
    CHECK_FALSE(never({2020, 1}, {2020, 12}));
    CHECK_FALSE(never({2020, 11}, {2020, 12}));
    CHECK(never({2020, 12}, {2020, 12}));
    model.targets.clear();
    const auto plan = compiled(model);
    const auto paths = simulated(plan, 1);
    CHECK(paths.first_hit(0, static_cast<Eigen::Index>(plan::FirstHit::arrears)) == 0.0);
}

TEST_CASE("the rank orders payments within a step", "[analysis][payables]") {
    auto model = empty_model(1);
    model.treasury.opening[0] = yuan(120);
    add_expenditure(model, "a", 100.0).flow.profile = all_in_month(0);
    add_expenditure(model, "b", 100.0).flow.profile = all_in_month(0);
    CHECK(flowed(model, "general", "expenditure:a", 0) == -100.0);
    CHECK(flowed(model, "general", "expenditure:b", 0) == -20.0);
    model.expenditure[1].rank = 50;
    CHECK(flowed(model, "general", "expenditure:a", 0) == -20.0);
    CHECK(flowed(model, "general", "expenditure:b", 0) == -100.0);
}

TEST_CASE("remittance is deducted first and taken off fiscal capacity", "[analysis][payables]") {
    auto model = empty_model(1);
    add_revenue(model, "taxes", 1200.0);
    add_expenditure(model, "upwards", 240.0, Category::remittance);
    add_expenditure(model, "wages", 1200.0, Category::three_guarantees);
    CHECK(figure(model, Indicator::remittance, 0) == 240.0);
    CHECK(figure(model, Indicator::fiscal_capacity, 0) == 960.0);
    CHECK(figure(model, Indicator::general_revenue, 0) == 1200.0);
    CHECK(figure(model, Indicator::expenditure, 0) == 960.0);
    CHECK(figure(model, Indicator::cash, 0) == 0.0);
    CHECK(flowed(model, "general", "remittance:upwards", 0) == -20.0);
    // Negative control: as other expenditure it comes last, and counts as capacity.
    model.expenditure[0].category = Category::other;
    CHECK(figure(model, Indicator::fiscal_capacity, 0) == 1200.0);
    CHECK(figure(model, Indicator::expenditure, 0) == 1200.0);
}

TEST_CASE("remittance that no account can bear is carried", "[analysis][payables]") {
    auto model = empty_model(1);
    add_revenue(model, "taxes", 1200.0).flow.profile = all_in_month(11);
    add_expenditure(model, "upwards", 240.0, Category::remittance);
    CHECK(flowed(model, "payables", "unpaid:upwards", 0) == 20.0);
    CHECK(flowed(model, "payables", "paid", 11) == -220.0);
    CHECK(figure(model, Indicator::cash, 0) == 960.0);
}

TEST_CASE("contractors go on unpaid up to their limit", "[analysis][payables]") {
    const auto model = works(0.25);
    // January is paid by half and done by half: nobody is on the site yet who could wait for money.
    CHECK(flowed(model, "contractor_payables", "unpaid:hall", 0) == 0.0);
    CHECK(flowed(model, "contractor_payables", "unpaid:hall", 1) == 50.0);
    // From then on 100 are worked and 50 paid, older work first, until 300 are owed in July; after
    // that they work for what they are paid.
    CHECK(flowed(model, "contractor_payables", "paid:hall", 2) == -50.0);
    CHECK(flowed(model, "contractor_payables", "unpaid:hall", 2) == 100.0);
    CHECK(flowed(model, "contractor_payables", "unpaid:hall", 6) == 100.0);
    CHECK(flowed(model, "contractor_payables", "unpaid:hall", 7) == 50.0);
    CHECK(figure(model, Indicator::fai, 0) == 50.0 + 6 * 100.0 + 5 * 50.0);
    CHECK(figure(model, Indicator::payables, 0) == 300.0);
    CHECK(figure(model, Indicator::payables, 0, "contractors") == 300.0);
    CHECK(figure(model, Indicator::payables, 0, "suppliers") == 0.0);
    // It is finished in the middle of June, and paid for in December.
    CHECK(figure(model, Indicator::projects_completed, 1) == 1.0);
    CHECK(figure(model, Indicator::fai, 1) == 300.0);
    CHECK(flowed(model, "contractor_payables", "paid:hall", 23) == -50.0);
    CHECK(figure(model, Indicator::payables, 1) == 0.0);
    double finish = 0.0, first_owed = -1.0;
    for (const auto& event : analysis::replay(compiled(model), 20201122, 0).events) {
        if (event.event() == "completed") finish = event.amount;
        if (event.event() == "first_hit" && event.why() == "arrears") first_owed = event.amount;
    }
    CHECK(finish == Approx(17.5));
    CHECK(first_owed == 1.0);
}

TEST_CASE("without a limit contractors stop where money does", "[analysis][payables]") {
    const auto model = works(0.0);
    CHECK(figure(model, Indicator::fai, 0) == 600.0);
    CHECK_FALSE(statistics::find_figure(compiled(model), {Indicator::payables, "total", 2020, 0}));
}

TEST_CASE("transfers and remittance are settled in the year after", "[analysis][settlement]") {
    auto model = empty_model(3);
    model.treasury.settlement_month = 3;
    add_revenue(model, "grants", 1200.0, model::Account::general,
                model::RevenueLine::Category::transfer)
        .settlement = {0.1, yuan(60)};
    // A tenth of each month's hundred waits for the next March.
    CHECK(flowed(model, "general", "revenue:grants", 0) == 90.0);
    CHECK(flowed(model, "general", "settled:grants", 2) == 60.0);
    CHECK(flowed(model, "general", "settled:grants", 14) == 120.0);
    for (const int year : {0, 1, 2}) CHECK(figure(model, Indicator::transfers, year) == 1200.0);
    CHECK(figure(model, Indicator::cash, 0) == 12 * 90.0 + 60.0);
    CHECK(figure(model, Indicator::cash, 1) == 1140.0 + 12 * 90.0 + 120.0);
    CHECK(flowed(model, "settlement", "left:grants", 0) == 10.0);
    CHECK(flowed(model, "settlement", "settled:grants", 14) == -120.0);

    add_expenditure(model, "upwards", 600.0, Category::remittance).settlement = {0.2, yuan(0)};
    CHECK(flowed(model, "general", "remittance:upwards", 0) == -40.0);
    CHECK(flowed(model, "general", "remittance:upwards", 14) == -40.0 - 120.0);
    CHECK(figure(model, Indicator::remittance, 0) == 600.0);
    CHECK(figure(model, Indicator::fiscal_capacity, 1) == 600.0);
    CHECK(figure(model, Indicator::cash, 0) == 1140.0 - 12 * 40.0);
    CHECK(figure(model, Indicator::cash, 1) == 2340.0 - 24 * 40.0 - 120.0);
    // A year from July: March is its ninth month.
    model.first_month = 7;
    CHECK(flowed(model, "general", "settled:grants", 8) == 60.0);
}
