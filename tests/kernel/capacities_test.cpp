// Catches: stages that start without the capacity they need, in another order than documented, or
// at another moment than computed by hand; more held of a renewable capacity than there is, at any
// instant; figures that depend on the block width; disagreement with the naive implementation.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/recorder.hpp"
#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/finishes.hpp"
#include "support/model_builder.hpp"
#include "support/naive/simulation.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using CapacityKind = model::Capacity::Kind;
using model::StageKind;

/// One project for each length, of one stage that takes `units` of "c", with all the money it
/// wants.
model::Model queue(CapacityKind kind, double amount, const std::vector<double>& months,
                   const std::vector<double>& units, bool cost = true) {
    auto model = empty_model(4);
    add_unlimited(model, "money");
    add_capacity(model, "c", kind, amount);
    for (std::size_t i = 0; i < months.size(); ++i) {
        auto& project =
            add_project(model, std::string(1, static_cast<char>('a' + i)), cost ? 1e8 : 0.0,
                        {stage(StageKind::construction, fixed(months[i]), cost ? 1.0 : 0.0)});
        add_demand(model, project.stages[0], "c", units[i]);
        if (cost) add_funding(model, project, "money");
    }
    return model;
}

/// What happens on a path, as a recorder sees it.
class Events final : public kernel::Recorder {
  public:
    struct Event {
        int month = 0;
        std::string subject, event, cause;
        double amount = 0.0;
    };
    std::vector<Event> all;

    void opening(int /*month*/, kernel::Book /*book*/, double /*fen*/) override {}
    void closing(int /*month*/, kernel::Book /*book*/, double /*fen*/) override {}
    void flow(int /*month*/, kernel::Book /*book*/, kernel::FlowKind /*kind*/,
              const std::string& /*item*/, double /*fen*/) override {}
    void event(int month, const std::string& subject, kernel::EventKind kind,
               const kernel::Cause& cause, double amount) override {
        all.push_back({month, subject, kernel::info(kind).code, kernel::code(cause), amount});
    }
};

Events events_of(const plan::Plan& plan, std::uint64_t path) {
    Events events;
    kernel::PathStore store(plan, 1);
    kernel::simulate_recorded(plan, 5, path, events, store);
    return events;
}

struct Interval {
    double from = 0.0, to = kernel::never, units = 0.0;
};

/// By capacity, who held how much when: from the gates and finishes that a replay tells, and the
/// demands of the model.
std::map<std::string, std::vector<Interval>> held(const model::Model& model, const Events& events) {
    std::map<std::string, std::vector<Interval>> result;
    for (const auto& project : model.projects) {
        for (std::size_t s = 0; s < project.stages.size(); ++s) {
            const auto& stage = project.stages[s];
            const std::string kind =
                std::vector<std::string>{"reserve", "approval", "land", "construction",
                                         "commissioning"}[static_cast<std::size_t>(stage.kind)];
            Interval interval;
            bool begun = s == 0 && project.progress > 0.0;
            for (const auto& event : events.all) {
                if (event.subject != project.id || event.cause != kind) continue;
                // The gate of a held-back finish opens later than that of the stage.
                if (event.event == "gate_open" && !begun) {
                    begun = true;
                    interval.from = event.amount;
                }
                if (event.event == "stage_finished") interval.to = event.amount;
            }
            if (!begun) continue;
            for (const auto& demand : stage.demands) {
                interval.units = demand.units;
                result[model.capacities[demand.capacity.value].id].push_back(interval);
            }
        }
    }
    return result;
}

/// The most that was held at any instant.
double peak(const std::vector<Interval>& intervals) {
    double most = 0.0;
    for (const auto& at : intervals) {
        double sum = 0.0;
        for (const auto& each : intervals) {
            if (each.from <= at.from && at.from < each.to) sum += each.units;
        }
        most = std::max(most, sum);
    }
    return most;
}

