// Catches: a restart that costs another amount or time than the scenario says, or at another month;
// cancellations with another hazard or in other months; successors of a cancelled project that go
// on. By hand, against the naive implementation, and against the geometric survival function.
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/checks.hpp"
#include "support/finishes.hpp"
#include "support/model_builder.hpp"
#include "support/naive/simulation.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::StageKind;

double figure(const plan::Plan& plan, const kernel::PathStore& store, Eigen::Index path,
              plan::YearSlot slot, int year) {
    return store.yearly(path,
                        kernel::PathStore::year_column(plan, static_cast<std::size_t>(slot), year));
}

/// Twelve months of even work for 120 million. Money comes for three months, then nothing for three
/// (so that it is suspended for July and August), then `july` in July and all the rest in `later`.
model::Model interrupted(double july, int later) {
    auto model = empty_model(2);
    auto& money = add_source(model, "money", model::Source::Kind::grant, 1.0e9);
    money.arrival.profile.fill(0.0);
    for (const std::size_t month : {0U, 1U, 2U}) money.arrival.profile.at(month) = 0.01;
    money.arrival.profile.at(6) = july / 1.0e9;
    money.arrival.profile.at(static_cast<std::size_t>(later)) += 0.97 - july / 1.0e9;
    auto& project = add_project(model, "road", 1.2e8, 12.0);
    project.s_curve_a = project.s_curve_b = 1;
    add_funding(model, project, "money");
    model.project_policy.suspension_pause_months = 2;
    return model;
}

/// Checks FAI by month (million yuan) and the finish on the first path, and that the naive
/// implementation agrees.
void check(const model::Model& model, const std::vector<double>& millions, double finish) {
    const auto plan = compiled(model);
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 1, 0, 1, 1, store);
    const auto naive = naive::simulate(model, 1, 0);
    const auto slot = static_cast<std::size_t>(plan::MonthSlot::fai);
    for (std::size_t month = 0; month < millions.size(); ++month) {
        CAPTURE(month);
        const auto column = kernel::PathStore::month_column(plan, slot, static_cast<int>(month));
        CHECK(store.monthly(0, column) == Approx(millions[month] * 1e6).margin(0.02));
        CHECK(naive.monthly.at("fai")[month] == Approx(millions[month] * 1e6).margin(0.02));
    }
    CHECK(store.finish(0, 0) == Approx(finish).margin(half_a_thousandth));
    CHECK(naive.finish.at("road") == Approx(finish));
}

}  // namespace

TEST_CASE("restart: it takes time and money", "[kernel][restart]") {
    auto model = interrupted(9.7e8, 6);
    // Without: goes on in September at full speed.
    check(model, {10, 10, 10, 0, 0, 0, 0, 0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0}, 17.0);
    model.project_policy.restart_cost = 0.05;
    check(model, {10, 10, 10, 0, 0, 0, 0, 0, 16, 10, 10, 10, 10, 10, 10, 10, 10, 0}, 17.0);
    // A month and a half of September and October go by before work does.
    model.project_policy.restart_months = 1.5;
    check(model, {10, 10, 10, 0, 0, 0, 0, 0, 6, 5, 10, 10, 10, 10, 10, 10, 10, 10, 5, 0}, 18.5);
    // Overruns make the restart dearer too.
    model.projects.front().cost_overrun = fixed(1.1);
    model.sources.front().arrival.profile.at(0) += 0.003;
    model.sources.front().arrival.profile.at(6) -= 0.003;
    check(model, {11, 11, 11, 0, 0, 0, 0, 0, 6.6, 5.5, 11, 11, 11, 11, 11, 11, 11, 11, 5.5}, 18.5);
    // Negative control: the time alone, the money alone.
    model.project_policy.restart_cost = 0.0;
    check(model, {11, 11, 11, 0, 0, 0, 0, 0, 0, 5.5, 11, 11, 11, 11, 11, 11, 11, 11, 5.5}, 18.5);
}

TEST_CASE("restart: no work before it is paid in full", "[kernel][restart]") {
    // 6 million are due in September, 4 are there; the rest of the money comes in October.
    auto model = interrupted(4.0e6, 9);
    model.project_policy.restart_cost = 0.05;
    check(model, {10, 10, 10, 0, 0, 0, 0, 0, 4, 12, 10, 10, 10, 10, 10, 10, 10, 10, 0}, 18.0);
    // The time of the restart goes by meanwhile.
    model.project_policy.restart_months = 1.5;
    check(model, {10, 10, 10, 0, 0, 0, 0, 0, 4, 7, 10, 10, 10, 10, 10, 10, 10, 10, 5}, 18.5);
}

