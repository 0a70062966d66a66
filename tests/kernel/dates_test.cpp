// Catches: lags counted in the wrong calendar, links from starts to finishes, dated stages and
// stages that are planned late, where they disagree with moments computed by hand, on paths or on
// the planned schedule, or with the naive implementation on networks drawn at random.
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "support/model_builder.hpp"
#include "support/moments.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using Kind = model::Link::Kind;
using LagTime = model::Link::LagTime;
using Timing = model::Stage::Timing;
using model::StageKind;

/// Works from March to November.
model::MonthProfile northern() { return work_except({0, 1, 11}); }

/// Projects `a`, `b`, `c` … of one stage with these months of work, without cost.
model::Model row_of(const std::vector<double>& months) {
    auto model = empty_model(5);
    char name = 'a';
    for (const double each : months) {
        add_project(model, std::string(1, name++), 0.0,
                    {stage(StageKind::construction, fixed(each))});
    }
    return model;
}

void set_timing(model::Model& model, std::size_t project, Timing timing, int dated = 0) {
    auto& stage = model.projects[project].stages.front();
    stage.timing = timing;
    stage.dated = dated;
}

/// A network in one line, for messages.
std::string described(const model::Model& model) {
    std::string text;
    for (const auto& project : model.projects) {
        text += project.id + (project.productivity == northern() ? "(north)" : "") +
                (project.total_investment > Money{} ? "$" : "");
        for (const auto& each : project.stages) {
            text +=
                fmt::format(" {:g}/{}@{}", each.duration.a, static_cast<int>(each.timing),
                            each.timing == Timing::late ? each.deadline.value_or(-1) : each.dated);
        }
        text += "; ";
    }
    for (const auto& link : model.links) {
        text +=
            fmt::format("p{}.{}->p{}.{} k{} {:g} t{}; ", link.from_project.value, link.from_stage,
                        link.to_project.value, link.to_stage, static_cast<int>(link.kind),
                        link.lag_months, static_cast<int>(link.lag_time));
    }
    return text;
}

bool is_late(const model::Model& model, std::size_t project) {
    const auto plan = compiled(model);
    const auto store = simulated(plan, 1);
    return store.totals[project].late > 0;
}

}  // namespace

TEST_CASE("a lag passes in time or in a calendar's work", "[kernel][dates]") {
    // The example of buildingSMART/IFC4.x-development#289: after the end of October two months are
    // over at the new year, two months of work with the next March.
    auto model = row_of({8.0, 2.0});
    for (auto& project : model.projects) project.productivity = northern();
    add_link(model, "a", 0, "b", 0, 2.0);
    check_finish(model, 1, 16.0);
    for (const auto counted : {LagTime::predecessor, LagTime::successor}) {
        model.links.front().lag_time = counted;
        check_finish(model, 1, 17.0);
    }
    // Negative control of the case: without idle months there is no difference.
    for (auto& project : model.projects) project.productivity = work_except({});
    check_finish(model, 1, 12.0);
}

TEST_CASE("the calendar of a lag is the one named", "[kernel][dates]") {
    auto model = row_of({8.0, 2.0});
    model.projects[1].productivity = northern();
    add_link(model, "a", 0, "b", 0, 4.0, Kind::finish_start, LagTime::predecessor);
    check_finish(model, 1, 16.0);  // 8 + 4 = 12, March and April
    model.links.front().lag_time = LagTime::successor;
    check_finish(model, 1, 17.0);  // September to November and March, then two months
}

TEST_CASE("a lead in work reaches back over a winter", "[kernel][dates]") {
    auto model = row_of({10.0, 7.0});
    model.projects[0].productivity = northern();  // ends with March, at 15
    add_link(model, "a", 0, "b", 0, -2.0);
    check_finish(model, 1, 20.0);  // from 13
    model.links.front().lag_time = LagTime::predecessor;
    check_finish(model, 1, 17.0);  // March and November lie behind 10
    model.links.front().lag_time = LagTime::successor;
    check_finish(model, 1, 20.0);
}

TEST_CASE("no lag in work does not move a moment in winter", "[kernel][dates]") {
    auto model = row_of({12.5, 3.0, 1.0});
    model.projects[1].productivity = northern();
    add_link(model, "a", 0, "b", 0, 0.0, Kind::finish_finish);
    check_finish(model, 1, 12.5);
    add_link(model, "b", 0, "c", 0, 0.0, Kind::finish_start, LagTime::predecessor);
    check_finish(model, 2, 13.5);
}