/// Twelve projects of three stages that share scarce money, two crews, an office and land, with
/// winter stops, uncertain durations, links of all kinds, and two under way.
model::Model crowded() {
    auto model = empty_model(6);
    add_capacity(model, "crew", CapacityKind::renewable, 4.0);
    model.capacities[0].amount = {3000, 4000, 4000, 5000, 5000, 5000};
    add_capacity(model, "land", CapacityKind::quota, 120.5).carries_over = true;
    add_capacity(model, "office", CapacityKind::throughput, 2.0);
    add_capacity(model, "survey", CapacityKind::renewable, 1.5);
    add_capacity(model, "trees", CapacityKind::quota, 3.0);
    add_source(model, "grant", model::Source::Kind::grant, 3.3e8);
    add_unlimited(model, "money");
    for (int i = 11; i >= 0; --i) {
        const std::string id = std::string("p") + (i < 10 ? "0" : "") + std::to_string(i);
        auto& project = add_project(model, id, i == 4 ? 0.0 : 1.0e8 + 1e7 * i,
                                    {stage(StageKind::approval, lognormal(0.5, 1.0, 3.0)),
                                     stage(StageKind::construction, pert(2, 5, 12), 0.8),
                                     stage(StageKind::commissioning, lognormal(1, 2), 0.2)},
                                    100 - i);
        if (i == 4) {
            for (auto& each : project.stages) each.cost_share = 0.0;
        }
        if (i == 2 || i == 7) project.progress = 0.4;
        if (i % 3 == 0) project.productivity = work_except({0, 1, 10, 11});
        project.cost_overrun = lognormal(0.8, 1.04, 1.33);
        if (i != 4) add_funding(model, project, i < 6 ? "grant" : "money");
        if (project.progress == 0.0) add_demand(model, project.stages[0], "office", 0.5 + i % 2);
        add_demand(model, project.stages[0], "survey", 0.75);
        add_demand(model, project.stages[1], "crew", 1.0 + i % 3);
        add_demand(model, project.stages[1], "land", 20.25 + i);
        if (i % 4 == 1) add_demand(model, project.stages[2], "crew", 2.0);
        if (i % 2 == 1) add_demand(model, project.stages[2], "trees", 1.0);
    }
    return model;
}

model::Model crowded_with_links() {
    auto model = crowded();
    using Link = model::Link::Kind;
    add_link(model, "p11", 1, "p10", 1, 1.5, Link::start_start);
    add_link(model, "p09", 1, "p08", 1, 0.0, Link::finish_finish);
    add_link(model, "p07", 1, "p06", 1);
    add_link(model, "p05", 0, "p04", 1, 0.7);
    add_link(model, "p03", 2, "p02", 2, 0.0, Link::finish_finish);
    return model;
}

}  // namespace

TEST_CASE("a renewable capacity is taken up at the moment it is freed", "[kernel][capacities]") {
    for (const bool cost : {false, true}) {
        const auto kind = CapacityKind::renewable;
        check_finishes(queue(kind, 1.0, {5.3, 4.5, 3.0}, {1, 1, 1}, cost), {5.3, 9.8, 12.8});
        check_finishes(queue(kind, 2.0, {5.3, 4.5, 3.0}, {1, 1, 1}, cost), {5.3, 4.5, 7.5});
        // c needs both: it waits for the later of the two, and d goes before it.
        check_finishes(queue(kind, 2.0, {5.3, 4.5, 3.0, 0.6}, {1, 1, 2, 1}, cost),
                       {5.3, 4.5, 8.3, 5.1});
        // Stages of no length follow each other at the same moment.
        check_finishes(queue(kind, 1.0, {2.5, 0.0, 1.0}, {1, 1, 1}, false), {2.5, 2.5, 3.5});
    }
}

TEST_CASE("short stages that are seen late leave no gap and no overlap", "[kernel][capacities]") {
    check_finishes(queue(CapacityKind::renewable, 1.0, {0.3, 0.3, 0.3, 0.3}, {1, 1, 1, 1}),
                   {0.3, 0.6, 0.9, 1.2});
}

TEST_CASE("a renewable capacity that grows", "[kernel][capacities]") {
    auto model = queue(CapacityKind::renewable, 1.0, {20.0, 5.0}, {1, 1});
    model.capacities[0].amount = {1000, 2000, 2000, 2000};
    check_finishes(model, {20.0, 17.0});
}

