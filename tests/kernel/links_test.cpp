// Catches: links of the wrong kind, conditions, or held-back finishes that disagree with moments
// computed by hand, on paths or on the planned schedule, or with the naive implementation.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/model_builder.hpp"
#include "support/moments.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using Kind = model::Link::Kind;
using model::StageKind;

/// Projects `a`, `b` and `c` of fixed length with all the money they want.
model::Model three(double a, double b, double c, bool cost) {
    auto model = empty_model(4);
    add_unlimited(model, "money");
    const double months[] = {a, b, c};
    const char* names[] = {"a", "b", "c"};
    for (int i = 0; i < 3; ++i) {
        auto& project =
            add_project(model, names[i], cost ? 1.2e8 : 0.0,
                        {stage(StageKind::construction, fixed(months[i]), cost ? 1.0 : 0.0)});
        if (cost) add_funding(model, project, "money");
    }
    return model;
}

}  // namespace

TEST_CASE("start to start: the later one runs beside the earlier one", "[kernel][links]") {
    for (const bool cost : {false, true}) {
        auto model = three(10.0, 4.5, 3.0, cost);
        add_link(model, "a", 0, "b", 0, 2.25, Kind::start_start);
        add_link(model, "b", 0, "c", 0, 1.0, Kind::start_start);
        check_finish(model, 0, 10.0);
        check_finish(model, 1, 2.25 + 4.5);
        check_finish(model, 2, 3.25 + 3.0);
    }
}

TEST_CASE("start to start waits for the first work, past a winter stop", "[kernel][links]") {
    for (const bool cost : {false, true}) {
        auto model = three(3.0, 4.0, 1.0, cost);
        model.projects[0].productivity = work_except({0, 1, 2});
        add_link(model, "a", 0, "b", 0, 0.0, Kind::start_start);
        check_finish(model, 0, 6.0);
        check_finish(model, 1, 3.0 + 4.0);
    }
}

TEST_CASE("start to start from a stage in the middle of a project", "[kernel][links]") {
    auto model = empty_model(4);
    add_unlimited(model, "money");
    auto& a = add_project(
        model, "a", 1e8,
        {stage(StageKind::approval, fixed(2.5)), stage(StageKind::construction, fixed(6.0), 1.0)});
    add_funding(model, a, "money");
    add_project(model, "b", 0.0, {stage(StageKind::construction, fixed(4.0))});
    add_link(model, "a", 1, "b", 0, 0.5, Kind::start_start);
    check_finish(model, 1, 2.5 + 0.5 + 4.0);
}

TEST_CASE("a stage without money has not started", "[kernel][links]") {
    auto model = empty_model(4);
    auto& grant = add_source(model, "grant", model::Source::Kind::grant, 1.2e9);
    grant.arrival.annual[0] = Money{};
    auto& a = add_project(model, "a", 1.0e8, 6.0);
    add_funding(model, a, "grant");
    add_project(model, "b", 0.0, {stage(StageKind::construction, fixed(4.0))});
    add_link(model, "a", 0, "b", 0, 0.0, Kind::start_start);
    const auto found = moments(model);
    CHECK(found.engine[1] == Approx(12.0 + 4.0).margin(3.0));  // suspended for up to three months
    CHECK(found.engine[1] >= 16.0);
    CHECK(found.naive[1] == Approx(found.engine[1]).margin(1e-5));
    CHECK(found.planned[1] == Approx(4.0));
}

TEST_CASE("finish to finish holds back the finish, not the work", "[kernel][links]") {
    for (const bool cost : {false, true}) {
        auto model = three(10.3, 4.5, 3.0, cost);
        add_link(model, "a", 0, "b", 0, 1.5, Kind::finish_finish);
        add_link(model, "b", 0, "c", 0);
        check_finish(model, 1, 11.8);
        check_finish(model, 2, 11.8 + 3.0);
    }
    // It has no effect on a stage that takes longer anyway.
    auto model = three(3.0, 8.2, 1.0, true);
    add_link(model, "a", 0, "b", 0, 1.5, Kind::finish_finish);
    add_link(model, "b", 0, "c", 0);
    check_finish(model, 1, 8.2);
    check_finish(model, 2, 9.2);
    // The money is spent with the work: all of b's in its 4.5 months.
    auto held = three(10.3, 4.5, 3.0, true);
    add_link(held, "a", 0, "b", 0, 1.5, Kind::finish_finish);
    Diagnostics diagnostics;
    const auto plan = plan::compile(held, diagnostics);
    kernel::PathStore store(*plan, 1, kernel::Detail::traced);
    kernel::simulate_paths(*plan, 5, 0, 1, 1, store);
    CHECK(store.first_year_fai(0, 1) == Approx(1.2e8));
}