TEST_CASE("start to finish: a finish waits for a start", "[kernel][dates]") {
    auto model = row_of({4.0, 2.0, 1.0});
    model.projects[0].productivity = northern();
    add_link(model, "a", 0, "b", 0, 5.25, Kind::start_finish);
    add_link(model, "b", 0, "c", 0);
    check_finish(model, 0, 6.0);
    check_finish(model, 1, 2.0 + 5.25);
    check_finish(model, 2, 2.0 + 5.25 + 1.0);
    model.projects[1].stages.front().duration = fixed(9.5);
    check_finish(model, 1, 9.5);
}

TEST_CASE("must start: not sooner, and late after its month", "[kernel][dates]") {
    for (const double before : {3.0, 6.0, 6.75, 7.0, 8.5}) {
        auto model = row_of({before, 3.0});
        add_link(model, "a", 0, "b", 0);
        set_timing(model, 1, Timing::must_start, 6);
        CAPTURE(before);
        check_finish(model, 1, std::max(6.0, before) + 3.0);
        CHECK(is_late(model, 1) == (before >= 7.0));
        CHECK_FALSE(is_late(model, 0));
    }
    // What never starts within the plan is late, too.
    auto model = row_of({100.0, 3.0});
    add_link(model, "a", 0, "b", 0);
    set_timing(model, 1, Timing::must_start, 6);
    CHECK(is_late(model, 1));
}

TEST_CASE("must finish: begins so that its median ends with the month", "[kernel][dates]") {
    auto model = row_of({4.0});
    set_timing(model, 0, Timing::must_finish, 11);
    check_finish(model, 0, 12.0);
    CHECK(compiled(model).stages[0].planned_start == Approx(8.0));
    CHECK_FALSE(is_late(model, 0));
    // December is idle: September to November and one month before them are needed, and done by
    // the end of November.
    model.projects[0].productivity = northern();
    check_finish(model, 0, 11.0);
    CHECK(compiled(model).stages[0].planned_start == Approx(7.0));
    // No time is left for it.
    model.projects[0].stages.front().duration = fixed(9.5);
    check_finish(model, 0, 14.5);
    CHECK(is_late(model, 0));
    // It begins at the same moment on every path, and ends when its work ends.
    model = row_of({4.0});
    model.projects[0].stages.front().duration = uniform(3.0, 5.0);
    set_timing(model, 0, Timing::must_finish, 11);
    for (std::uint64_t path = 0; path < 20; ++path) {
        const auto found = moments(model, path);
        CHECK(found.engine[0] >= 11.0 - half_a_thousandth);
        CHECK(found.engine[0] <= 13.0 + half_a_thousandth);
        CHECK(found.naive[0] == Approx(found.engine[0]).margin(half_a_thousandth));
    }
}

TEST_CASE("late: as late as moves nothing planned after it", "[kernel][dates]") {
    auto model = row_of({10.0, 4.0, 3.0});
    add_link(model, "a", 0, "c", 0);
    add_link(model, "b", 0, "c", 0, 1.5);
    check_finish(model, 1, 4.0);
    set_timing(model, 1, Timing::late);
    check_finish(model, 1, 8.5);
    check_finish(model, 2, 13.0);
    // The lag in work of a calendar that rests from December to February.
    model.links.back().lag_time = LagTime::successor;
    model.projects[2].productivity = northern();  // c begins at 10
    check_finish(model, 1, 8.5);
    model.projects[0].stages.front().duration = fixed(11.5);  // and now at 14
    check_finish(model, 1, 9.5);
    // A deadline binds where it is earlier.
    model.projects[1].stages.front().deadline = 7;
    check_finish(model, 1, 8.0);
}

TEST_CASE("late: a chain moves as one", "[kernel][dates]") {
    auto model = row_of({10.0, 4.0, 2.5, 3.0});
    add_link(model, "a", 0, "d", 0);
    add_link(model, "b", 0, "c", 0, 1.0);
    add_link(model, "c", 0, "d", 0);
    set_timing(model, 2, Timing::late);
    check_finish(model, 2, 10.0);
    check_finish(model, 1, 4.0);
    set_timing(model, 1, Timing::late);
    check_finish(model, 1, 6.5);
    check_finish(model, 3, 13.0);
    // Without room nothing moves.
    model.projects[0].stages.front().duration = fixed(1.0);
    check_finish(model, 1, 4.0);
    check_finish(model, 2, 7.5);
}

