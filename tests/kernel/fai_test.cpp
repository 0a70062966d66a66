// Catches: fixed-asset investment that counts land when it should not (or at the wrong time), that
// follows money where it should follow work, or is reported in the wrong month. By hand, and
// against the naive implementation.
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/model_builder.hpp"
#include "support/naive/simulation.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::FaiPolicy;
using model::StageKind;

/// Checks FAI by month (million yuan) on the first path, here and in the naive implementation.
void check(const model::Model& model, const std::vector<double>& millions) {
    const auto plan = compiled(model);
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 1, 0, 1, 1, store);
    const auto naive = naive::simulate(model, 1, 0);
    const auto slot = static_cast<std::size_t>(plan::MonthSlot::fai);
    REQUIRE(millions.size() <= static_cast<std::size_t>(plan.months));
    for (std::size_t month = 0; month < millions.size(); ++month) {
        CAPTURE(month);
        const auto column = kernel::PathStore::month_column(plan, slot, static_cast<int>(month));
        CHECK(store.monthly(0, column) == Approx(millions[month] * 1e6).margin(0.02));
        CHECK(naive.monthly.at("fai")[month] == Approx(millions[month] * 1e6).margin(0.02));
    }
}

/// A month and a half of land for 30 million, then six months of building for 90 million; money in
/// January, February (`second`) and March.
model::Model with_land(double second) {
    auto model = empty_model(1);
    auto& money = add_source(model, "money", model::Source::Kind::grant, 1.0e9);
    money.arrival.profile.fill(0.0);
    money.arrival.profile.at(0) = 0.02;
    money.arrival.profile.at(1) = second / 1.0e9;
    money.arrival.profile.at(2) = 0.98 - second / 1.0e9;
    auto& project = add_project(model, "plant", 1.2e8,
                                {stage(StageKind::land, fixed(1.5), 0.25),
                                 stage(StageKind::construction, fixed(6.0), 0.75)});
    project.s_curve_a = project.s_curve_b = 1;
    add_funding(model, project, "money");
    return model;
}

}  // namespace

TEST_CASE("FAI: land does not count, wherever in a month it ends", "[kernel][fai]") {
    auto model = with_land(17.5e6);
    check(model, {20, 17.5, 15, 15, 15, 15, 15, 7.5, 0});
    model.fai.land_counts = false;
    check(model, {0, 7.5, 15, 15, 15, 15, 15, 7.5, 0});
    model.projects.front().fai_share = 0.8;
    check(model, {0, 6, 12, 12, 12, 12, 12, 6, 0});
    // Half of February's money: all of it goes into land, 1.25 million of which are left for March.
    model = with_land(8.75e6);
    check(model, {20, 8.75, 16.25, 15, 15, 15, 15, 15, 0});
    model.fai.land_counts = false;
    check(model, {0, 0, 15, 15, 15, 15, 15, 15, 0});
}

TEST_CASE("FAI: land of a project under way counts for what is left of it", "[kernel][fai]") {
    auto model = with_land(17.5e6);
    model.projects.front().progress = 0.5;  // 15 million spent
    model.projects.front().spent_to_date = yuan(2.0e7);
    // 100 million for the remaining 105 of work, so 20/21 of the amounts above: 15 of land and 3.75
    // of building in January.
    const double scale = 100.0 / 105.0;
    check(model, {18.75 * scale, 15 * scale, 15 * scale});
    model.fai.land_counts = false;
    check(model, {3.75 * scale, 15 * scale, 15 * scale});
}

TEST_CASE("FAI: by progress it is work at planned cost", "[kernel][fai]") {
    auto model = with_land(19.25e6);
    model.sources.front().arrival.profile.at(0) = 0.022;
    model.sources.front().arrival.profile.at(2) -= 0.002;
    model.projects.front().cost_overrun = fixed(1.1);
    check(model, {22, 19.25, 16.5, 16.5, 16.5, 16.5, 16.5, 8.25, 0});
    model.fai.basis = FaiPolicy::Basis::progress;
    check(model, {20, 17.5, 15, 15, 15, 15, 15, 7.5, 0});
    model.fai.land_counts = false;
    check(model, {0, 7.5, 15, 15, 15, 15, 15, 7.5, 0});
    // Half of February's money does half of its work.
    model.sources.front().arrival.profile.at(1) = 0.009625;
    model.sources.front().arrival.profile.at(2) += 0.009625;
    check(model, {0, 0, 15, 15, 15, 15, 15, 15, 0});
}

TEST_CASE("FAI: by progress a restart counts nothing", "[kernel][fai]") {
    auto model = empty_model(1);
    auto& money = add_source(model, "money", model::Source::Kind::grant, 1.0e9);
    money.arrival.profile.fill(0.0);
    money.arrival.profile.at(0) = 0.01;
    money.arrival.profile.at(3) = 0.99;
    auto& project = add_project(model, "road", 1.2e8, 12.0);
    project.s_curve_a = project.s_curve_b = 1;
    add_funding(model, project, "money");
    model.project_policy.suspension_after_months = 1;
    model.project_policy.suspension_pause_months = 2;
    model.project_policy.restart_cost = 0.05;
    model.project_policy.restart_months = 0.5;
    check(model, {10, 0, 0, 0, 11, 10, 10});
    model.fai.basis = FaiPolicy::Basis::progress;
    check(model, {10, 0, 0, 0, 5, 10, 10});
}