TEST_CASE("restart: a project that never began has nothing to restart", "[kernel][restart]") {
    auto model = interrupted(9.7e8, 6);
    for (const std::size_t month : {0U, 1U, 2U})
        model.sources.front().arrival.profile.at(month) = 0.0;
    model.sources.front().arrival.profile.at(6) += 0.03;
    model.project_policy.restart_cost = 0.05;
    model.project_policy.restart_months = 1.5;
    // Suspended in April and May; asks in vain in June.
    check(model, {0, 0, 0, 0, 0, 0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0}, 18.0);
}

TEST_CASE("a project that was suspended before it began still asks as a new one",
          "[kernel][restart]") {
    // Money for one of them comes in May: `road` has been waiting since January, suspended in
    // February and April; `school`, first by priority, asks for the first time and goes first.
    auto model = empty_model(1);
    auto& money = add_source(model, "money", model::Source::Kind::grant, 1.0e7);
    money.arrival.profile = all_in_month(4);
    auto& school = add_project(model, "school", 1.0e7, 1.0, 1);
    school.stages.front().not_before = 4;
    add_funding(model, school, "money");
    add_funding(model, add_project(model, "road", 1.0e7, 1.0, 2), "money");
    model.project_policy.suspension_after_months = 1;
    model.project_policy.suspension_pause_months = 1;
    const auto plan = compiled(model);
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 1, 0, 1, 1, store);
    const auto naive = naive::simulate(model, 1, 0);
    CHECK(store.finish(0, 0) == 5.0);
    CHECK(naive.finish.at("school") == Approx(5.0));
    CHECK(store.finish(0, 1) == kernel::PathStore::beyond(plan));
    CHECK_FALSE(naive.finish.contains("road"));
    CHECK(figure(plan, store, 0, plan::YearSlot::projects_started, 0) == 1.0);
    CHECK(naive.annual.at({"projects_started", "total", 0}) == 1.0);
}

TEST_CASE("cancellation: survival is geometric in months of suspension",
          "[kernel][restart][statistical]") {
    constexpr int paths = 40000;
    auto model = empty_model(5);
    static_cast<void>(add_project(model, "road", 1.2e8, 12.0));  // without any money
    model.project_policy.cancellation_hazard = 0.05;
    const auto differs = [](double share, double expected) {
        return support::share_differs(share, expected, paths);
    };
    // Short for `after` months, suspended for `pause`, and so on.
    const auto suspended_months = [](int until, int after, int pause) {
        int count = 0;
        for (int month = 0; month < until; ++month) count += month % (after + pause) >= after;
        return count;
    };
    for (const auto& [after, pause] : {std::pair{1, 360}, std::pair{3, 3}, std::pair{1, 1}}) {
        model.project_policy.suspension_after_months = after;
        model.project_policy.suspension_pause_months = pause;
        const auto plan = compiled(model);
        kernel::PathStore store(plan, paths);
        kernel::simulate_paths(plan, 20201122, 0, paths, 64, store);
        double cancelled = 0.0;
        for (int year = 0; year < 5; ++year) {
            const auto column = kernel::PathStore::year_column(
                plan, static_cast<std::size_t>(plan::YearSlot::projects_cancelled), year);
            cancelled += store.yearly.col(column).sum() / paths;
            const int months = suspended_months(12 * (year + 1), after, pause);
            CAPTURE(after, pause, year, months);
            CHECK_FALSE(differs(cancelled, 1.0 - std::pow(0.95, months)));
            // Negative controls: another hazard; each first month of a suspension left out.
            CHECK(differs(cancelled, 1.0 - std::pow(0.94, months)));
            if (year == 0) CHECK(differs(cancelled, 1.0 - std::pow(0.95, months - 1)));
        }
        std::uint64_t ever_cancelled = 0;
        for (const auto& totals : store.totals) ever_cancelled += totals.cancelled;
        CHECK(static_cast<double>(ever_cancelled) / paths == Approx(cancelled));
    }
}

