// Catches: a pass over schedules ahead of the months that finds anything but what the months find;
// figures left out of a store that do differ between paths.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/base/stream.hpp"
#include "coffer/plan/by_month.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using Kind = model::Link::Kind;
using LagTime = model::Link::LagTime;
using Timing = model::Stage::Timing;

/// Small whole choices of a seeded generator.
class Dice {
  public:
    explicit Dice(unsigned seed) : random_(seed) {}
    [[nodiscard]] std::size_t below(std::size_t bound) { return random_() % bound; }
    [[nodiscard]] bool one_in(std::size_t chance) { return below(chance) == 0; }
    /// A multiple of a quarter or of a tenth: moments that meet, and moments that do not.
    [[nodiscard]] double months(double most) {
        const double step = one_in(2) ? 0.25 : 0.1;
        return step * static_cast<double>(below(static_cast<std::size_t>(most / step) + 1));
    }

  private:
    std::minstd_rand random_;
};

enum class Cost { none, some };

model::Distribution some_duration(Dice& dice, bool may_be_none) {
    const double least = dice.months(4.0) + (may_be_none ? 0.0 : 0.1);
    switch (dice.below(6)) {
        case 0:
            return fixed(least);
        case 1:
            return uniform(least, least + 0.5 + dice.months(3.0));
        case 2:
            return pert(least, least + 1.0, least + 4.0);
        case 3:
            return lognormal(least + 0.5, least + 2.0);
        default:
            return triangular(least, least + dice.months(1.0), least + 1.5 + dice.months(3.0));
    }
}

std::string name_of(std::size_t project) { return "p" + std::to_string(100 + project); }

/// Links run from earlier to later projects only, in any order of their stages.
void add_links(Dice& dice, model::Model& model) {
    for (std::size_t later = 1; later < model.projects.size(); ++later) {
        for (std::size_t links = dice.below(4); links > 0; --links) {
            const auto earlier = dice.below(later);
            const auto from = dice.below(model.projects[earlier].stages.size());
            const auto to = dice.below(model.projects[later].stages.size());
            if (to == 0 && model.projects[later].progress > 0.0) continue;
            const bool under_way = from == 0 && model.projects[earlier].progress > 0.0;
            const bool starts = dice.one_in(4) && !under_way;
            const auto time = dice.one_in(4)   ? LagTime::predecessor
                              : dice.one_in(4) ? LagTime::successor
                                               : LagTime::elapsed;
            // What waits for a lead from a finish is not timed.
            const double drawn = dice.one_in(2) ? 0.0 : dice.months(5.0) - 1.5;
            const double lag = starts ? drawn : std::abs(drawn);
            add_link(model, name_of(earlier), from, name_of(later), to, lag,
                     starts ? Kind::start_start : Kind::finish_start, time);
        }
    }
    const auto place = [](const model::Link& link) {
        return std::tuple(link.to_project.value, link.to_stage, link.from_project.value,
                          link.from_stage, link.kind);
    };
    auto& links = model.links;
    std::sort(links.begin(), links.end(),
              [&](const auto& a, const auto& b) { return place(a) < place(b); });
    links.erase(std::unique(links.begin(), links.end(),
                            [&](const auto& a, const auto& b) { return place(a) == place(b); }),
                links.end());
}