TEST_CASE("FAI: reported with a lag", "[kernel][fai]") {
    auto model = empty_model(1);
    add_unlimited(model, "money");
    auto& road = add_project(model, "road", 1.2e8, 12.0);
    road.s_curve_a = road.s_curve_b = 1;
    road.district = "north";
    add_funding(model, road, "money");
    auto& others = add_pipeline(model, "others", 1.2e7);
    add_funding(model, others, "money");
    check(model, {11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11});
    model.fai.lag_months = 3;
    check(model, {0, 0, 0, 11, 11, 11, 11, 11, 11, 11, 11, 11});
    model.fai.carried_in = yuan(1.0e7);
    check(model, {3.33333333, 3.33333334, 3.33333333, 11, 11, 11, 11, 11, 11, 11, 11, 11});

    const auto plan = compiled(model);
    kernel::PathStore store(plan, 1, kernel::Detail::traced);
    kernel::simulate_paths(plan, 1, 0, 1, 1, store);
    const auto year = [&](std::size_t slot) {
        return store.yearly(0, kernel::PathStore::year_column(plan, slot, 0));
    };
    CHECK(year(static_cast<std::size_t>(plan::YearSlot::fai_named)) == Approx(9.0e7));
    CHECK(year(static_cast<std::size_t>(plan::YearSlot::fai_pipeline)) == Approx(1.9e7));
    CHECK(year(static_cast<std::size_t>(plan::YearSlot::fai_total)) == Approx(1.09e8));
    CHECK(year(plan.projects[0].district) == Approx(9.0e7));
    CHECK(store.first_year_fai(0, 0) == Approx(9.0e7));
    CHECK(store.first_year_fai(0, 1) == Approx(9.0e6));
}

// Catches: the price of the month in which FAI is reported taken for that in which it was spent.
TEST_CASE("FAI: with a lag the price part is that of the spending", "[kernel][fai]") {
    auto model = empty_model(1);
    add_unlimited(model, "money");
    auto& road = add_project(model, "road", 1.2e8, 12.0);
    road.s_curve_a = road.s_curve_b = 1;
    add_funding(model, road, "money");
    model.project_policy.cost_driver = add_growth(model, "prices", 0.2);
    for (const int lag : {0, 6}) {
        model.fai.lag_months = lag;
        const auto plan = compiled(model);
        kernel::PathStore store(plan, 1, kernel::Detail::traced);
        kernel::simulate_paths(plan, 1, 0, 1, 1, store);
        // 1000万 of work a month, at prices (m + 1) / 12 years up.
        double spent = 0.0, reported = 0.0;
        for (int month = 0; month < 12; ++month) {
            const double amount = 1.0e7 * std::pow(1.2, (month + 1) / 12.0);
            spent += amount;
            reported += month < 12 - lag ? amount : 0.0;
        }
        CAPTURE(lag);
        CHECK(store.first_year_fai(0, 0) == Approx(reported).margin(0.1));
        CHECK(store.first_year_price(0, 0) == Approx(spent - 1.2e8).margin(0.1));
        CHECK(store.first_year_unreported(0, 0) == Approx(spent - reported).margin(0.1));
    }
}

// Catches: a sum over paths that leaves the range of an integer: 10^5 paths of 10^12 yuan are 10^19
// fen.
TEST_CASE("FAI: the mean over paths of what no integer could sum", "[kernel][fai]") {
    kernel::WideSum sum;
    sum.upper = 100'000 * (100'000'000'000'000 >> 32);
    sum.lower = 100'000ULL * (100'000'000'000'000ULL & 0xFFFFFFFFULL);
    CHECK(sum.value() == 1.0e19);
    auto model = empty_model(1);
    add_unlimited(model, "money");
    auto& others = add_pipeline(model, "others", 1.0e12);
    add_funding(model, others, "money");
    const auto plan = compiled(model);
    constexpr std::uint64_t paths = 100'000;
    kernel::PathStore store(plan, static_cast<Eigen::Index>(paths));
    kernel::simulate_paths(plan, 1, 0, paths, 64, store);
    // Twelve parts of 10^14 fen sum to it.
    CHECK(store.first_year_fai_sum[0].value() / static_cast<double>(paths) ==
          100'000'000'000'000.0);
}

TEST_CASE("FAI: what the first year's plan would count", "[kernel][fai]") {
    auto model = with_land(17.5e6);
    model.projects.front().fai_share = 0.8;
    const auto planned = [&] {
        return compiled(model).projects[0].planned_first_year_counted;  // fen, before fai_share
    };
    CHECK(planned() == Approx(1.2e10));
    model.fai.land_counts = false;
    CHECK(planned() == Approx(0.9e10));
    model.fai.basis = FaiPolicy::Basis::progress;
    CHECK(planned() == Approx(0.9e10));
    model.projects.front().stages.back().duration = fixed(21.0);  // half of it this year
    CHECK(planned() == Approx(0.45e10));
}