TEST_CASE("cancellation: a cancelled project wants nothing and lets nobody pass",
          "[kernel][restart]") {
    auto model = empty_model(3);
    add_unlimited(model, "money");
    static_cast<void>(add_project(model, "a", 1.2e8, 12.0));  // without any money
    auto& after = add_project(model, "b", 1.2e8, 1.0);
    add_funding(model, after, "money");
    auto& other = add_project(model, "c", 1.2e8, 30.0);
    add_funding(model, other, "money");
    auto& either = add_project(model, "d", 1.2e8, 1.0);
    add_funding(model, either, "money");
    either.stages.front().any_link = true;
    add_link(model, "a", 0, "b", 0);
    add_link(model, "a", 0, "d", 0);
    add_link(model, "c", 0, "d", 0);
    model.projects[0].stages.front().deadline = 20;
    model.project_policy.cancellation_hazard = 0.5;
    const auto plan = compiled(model);
    constexpr int paths = 64;
    kernel::PathStore store(plan, paths);
    kernel::simulate_paths(plan, 1, 0, paths, 64, store);
    CHECK(store.totals[0].cancelled == paths);  // survives with 2^-16 each
    CHECK(store.totals[0].late == paths);
    for (std::size_t p = 1; p < 4; ++p) CHECK(store.totals[p].cancelled == 0);
    for (int path = 0; path < paths; ++path) {
        CHECK(store.finish(path, 0) == kernel::PathStore::beyond(plan));
        CHECK(store.finish(path, 1) == kernel::PathStore::beyond(plan));
        CHECK(store.finish(path, 3) == 31.0);
        CHECK(figure(plan, store, path, plan::YearSlot::funding_shortfall, 2) == 0.0);
        CHECK(figure(plan, store, path, plan::YearSlot::projects_suspended, 2) == 0.0);
    }
    // Negative control: without the hazard it goes on lacking money and being suspended.
    model.project_policy.cancellation_hazard = 0.0;
    const auto patient = compiled(model);
    kernel::PathStore patient_store(patient, paths);
    kernel::simulate_paths(patient, 1, 0, paths, 64, patient_store);
    CHECK(figure(patient, patient_store, 0, plan::YearSlot::funding_shortfall, 2) > 0.0);
    CHECK(figure(patient, patient_store, 0, plan::YearSlot::projects_suspended, 2) == 1.0);
    // Nor does the reference path cancel anything.
    model.project_policy.cancellation_hazard = 0.5;
    const auto median = compiled(model);
    kernel::PathStore median_store(median, paths);
    kernel::simulate_paths(median, kernel::Draws::at_median(), 0, paths, 64, median_store);
    CHECK(figure(median, median_store, 0, plan::YearSlot::projects_cancelled, 0) == 0.0);
}

TEST_CASE("cancellation: what the project held is free from the beginning of the month",
          "[kernel][restart]") {
    auto model = empty_model(5);
    add_capacity(model, "crew", model::Capacity::Kind::renewable, 1.0);
    auto& holder = add_project(model, "a", 1.2e8, 12.0);  // without any money
    add_demand(model, holder.stages.front(), "crew", 1.0);
    auto& waiting = add_project(model, "b", 0.0, {stage(StageKind::construction, fixed(2.0))});
    add_demand(model, waiting.stages.front(), "crew", 1.0);
    model.project_policy.cancellation_hazard = 0.3;
    const auto plan = compiled(model);
    constexpr int paths = 64;
    kernel::PathStore store(plan, paths);
    kernel::simulate_paths(plan, 1, 0, paths, 64, store);
    for (int path = 0; path < paths; ++path) {
        const double finish = store.finish(path, 1);
        CAPTURE(path, finish);
        // Suspended in months 3 to 5, 9 to 11 and so on.
        const double month = finish - 2.0;
        CHECK(month == std::round(month));
        CHECK(static_cast<int>(month) % 6 >= 3);
        const auto naive = naive::simulate(model, 1, static_cast<std::uint64_t>(path));
        CHECK(naive.finish.at("b") == Approx(finish));
    }
    CHECK(store.finish.col(1).minCoeff() == 5.0);
    // Negative control: without the hazard the crew never comes free.
    model.project_policy.cancellation_hazard = 0.0;
    const auto patient = compiled(model);
    kernel::PathStore patient_store(patient, paths);
    kernel::simulate_paths(patient, 1, 0, paths, 64, patient_store);
    CHECK(patient_store.finish.col(1).minCoeff() == kernel::PathStore::beyond(patient));
}