/// A network of projects as wild as the model allows, in a plan of a few years that some of them
/// outlast.
model::Model network(unsigned seed, Cost cost) {
    Dice dice(seed);
    auto model = empty_model(static_cast<int>(2 + dice.below(4)));
    if (cost == Cost::some) {
        add_source(model, "grant", model::Source::Kind::grant, 6e8);
        model.project_policy.suspension_after_months = 2;
    }
    const bool winters = dice.one_in(2);
    const std::size_t projects = 4 + dice.below(12);
    for (std::size_t p = 0; p < projects; ++p) {
        std::vector<model::Stage> stages;
        const model::StageKind kinds[] = {model::StageKind::approval, model::StageKind::land,
                                          model::StageKind::construction,
                                          model::StageKind::commissioning};
        const bool costs = cost == Cost::some && dice.one_in(3);
        for (const auto kind : kinds) {
            if (kind != model::StageKind::construction && !dice.one_in(2)) continue;
            const bool spends = kind == model::StageKind::construction;
            auto added = stage(kind, some_duration(dice, !spends), spends ? 1.0 : 0.0);
            if (dice.one_in(6)) added.not_before = static_cast<int>(dice.below(20));
            if (dice.one_in(4))
                added.deadline = added.not_before.value_or(0) + static_cast<int>(dice.below(24));
            if (!added.not_before && dice.one_in(10)) {
                added.timing = dice.one_in(2) ? Timing::must_start : Timing::must_finish;
                added.dated = static_cast<int>(dice.below(20));
                added.deadline.reset();
            }
            added.any_link = dice.one_in(4);
            stages.push_back(added);
        }
        auto& project = add_project(model, name_of(p), costs ? 3e8 : 0.0, stages);
        if (winters && dice.one_in(2)) {
            project.productivity =
                work_except(dice.one_in(2) ? std::vector<int>{0, 1, 11} : std::vector<int>{6});
        } else if (winters && dice.one_in(3)) {
            project.productivity.fill(0.8);
        }
        if (dice.one_in(6)) {
            // Work that has started can neither be dated nor wait.
            project.progress = 0.4;
            project.stages[0].timing = Timing::early;
            project.stages[0].dated = 0;
            project.stages[0].not_before.reset();
        }
        if (costs) add_funding(model, project, "grant");
        if (cost == Cost::some && dice.one_in(3)) {
            project.new_output = yuan(1.2e7);
            project.ramp_up = fixed(6.0);
            project.tax_rate = 0.1;
        }
    }
    add_links(dice, model);
    if (cost == Cost::some) {
        const auto p = dice.below(projects);
        add_project_income(model, "fees", name_of(p), model::ProjectIncome::Kind::operating_revenue,
                           2.4e6);
    }
    if (dice.one_in(3)) {
        model.common_factors = {0.5, 0.4, 0.6, 0.3};
        for (auto& project : model.projects) {
            project.sector = "works";
            project.sector_stream = stream_of("sector", "works");
        }
    }
    return model;
}

using Bits = std::vector<std::uint64_t>;

/// All that paths are remembered by, bit for bit.
Bits bits_of(const kernel::PathStore& store) {
    Bits result;
    const auto add = [&](double value) { result.push_back(std::bit_cast<std::uint64_t>(value)); };
    for (const auto* table : {&store.yearly, &store.monthly, &store.finish, &store.first_hit}) {
        for (Eigen::Index column = 0; column < table->cols(); ++column) {
            for (const double value : table->col(column)) add(value);
        }
    }
    for (const auto& totals : store.totals) {
        for (const auto value : {totals.late, totals.suspended, totals.cancelled,
                                 totals.short_of_money, totals.funded_share}) {
            result.push_back(value);
        }
    }
    for (Eigen::Index i = 0; i < store.project_flags.size(); ++i) {
        result.push_back(store.project_flags.data()[i]);
    }
    for (const auto* table : {&store.project_funded, &store.first_year_fai, &store.first_year_unmet,
                              &store.first_year_price, &store.first_year_unreported}) {
        for (Eigen::Index i = 0; i < table->size(); ++i) add(table->data()[i]);
    }
    return result;
}

Bits simulated_bits(const plan::Plan& plan, int width, int paths = 100) {
    kernel::PathStore store(plan, paths, kernel::Detail::traced);
    kernel::simulate_paths(plan, 7, 0, static_cast<std::uint64_t>(paths), width, store);
    return bits_of(store);
}

}  // namespace