TEST_CASE("finish to finish: the next stage starts at the finish", "[kernel][links]") {
    auto model = empty_model(4);
    add_unlimited(model, "money");
    add_project(model, "a", 0.0, {stage(StageKind::construction, fixed(9.4))});
    auto& b = add_project(model, "b", 1e8,
                          {stage(StageKind::construction, fixed(4.0), 0.5),
                           stage(StageKind::commissioning, fixed(2.0), 0.5)});
    add_funding(model, b, "money");
    add_link(model, "a", 0, "b", 0, 0.0, Kind::finish_finish);
    check_finish(model, 1, 9.4 + 2.0);
    // A finish is not work: it falls into the winter stop, the next stage begins after it.
    model.projects[1].productivity = work_except({8, 9, 10});
    check_finish(model, 1, 11.0 + 2.0);
    model.projects[1].stages.pop_back();
    model.projects[1].stages[0].cost_share = 1.0;
    check_finish(model, 1, 9.4);
}

TEST_CASE("a ladder of starts and finishes is no cycle", "[kernel][links]") {
    auto model = three(10.0, 4.0, 3.0, true);
    add_link(model, "a", 0, "b", 0, 1.0, Kind::start_start);
    add_link(model, "b", 0, "a", 0, 0.0, Kind::finish_finish);
    model.projects[1].stages[0].duration = fixed(12.5);
    check_finish(model, 1, 13.5);
    check_finish(model, 0, 13.5);
}

TEST_CASE("any: the first link released opens the gate", "[kernel][links]") {
    for (const bool cost : {false, true}) {
        auto model = three(10.0, 6.5, 3.0, cost);
        add_link(model, "a", 0, "c", 0);
        add_link(model, "b", 0, "c", 0, 1.0);
        check_finish(model, 2, 10.0 + 3.0);
        model.projects[2].stages[0].any_link = true;
        check_finish(model, 2, 7.5 + 3.0);
        model.projects[2].stages[0].not_before = 9;
        check_finish(model, 2, 9.0 + 3.0);
    }
    auto model = three(10.0, 6.5, 3.0, true);
    add_link(model, "a", 0, "c", 0, 0.0, Kind::finish_finish);
    add_link(model, "b", 0, "c", 0, 1.25, Kind::finish_finish);
    check_finish(model, 2, 10.0);
    model.projects[2].stages[0].any_link = true;
    check_finish(model, 2, 7.75);
}

TEST_CASE("the naive implementation agrees on links of every kind", "[kernel][links][naive]") {
    auto model = empty_model(5);
    add_source(model, "grant", model::Source::Kind::grant, 1.1e8);
    add_unlimited(model, "money");
    // Six projects that share scarce money, with winter stops and uncertain durations.
    for (int i = 0; i < 6; ++i) {
        auto& project = add_project(model, "p" + std::to_string(i), i == 4 ? 0.0 : 1.0e8 + 1e7 * i,
                                    {stage(StageKind::approval, lognormal(0.5, 2.0, 4.0)),
                                     stage(StageKind::construction, pert(4, 8, 20), 0.8),
                                     stage(StageKind::commissioning, lognormal(2, 4), 0.2)});
        if (i == 4) {
            for (auto& each : project.stages) each.cost_share = 0.0;
        }
        if (i % 2 == 0) project.productivity = work_except({0, 1, 10, 11});
        project.cost_overrun = lognormal(0.8, 1.04, 1.33);
        if (i != 4) add_funding(model, project, i < 3 ? "grant" : "money");
    }
    add_link(model, "p0", 1, "p1", 1, 2.0, Kind::start_start);
    add_link(model, "p0", 2, "p1", 2, 1.0, Kind::finish_finish);
    add_link(model, "p1", 0, "p2", 0, 0.0, Kind::start_start);
    add_link(model, "p4", 1, "p2", 1, 0.5, Kind::finish_finish);
    add_link(model, "p4", 1, "p3", 1, 0.0, Kind::start_start);
    add_link(model, "p2", 1, "p3", 1, 3.0);
    add_link(model, "p1", 1, "p4", 1, 0.0, Kind::finish_finish);
    add_link(model, "p3", 1, "p4", 1, 0.0, Kind::start_start);
    add_link(model, "p0", 0, "p4", 1);
    add_link(model, "p3", 1, "p5", 1, 0.0, Kind::finish_finish);
    add_link(model, "p4", 1, "p5", 1, 2.0, Kind::finish_finish);
    model.links.erase(std::remove_if(model.links.begin(), model.links.end(),
                                     [](const auto& link) {  // would close a cycle
                                         return link.kind == Kind::start_start &&
                                                link.from_project.value == 3;
                                     }),
                      model.links.end());
    model.projects[3].stages[1].any_link = true;
    model.projects[5].stages[1].any_link = true;
    int differences = 0;
    int finished = 0;
    for (std::uint64_t path = 0; path < 50; ++path) {
        const auto found = moments(model, path);
        for (std::size_t p = 0; p < found.engine.size(); ++p) {
            if (std::abs(found.engine[p] - found.naive[p]) > half_a_thousandth) ++differences;
            if (found.engine[p] < 60.0) ++finished;
            if (path == 0) CHECK(found.planned[p] < 1000.0);
        }
        CHECK(found.spending_apart < 1.0);
    }
    CHECK(differences == 0);
    CHECK(finished > 150);  // half of them: the links bind, they do not stop the plan
}