TEST_CASE("a stage under way holds its units, a suspended one too", "[kernel][capacities]") {
    auto model = queue(CapacityKind::renewable, 1.0, {10.0, 5.0}, {1, 1});
    model.projects[0].progress = 0.25;
    check_finishes(model, {7.5, 12.5});
    // Priority does not take units away: the later one in the order is under way.
    model.projects[0].progress = 0.0;
    model.projects[1].progress = 0.5;
    check_finishes(model, {12.5, 2.5});
    // Money comes in the second year: the crew stands on the site, suspended or not.
    auto& grant = add_source(model, "oney", model::Source::Kind::grant, 4.8e9);
    grant.arrival.annual[0] = Money{};
    model.projects[1].funding.clear();
    add_funding(model, model.projects[1], "oney");
    const auto plan = compiled(model);
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 5, 0, 1, 1, store);
    CHECK(store.finish(0, 1) >= 14.5);
    CHECK(store.finish(0, 0) == Approx(store.finish(0, 1) + 10.0));
}

TEST_CASE("a quota is used up, lapses or carries over", "[kernel][capacities]") {
    const std::vector<double> months{2.5, 2.5, 2.5};
    check_finishes(queue(CapacityKind::quota, 100.0, months, {60, 50, 40}), {2.5, 14.5, 2.5});
    auto model = queue(CapacityKind::quota, 100.0, months, {60, 130, 30});
    model.capacities[0].carries_over = true;
    // 10 are left and carried over; b takes 130 of 110 only in the third year.
    check_finishes(model, {2.5, 26.5, 2.5});
    model.capacities[0].carries_over = false;
    check_finishes(model, {2.5, kernel::never, 2.5});
    model.capacities[0].amount = {0, 100000, 30000, 0};
    check_finishes(model, {14.5, kernel::never, 14.5});
}

TEST_CASE("a throughput lets so many start in a month", "[kernel][capacities]") {
    check_finishes(queue(CapacityKind::throughput, 1.0, {2.5, 2.5, 2.5}, {1, 1, 1}),
                   {2.5, 3.5, 4.5});
    check_finishes(queue(CapacityKind::throughput, 1.5, {2.5, 2.5, 2.5}, {1, 0.5, 1}),
                   {2.5, 2.5, 3.5});
}

TEST_CASE("a stage that is not held back starts as without capacities", "[kernel][capacities]") {
    for (const auto kind :
         {CapacityKind::quota, CapacityKind::throughput, CapacityKind::renewable}) {
        auto model = empty_model(4);
        add_unlimited(model, "money");
        add_capacity(model, "c", kind, 10.0);
        for (const char* id : {"a", "b"}) {
            auto& project = add_project(model, id, 1e8,
                                        {stage(StageKind::approval, fixed(2.3)),
                                         stage(StageKind::construction, fixed(6.4), 1.0)});
            add_demand(model, project.stages[1], "c", 1.0);
            add_funding(model, project, "money");
        }
        add_link(model, "a", 1, "b", 0, 0.25);
        check_finishes(model, {8.7, 17.65});
    }
}

TEST_CASE("running projects before new ones, all or nothing", "[kernel][capacities]") {
    auto model = empty_model(4);
    add_unlimited(model, "money");
    add_capacity(model, "crew", CapacityKind::renewable, 2.0);
    add_capacity(model, "land", CapacityKind::quota, 10.0);
    // The crew is free at 4. The new project a comes first in the order, the running one gets it.
    auto& a = add_project(model, "a", 0.0, {stage(StageKind::construction, fixed(3.0))}, 2);
    add_demand(model, a.stages[0], "crew", 1.0);
    auto& b = add_project(
        model, "b", 0.0,
        {stage(StageKind::approval, fixed(3.5)), stage(StageKind::construction, fixed(2.0))}, 3);
    add_demand(model, b.stages[1], "crew", 2.0);
    model.projects[0].stages[0].not_before = 4;
    model.projects.insert(model.projects.begin(), model.projects[0]);
    auto& first = model.projects[0];
    first.id = "0";
    first.stream = stream_of("project", "0");
    first.priority = 1;
    first.stages[0].not_before.reset();
    first.stages[0].duration = fixed(4.0);
    check_finishes(model, {4.0, 9.0, 6.0});
    // b also needs land that is not there before the second year: it takes no crew meanwhile.
    add_demand(model, model.projects[2].stages[1], "land", 4.0);
    model.capacities[1].amount[0] = 0.0;
    check_finishes(model, {4.0, 7.0, 14.0});
}