TEST_CASE("schedules passed ahead of the months: the same bits as month by month",
          "[kernel][timed]") {
    int only_schedules = 0, simple = 0, others = 0;
    for (unsigned seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed);
        const auto plan = compiled(network(seed, Cost::none));
        REQUIRE(plan.timed_runs.size() >= plan.projects.size());
        only_schedules += plan.only_schedule ? 1 : 0;
        for (const auto& run : plan.timed_runs) (run.even && run.simple ? simple : others) += 1;
        const auto by_month = simulated_bits(plan::all_by_month(plan), 64);
        CHECK(simulated_bits(plan, 64) == by_month);
        if (seed % 5 == 0) CHECK(simulated_bits(plan, 1) == by_month);
    }
    // Both ways through a run are taken.
    CHECK(only_schedules == 150);
    CHECK(simple > 300);
    CHECK(others > 300);
}

TEST_CASE("schedules beside projects that wait for money: the same bits as month by month",
          "[kernel][timed]") {
    int mixed = 0, events = 0, releases = 0;
    for (unsigned seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed);
        const auto plan = compiled(network(seed, Cost::some));
        CHECK_FALSE(plan.only_schedule);
        mixed += plan.timed_runs.empty() ? 0 : 1;
        events += static_cast<int>(plan.timed_events.size());
        for (const auto& event : plan.timed_events) releases += event.released.empty() ? 0 : 1;
        const auto by_month = simulated_bits(plan::all_by_month(plan), 64);
        CHECK(simulated_bits(plan, 64) == by_month);
        if (seed % 10 == 0) CHECK(simulated_bits(plan, 1) == by_month);
    }
    CHECK(mixed > 120);
    CHECK(events > 200);
    CHECK(releases > 50);
}

TEST_CASE("schedules ahead of the months: a link or a deadline that moves is told apart",
          "[kernel][timed]") {
    // Negative control of the two comparisons above.
    int links = 0, deadlines = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        const auto plan = compiled(network(seed, Cost::none));
        const auto before = simulated_bits(plan, 64);
        auto longer = plan;
        for (auto& run : longer.timed_runs) {
            for (auto& link : run.incoming) link.link.lag += 0.05;
        }
        links += simulated_bits(longer, 64) == before ? 0 : 1;
        auto later = plan;
        for (auto& stage : later.stages) stage.deadline += stage.deadline >= 0 ? 1 : 0;
        deadlines += simulated_bits(later, 64) == before ? 0 : 1;
    }
    CHECK(links > 25);
    CHECK(deadlines > 25);
}

TEST_CASE("what makes a plan more than a schedule", "[kernel][timed]") {
    const auto bare = [] {
        auto model = empty_model(3);
        add_project(model, "a", 0.0, {stage(model::StageKind::construction, uniform(2.0, 9.0))});
        add_project(model, "b", 0.0, {stage(model::StageKind::construction, uniform(2.0, 9.0))});
        add_link(model, "a", 0, "b", 0);
        return model;
    };
    CHECK(compiled(bare()).only_schedule);

    auto with_revenue = bare();
    add_revenue(with_revenue, "tax", 1e8);
    CHECK_FALSE(compiled(with_revenue).only_schedule);
    CHECK(compiled(with_revenue).timed_runs.size() == 2);

    auto with_output = bare();
    with_output.projects[1].new_output = yuan(1e7);
    CHECK_FALSE(compiled(with_output).only_schedule);

    // b follows a, which waits for money.
    auto with_cost = empty_model(3);
    add_unlimited(with_cost, "money");
    add_funding(with_cost, add_project(with_cost, "a", 1e8, 6.0), "money");
    add_project(with_cost, "b", 0.0, {stage(model::StageKind::construction, uniform(2.0, 9.0))});
    add_link(with_cost, "a", 0, "b", 0);
    CHECK(compiled(with_cost).timed_runs.empty());

    auto held_back = bare();
    add_link(held_back, "a", 0, "b", 0, 1.0, Kind::finish_finish);
    CHECK(compiled(held_back).timed_runs.size() == 1);

    auto scarce = bare();
    add_capacity(scarce, "crews", model::Capacity::Kind::renewable, 1.0);
    add_demand(scarce, scarce.projects[1].stages[0], "crews", 1.0);
    CHECK(compiled(scarce).timed_runs.size() == 1);
}