TEST_CASE("what runs ahead of its predecessor waits with the rest, or goes on", "[kernel][links]") {
    for (const bool cost : {false, true}) {
        auto model = three(10.0, 4.0, 3.0, cost);
        model.projects[1].progress = 0.5;
        add_link(model, "a", 0, "b", 0);
        add_link(model, "b", 0, "c", 0);
        // Two months of b are left; they wait for a.
        check_finish(model, 0, 10.0);
        check_finish(model, 1, 10.0 + 2.0);
        check_finish(model, 2, 12.0 + 3.0);
        model.project_policy.out_of_sequence = model::OutOfSequence::overridden;
        check_finish(model, 1, 2.0);
        check_finish(model, 2, 2.0 + 3.0);
    }
}

TEST_CASE("a stage under way waits for links alone", "[kernel][links]") {
    auto model = three(3.0, 4.0, 3.0, true);
    model.projects[1].progress = 0.5;
    model.projects[1].stages[0].not_before = 8;
    add_capacity(model, "crews", model::Capacity::Kind::renewable, 1.0);
    add_demand(model, model.projects[1].stages[0], "crews", 1.0);
    add_demand(model, model.projects[2].stages[0], "crews", 1.0);
    add_link(model, "a", 0, "b", 0);
    // Not for its date; and it holds its crew all the time.
    CHECK(moments(model).engine[1] == Approx(5.0).margin(half_a_thousandth));
    CHECK(moments(model).naive[1] == Approx(5.0).margin(1e-9));
    CHECK(moments(model).engine[2] == Approx(5.0 + 3.0).margin(half_a_thousandth));
    CHECK(moments(model).naive[2] == Approx(5.0 + 3.0).margin(1e-9));
}

TEST_CASE("a finish belongs to the year in which it lies, whenever it is seen", "[kernel][links]") {
    for (const bool cost : {false, true}) {
        CAPTURE(cost);
        auto model = three(11.5, 4.0, 0.2, cost);
        model.projects[1].new_output = yuan(1200.0);
        add_link(model, "a", 0, "b", 0, 0.0, Kind::finish_finish);
        add_link(model, "a", 0, "c", 0);
        const auto plan = compiled(model);
        kernel::PathStore store(plan, 1);
        kernel::simulate_paths(plan, 5, 0, 1, 64, store);
        const auto naive = naive::simulate(model, 5, 0);
        const auto figure = [&](plan::YearSlot slot, int year) {
            return store.yearly(
                0, kernel::PathStore::year_column(plan, static_cast<std::size_t>(slot), year));
        };
        CHECK(figure(plan::YearSlot::projects_completed, 0) == 3.0);
        CHECK(figure(plan::YearSlot::projects_completed, 1) == 0.0);
        CHECK(figure(plan::YearSlot::new_capacity, 0) == 1200.0);
        CHECK(figure(plan::YearSlot::new_capacity, 3) == 1200.0);
        CHECK(naive.annual.at({"projects_completed", "total", 0}) == 3.0);
        CHECK(naive.annual.at({"new_capacity", "total", 0}) == 1200.0);
    }
}

TEST_CASE("a lead is worked and paid for when it is due", "[kernel][links]") {
    // b begins five months before a ends, in October, with money that lapses at the year's end.
    auto model = three(14.0, 4.0, 1.0, false);
    auto& grant = add_source(model, "province", model::Source::Kind::grant, 1.2e7);
    grant.arrival.annual = {yuan(1.2e7), Money{}, Money{}, Money{}};
    auto& b = model.projects[1];
    b.total_investment = yuan(1.2e7);
    b.stages[0].cost_share = 1.0;
    add_funding(model, b, "province");
    add_link(model, "a", 0, "b", 0, -5.0);
    const auto plan = compiled(model);
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 5, 0, 1, 1, store);
    const auto fai = static_cast<std::size_t>(plan::YearSlot::fai_total);
    const double share = 3.0 * 0.5625 - 2.0 * 0.421875;  // beta(2,2) at three quarters
    CHECK(store.yearly(0, kernel::PathStore::year_column(plan, fai, 0)) ==
          Approx(1.2e7 * share).margin(0.05));
    check_finish(model, 1, 13.0);
    // Behind the plan's end a finish is foreseen as well.
    model.projects[0].stages[0].duration = fixed(48.5);
    check_finish(model, 1, 43.5 + 4.0);
}
