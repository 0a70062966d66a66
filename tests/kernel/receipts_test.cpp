// Catches: receipts that come too often, too large, too small or at the wrong time; money tied to a
// project that another one spends, or that the project leaves while it uses what all may use.
#include <cmath>
#include <string>
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
using support::mean_differs;
using Kind = model::Source::Kind;

std::vector<double> yearly(const kernel::PathStore& store, const plan::Plan& plan,
                           plan::YearSlot slot, int year) {
    const Eigen::ArrayXd values = store.yearly.col(
        kernel::PathStore::year_column(plan, static_cast<std::size_t>(slot), year));
    return {values.data(), values.data() + values.size()};
}

/// Money that the projects `a` and `b` have spent in the plan, yuan; each is a district of its own.
std::vector<double> spent(const model::Model& model) {
    const auto plan = compiled(model);
    const auto store = simulated(plan, 1);
    std::vector<double> sums(2, 0.0);
    for (std::size_t district = 0; district < 2; ++district) {
        for (int year = 0; year < plan.years; ++year) {
            sums[district] += store.yearly(
                0, kernel::PathStore::year_column(plan, plan::fixed_slots + district, year));
        }
    }
    return sums;
}

void check_spent(const model::Model& model, double a, double b) {
    const auto sums = spent(model);
    CHECK(sums[0] == Approx(a).margin(0.02));
    CHECK(sums[1] == Approx(b).margin(0.02));
}

}  // namespace

TEST_CASE("receipts have the mean and the variance of their draws", "[kernel][statistical]") {
    auto model = empty_model(3);
    add_source(model, "grants", Kind::grant, 0.0);
    // Twelve alike: 30 % of U(200, 800), in any of the 24 months of two years.
    for (int i = 0; i < 12; ++i) {
        add_receipt(model, std::string("r") + static_cast<char>('a' + i), "grants",
                    uniform(200.0, 800.0), 0.3, uniform(0.0, 24.0));
    }
    const auto plan = compiled(model);
    const auto store = simulated(plan, 40000);
    const auto first = yearly(store, plan, plan::YearSlot::transfers, 0);
    const auto second = yearly(store, plan, plan::YearSlot::transfers, 1);
    const auto third = yearly(store, plan, plan::YearSlot::transfers, 2);
    // One: mean p m, variance p (m^2 + w^2/12) - (p m)^2 with m = 500, w = 600.
    const double mean = 12.0 * 0.3 * 500.0;
    const double variance = 12.0 * (0.3 * (250000.0 + 30000.0) - 150.0 * 150.0);
    std::vector<double> all, squares, product;
    for (std::size_t i = 0; i < first.size(); ++i) {
        all.push_back(first[i] + second[i]);
        squares.push_back((all[i] - mean) * (all[i] - mean));
        product.push_back((first[i] - mean / 2.0) * (second[i] - mean / 2.0));
        REQUIRE(third[i] == 0.0);
    }
    CHECK_FALSE(mean_differs(all, mean));
    CHECK_FALSE(mean_differs(squares, variance));
    CHECK_FALSE(mean_differs(first, mean / 2.0));
    // A receipt comes in one of the two years: their covariance is -12 (p m / 2)^2.
    CHECK_FALSE(mean_differs(product, -12.0 * 75.0 * 75.0));
    // Negative controls: three per cent more often; amounts without their spread; independence of
    // the years; a delay that rounds to the nearest month, which moves 1/48 into the third year.
    CHECK(mean_differs(all, mean * 1.03));
    CHECK(mean_differs(squares, 12.0 * (0.3 * 250000.0 - 150.0 * 150.0)));
    CHECK(mean_differs(product, 0.0));
    CHECK(mean_differs(first, mean * (0.5 - 1.0 / 48.0)));
}

TEST_CASE("proceeds count where their source says", "[kernel]") {
    auto model = empty_model(1);
    add_source(model, "assets", Kind::asset_disposal, 120.0);
    add_source(model, "quota", Kind::land_quota, 0.0);
    add_receipt(model, "hotel", "assets", fixed(1000.0)).month = 11;
    add_receipt(model, "sale", "quota", fixed(50.0), 1.0, fixed(11.999));
    add_receipt(model, "too_late", "quota", fixed(7.0), 1.0, fixed(12.0));
    const auto plan = compiled(model);
    const auto store = simulated(plan, 1);
    CHECK(yearly(store, plan, plan::YearSlot::state_capital_revenue, 0)[0] == 1120.0);
    CHECK(yearly(store, plan, plan::YearSlot::fund_revenue, 0)[0] == 50.0);
    CHECK(yearly(store, plan, plan::YearSlot::transfers, 0)[0] == 0.0);
    CHECK(yearly(store, plan, plan::YearSlot::fiscal_capacity, 0)[0] == 1170.0);
}

TEST_CASE("money tied to a project waits for it alone", "[kernel]") {
    // `a` comes first and needs 1000 in ten months; `b` needs 1000 likewise. The pool gets 600 for
    // `b` and 500 for anybody.
    auto model = empty_model(2);
    add_source(model, "grants", Kind::grant, 0.0);
    for (const char* id : {"a", "b"}) {
        auto& project = add_project(model, id, 1000.0, 10.0);
        project.district = id;
        add_funding(model, project, "grants");
    }
    add_receipt(model, "free", "grants", fixed(500.0));
    add_receipt(model, "tied", "grants", fixed(600.0)).project = Index<model::Project>{1};
    check_spent(model, 500.0, 600.0);

    SECTION("what the project cannot use stays") {
        model.receipts[1].amount = fixed(5000.0 * 100.0);
        check_spent(model, 500.0, 1000.0);
    }
    SECTION("its own money goes first") {
        // `b` alone needs money at first, later `a` finds the 500 untouched.
        model.receipts[1].amount = fixed(1000.0 * 100.0);
        model.projects[0].stages[0].not_before = 12;
        check_spent(model, 500.0, 1000.0);
    }
    SECTION("negative control: without the tie the first project takes more") {
        model.receipts[1].project.reset();
        const auto sums = spent(model);
        CHECK(sums[0] + sums[1] == Approx(1100.0).margin(0.02));
        CHECK(sums[0] > 540.0);
    }
}

TEST_CASE("a receipt more leaves all other draws as they are", "[kernel]") {
    auto model = empty_model(2);
    add_source(model, "grants", Kind::grant, 0.0);
    add_source(model, "sales", Kind::land_quota, 0.0);
    add_receipt(model, "b", "grants", uniform(0.0, 100.0), 0.5);
    const auto before = compiled(model);
    auto more = model;
    more.receipts.clear();
    add_receipt(more, "a", "sales", uniform(0.0, 100.0), 0.5);
    add_receipt(more, "b", "grants", uniform(0.0, 100.0), 0.5);
    const auto after = compiled(more);
    CHECK(yearly(simulated(before, 128), before, plan::YearSlot::transfers, 0) ==
          yearly(simulated(after, 128), after, plan::YearSlot::transfers, 0));
}