TEST_CASE("late: links from its start, into finishes, and finishes held back", "[kernel][dates]") {
    auto model = row_of({10.0, 4.0, 3.0});
    add_link(model, "a", 0, "c", 0);
    add_link(model, "b", 0, "c", 0, 2.0, Kind::start_start);
    set_timing(model, 1, Timing::late);
    check_finish(model, 1, 8.0 + 4.0);
    model.links.back().kind = Kind::finish_finish;
    check_finish(model, 1, 11.0);
    model.links.back().kind = Kind::start_finish;
    check_finish(model, 1, 11.0 + 4.0);
    // Its own finish waits for a's, and c for its finish.
    auto held = row_of({6.0, 4.0, 3.0, 9.0});
    add_link(held, "a", 0, "b", 0, 0.0, Kind::finish_finish);
    add_link(held, "b", 0, "c", 0);
    add_link(held, "d", 0, "c", 0);
    set_timing(held, 1, Timing::late);
    check_finish(held, 1, 9.0);
}

TEST_CASE("late: on a path it begins as planned, whatever comes of the others", "[kernel][dates]") {
    auto model = row_of({10.0, 4.0, 3.0});
    add_link(model, "a", 0, "c", 0);
    add_link(model, "b", 0, "c", 0);
    set_timing(model, 1, Timing::late);
    model.projects[0].stages.front().duration = uniform(8.0, 12.0);
    model.projects[1].stages.front().duration = uniform(3.0, 5.0);
    int after_a = 0;
    for (std::uint64_t path = 0; path < 40; ++path) {
        const auto found = moments(model, path);
        CHECK(found.engine[1] >= 9.0 - half_a_thousandth);
        CHECK(
            found.engine[2] ==
            Approx(std::max(found.engine[0], found.engine[1]) + 3.0).margin(2 * half_a_thousandth));
        if (found.engine[1] > found.engine[0]) ++after_a;
    }
    CHECK(after_a > 10);  // what it costs to leave no room: half the time c waits for it
}

TEST_CASE("schedule rules: the naive implementation agrees on random networks",
          "[kernel][dates][naive]") {
    std::mt19937 random(20251129);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const auto quarter = [&](int least, int most) {
        return 0.25 * (4 * least + pick(4 * (most - least) + 1));
    };
    int moved = 0;
    int dated = 0;
    for (int network = 0; network < 150; ++network) {
        auto model = empty_model(20);
        add_unlimited(model, "money");
        const int projects = 3 + pick(4);
        for (int p = 0; p < projects; ++p) {
            std::vector<model::Stage> stages{stage(StageKind::approval, fixed(quarter(1, 6))),
                                             stage(StageKind::construction, fixed(quarter(2, 14)))};
            if (pick(2) == 0) stages.erase(stages.begin());
            const bool costs = pick(2) == 0;
            stages.back().cost_share = costs ? 1.0 : 0.0;
            auto& project = add_project(model, "p" + std::to_string(p), costs ? 1e8 : 0.0, stages);
            if (costs) add_funding(model, project, "money");
            if (pick(2) == 0) project.productivity = northern();
        }
        // On a path a start is a month's first or later, and a lead is known when it comes: the
        // planned schedule knows all moments.
        bool as_planned = true;
        for (int to = 1; to < projects; ++to) {
            for (int from = 0; from < to; ++from) {
                if (pick(3) != 0) continue;
                const auto count = [&](int p) {
                    return static_cast<int>(
                        model.projects[static_cast<std::size_t>(p)].stages.size());
                };
                const double lag = pick(4) == 0 ? -quarter(0, 3) : quarter(0, 4);
                const auto kind = static_cast<Kind>(pick(4));
                const bool by_start = kind == Kind::start_start || kind == Kind::start_finish;
                as_planned = as_planned && lag >= 0.0 && !by_start;
                add_link(model, "p" + std::to_string(from),
                         static_cast<std::size_t>(pick(count(from))), "p" + std::to_string(to),
                         static_cast<std::size_t>(pick(count(to))), lag, kind,
                         static_cast<LagTime>(pick(3)));
            }
        }
        const auto before = moments(model);
        for (auto& project : model.projects) {
            for (auto& each : project.stages) {
                const int choice = pick(8);
                const bool last = &each == &project.stages.back();
                if (choice < 3) {
                    each.timing = Timing::late;
                    if (last) each.deadline = 40 + pick(40);
                } else if (choice == 3) {
                    each.timing = Timing::must_start;
                } else if (choice == 4) {
                    each.timing = Timing::must_finish;
                }
                if (choice == 3 || choice == 4) {
                    each.dated = pick(40);
                    ++dated;
                }
            }
        }
        const auto found = moments(model);
        CAPTURE(network, described(model));
        for (std::size_t p = 0; p < found.engine.size(); ++p) {
            CAPTURE(p);
            CHECK(found.engine[p] == Approx(found.naive[p]).margin(2 * half_a_thousandth));
            if (as_planned) CHECK(found.engine[p] == Approx(found.planned[p]).margin(1e-3));
            if (found.planned[p] > before.planned[p] + 0.1) ++moved;
        }
    }
    CHECK(moved > 100);
    CHECK(dated > 50);
}