TEST_CASE("never more is held than there is, at any instant", "[kernel][capacities]") {
    for (const bool linked : {false, true}) {
        auto model = linked ? crowded_with_links() : crowded();
        // The largest amount of all years bounds every instant; without growth it is the amount.
        model.capacities[0].amount.assign(6, 4000.0);
        const auto plan = compiled(model);
        int waits = 0;
        double highest = 0.0;
        for (std::uint64_t path = 0; path < 40; ++path) {
            const auto events = events_of(plan, path);
            for (const auto& event : events.all) waits += event.event == "waited" ? 1 : 0;
            auto intervals = held(model, events);
            REQUIRE(intervals["crew"].size() > 5);
            const double crew = peak(intervals["crew"]);
            CHECK(crew <= 4000.0);
            CHECK(peak(intervals["survey"]) <= 1500.0);
            highest = std::max(highest, crew);
        }
        // Negative control: the sweep sees that all of it is used, so less would not do.
        CHECK(highest == 4000.0);
        CHECK(waits > 200);
    }
}

TEST_CASE("a replay says what held a stage back and how long", "[kernel][capacities]") {
    const auto plan = compiled(queue(CapacityKind::renewable, 1.0, {5.3, 4.5}, {1, 1}));
    const auto events = events_of(plan, 0);
    int waits = 0;
    int waited = 0;
    for (const auto& event : events.all) {
        if (event.event == "waits") {
            ++waits;
            CHECK(event.subject == "b");
            CHECK(event.cause == "construction for c");
            CHECK(event.month == 0);
            CHECK(event.amount == 0.0);
        }
        if (event.event == "waited") {
            ++waited;
            CHECK(event.subject == "b");
            CHECK(event.cause == "construction for c");
            CHECK(event.amount == Approx(5.3));
        }
    }
    CHECK(waits == 1);
    CHECK(waited == 1);
}

TEST_CASE("capacities: the block width changes nothing", "[kernel][capacities]") {
    const auto plan = compiled(crowded_with_links());
    kernel::PathStore one(plan, 64);
    kernel::simulate_paths(plan, 5, 0, 64, 1, one);
    kernel::PathStore other(plan, 64);
    kernel::simulate_paths(plan, 5, 0, 64, 64, other);
    CHECK((testing::table_of(one.finish) == testing::table_of(other.finish)).all());
    CHECK((testing::table_of(one.yearly) == testing::table_of(other.yearly)).all());
}

TEST_CASE("the naive implementation agrees on capacities", "[kernel][capacities][naive]") {
    const auto compare = [](const model::Model& model, const model::Model& naive_model) {
        const auto plan = compiled(model);
        constexpr int paths = 60;
        kernel::PathStore store(plan, paths);
        kernel::simulate_paths(plan, 5, 0, paths, 64, store);
        int differences = 0;
        for (int path = 0; path < paths; ++path) {
            const auto naive = naive::simulate(naive_model, 5, static_cast<std::uint64_t>(path));
            for (std::size_t p = 0; p < plan.projects.size(); ++p) {
                const auto found = naive.finish.find(plan.projects[p].id);
                const double other = found == naive.finish.end() ? kernel::never : found->second;
                const double engine = finish_of(plan, store, path, p);
                if (std::abs(engine - other) > half_a_thousandth) {
                    ++differences;
                    UNSCOPED_INFO("path " << path << " " << plan.projects[p].id << " " << engine
                                          << " " << other);
                }
            }
            for (int year = 0; year < plan.years; ++year) {
                const auto fai = static_cast<std::size_t>(plan::YearSlot::fai_total);
                const double engine =
                    store.yearly(path, kernel::PathStore::year_column(plan, fai, year));
                if (std::abs(engine - naive.annual.at({"fai", "total", year})) > 1.0) {
                    ++differences;
                }
            }
        }
        return differences;
    };
    const auto model = crowded_with_links();
    CHECK(compare(model, model) == 0);
    // Negative controls: a little less of each capacity.
    for (std::size_t c = 0; c < model.capacities.size(); ++c) {
        auto other = model;
        for (double& amount : other.capacities[c].amount) amount -= 1000.0;
        CHECK(compare(model, other) > 0);
    }
}
