// Catches: counts of a funnel whose mean or variance is not that of independent prospects,
// prospects that take two steps in a month or are counted twice, money that does not follow them,
// gates that open without an investor, disagreement with the naive implementation.
#include <array>
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

model::Funnel& add_funnel(model::Model& model, const std::string& id) {
    model::Funnel funnel;
    funnel.id = id;
    funnel.name = {id, id};
    funnel.stream = stream_of("funnel", id);
    funnel.new_prospects.assign(static_cast<std::size_t>(model.years), 0.0);
    model.funnels.push_back(funnel);
    return model.funnels.back();
}

/// 55 negotiating, 5 signed, 2 landed, and new ones each month.
model::Model wanghua_like(double new_prospects) {
    auto model = empty_model(4);
    add_source(model, "investors", model::Source::Kind::investor, 0.0);
    auto& funnel = add_funnel(model, "town");
    funnel.initial = {55, 5, 2};
    funnel.months = {9.0, 5.0, 2.5};
    funnel.probability = {0.3, 0.6, 0.85};
    funnel.new_prospects.assign(4, new_prospects);
    funnel.investment = yuan(3e7);
    funnel.source = Index<model::Source>{0};
    return model;
}

/// Where one prospect is: negotiating, signed, landed, arrived so far.
using Chances = std::array<double, 4>;

Chances after_a_month(const Chances& before, const model::Funnel& funnel) {
    Chances after = before;
    for (std::size_t s = 0; s < 3; ++s) {
        const double leaves = before[s] / funnel.months[s];
        after[s] -= leaves;
        after[s + 1] += leaves * funnel.probability[s];
    }
    return after;
}

struct Moments {
    double mean = 0.0, variance = 0.0;
    void add(double count, double chance) {
        mean += count * chance;
        variance += count * chance * (1.0 - chance);
    }
};

/// Prospects are independent, so counts are sums of binomials: by step at the end of each month,
/// and those that arrived since the end of month `since` (-1: the start).
std::vector<Moments> expected(const model::Funnel& funnel, int month, int since) {
    std::vector<Moments> result(4);
    const auto add = [&](double count, std::size_t step, int months, int months_since) {
        Chances now{}, then{};
        now[step] = 1.0;
        then[step] = 1.0;
        for (int m = 0; m < months; ++m) now = after_a_month(now, funnel);
        for (int m = 0; m < months_since; ++m) then = after_a_month(then, funnel);
        for (std::size_t s = 0; s < 3; ++s) result[s].add(count, now[s]);
        result[3].add(count, now[3] - then[3]);
    };
    for (std::size_t s = 0; s < 3; ++s) add(funnel.initial[s], s, month + 1, since + 1);
    for (int m = 0; m <= month; ++m) {
        const double rate = funnel.new_prospects[0];
        if (rate == std::floor(rate)) {
            add(rate, 0, month - m, std::max(0, since - m));
        } else {  // one with the probability `rate`, which is below one
            Chances now{}, then{};
            now[0] = then[0] = rate;
            for (int i = 0; i < month - m; ++i) now = after_a_month(now, funnel);
            for (int i = 0; i < since - m; ++i) then = after_a_month(then, funnel);
            for (std::size_t s = 0; s < 3; ++s) result[s].add(1.0, now[s]);
            result[3].add(1.0, now[3] - then[3]);
        }
    }
    return result;
}

/// How many of 16 counts by year have a mean or variance away from the expected ones.
int rejected(const model::Model& model, const model::Funnel& assumed) {
    constexpr int paths = 20000;
    const auto plan = compiled(model);
    kernel::PathStore store(plan, paths);
    kernel::simulate_paths(plan, 11, 0, paths, 64, store);
    int count = 0;
    for (int year = 0; year < 4; ++year) {
        const auto moments = expected(assumed, 12 * year + 11, 12 * year - 1);
        for (std::size_t s = 0; s < 4; ++s) {
            const auto column = store.yearly.col(
                kernel::PathStore::year_column(plan, plan.funnel_slots.first + 1 + s, year));
            const double mean = column.mean();
            const double variance = (column - mean).square().sum() / (paths - 1);
            const double sd = std::sqrt(moments[s].variance);
            // Six standard errors: 2e-9 each, 6e-8 for the 32 checks of a scenario. The kurtosis of
            // a sum of binomials exceeds 3 by at most 1/variance.
            const double of_variance =
                moments[s].variance * std::sqrt((2.0 + 1.0 / moments[s].variance) / paths);
            if (std::abs(mean - moments[s].mean) > 6.0 * sd / std::sqrt(paths)) ++count;
            if (std::abs(variance - moments[s].variance) > 6.0 * of_variance) ++count;
        }
    }
    return count;
}

}  // namespace

TEST_CASE("a funnel's counts have the mean and variance of independent prospects",
          "[kernel][funnels]") {
    for (const double new_prospects : {0.0, 2.0, 0.35}) {
        const auto model = wanghua_like(new_prospects);
        CHECK(rejected(model, model.funnels[0]) == 0);
        // Negative controls: a bias of two points in one probability, of a tenth in one stay, and
        // prospects that move on in their first month.
        auto other = model.funnels[0];
        other.probability[1] -= 0.02;
        CHECK(rejected(model, other) > 0);
        other = model.funnels[0];
        other.months[0] *= 0.9;
        CHECK(rejected(model, other) > 0);
    }
}

TEST_CASE("prospects are never lost from the count but by decision", "[kernel][funnels]") {
    // All go on, each step takes a month: they march in step.
    auto model = wanghua_like(1.0);
    auto& funnel = model.funnels[0];
    funnel.initial = {4, 3, 2};
    funnel.months = {1.0, 1.0, 1.0};
    funnel.probability = {1.0, 1.0, 1.0};
    const auto plan = compiled(model);
    kernel::PathStore store(plan, 16);
    kernel::simulate_paths(plan, 11, 0, 16, 64, store);
    const auto at = [&](plan::FunnelSlot slot, int year) {
        return store.yearly.col(kernel::PathStore::year_column(
            plan, plan.funnel_slots.first + static_cast<std::size_t>(slot), year));
    };
    using plan::FunnelSlot;
    // One a month enters: at the end of each month one in each step. The first year's arrivals are
    // 2 + 3 + 4 and nine of the new ones.
    CHECK((at(FunnelSlot::arrived, 0) == 18.0).all());
    CHECK((at(FunnelSlot::arrived, 1) == 12.0).all());
    CHECK((at(FunnelSlot::negotiating, 0) == 1.0).all());
    CHECK((at(FunnelSlot::signed_up, 0) == 1.0).all());
    CHECK((at(FunnelSlot::landed, 0) == 1.0).all());
    CHECK((at(FunnelSlot::attracted, 0) == 18.0 * 3e7).all());
    CHECK((at(FunnelSlot::newly_signed, 0) == 4.0 + 11.0).all());
    CHECK((at(FunnelSlot::newly_landed, 0) == 3.0 + 4.0 + 10.0).all());
    CHECK((at(FunnelSlot::newly_landed, 1) == 12.0).all());
}

TEST_CASE("on the reference path a funnel moves by expected numbers", "[kernel][funnels]") {
    for (const double new_prospects : {0.0, 2.0, 0.35}) {
        auto model = wanghua_like(new_prospects);
        const auto plan = compiled(model);
        kernel::PathStore store(plan, 1);
        kernel::simulate_paths(plan, kernel::Draws::at_median(), 0, 1, 1, store);
        for (int year = 0; year < 4; ++year) {
            const auto moments = expected(model.funnels[0], 12 * year + 11, 12 * year - 1);
            for (std::size_t s = 0; s < 4; ++s) {
                const auto column =
                    kernel::PathStore::year_column(plan, plan.funnel_slots.first + 1 + s, year);
                CHECK(store.yearly(0, column) == Approx(moments[s].mean));
            }
        }
    }
}

TEST_CASE("a stage waits for an investor, a pipeline for the money", "[kernel][funnels]") {
    auto model = empty_model(4);
    add_source(model, "investors", model::Source::Kind::investor, 0.0);
    auto& funnel = add_funnel(model, "town");
    funnel.initial = {1, 1, 0};
    funnel.months = {1.0, 1.0, 1.0};
    funnel.probability = {1.0, 1.0, 1.0};
    funnel.investment = yuan(2e7);
    funnel.source = Index<model::Source>{0};
    auto& capacity = add_capacity(model, "arrived", model::Capacity::Kind::investors, 0.0);
    capacity.inflow = 0;
    for (const char* id : {"a", "b", "c"}) {
        auto& project =
            add_project(model, id, 0.0, {stage(model::StageKind::construction, fixed(3.0))});
        add_demand(model, project.stages[0], "arrived", 1.0);
    }
    auto& pipeline = add_pipeline(model, "programme", 1.2e9);
    add_funding(model, pipeline, "investors");
    const auto plan = compiled(model);
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 11, 0, 1, 1, store);
    // The money of the first arrives in month 1, of the second in month 2; nobody else comes.
    CHECK(store.finish(0, 0) == 4.0);
    CHECK(store.finish(0, 1) == 5.0);
    CHECK(store.finish(0, 2) == kernel::PathStore::beyond(plan));
    const auto fai = static_cast<std::size_t>(plan::YearSlot::fai_pipeline);
    CHECK(store.yearly(0, kernel::PathStore::year_column(plan, fai, 0)) == 4e7);
    const auto naive = naive::simulate(model, 11, 0);
    CHECK(naive.finish.at("a") == Approx(4.0));
    CHECK(naive.finish.at("b") == Approx(5.0));
    CHECK(naive.annual.at({"fai", "pipeline", 0}) == 4e7);
}

TEST_CASE("the naive implementation agrees on funnels", "[kernel][funnels][naive]") {
    auto model = wanghua_like(1.6);
    model.project_policy.suspension_threshold = 0.0;  // nothing is suspended
    auto& second = add_funnel(model, "village");
    second.initial = {0, 0, 9};
    second.months = {1.0, 3.0, 6.0};
    second.probability = {0.7, 0.6, 0.5};
    second.new_prospects = {0.25, 1.0, 0.0, 3.5};
    auto& capacity = add_capacity(model, "arrived", model::Capacity::Kind::investors, 0.0);
    capacity.inflow = 1;
    for (int i = 0; i < 6; ++i) {
        auto& project = add_project(model, "p" + std::to_string(i), 5e7, 6.0);
        add_demand(model, project.stages[0], "arrived", 1.0 + i % 2);
        add_funding(model, project, "investors");
    }
    const auto differences = [](const model::Model& one, const model::Model& other) {
        const auto plan = compiled(one);
        constexpr int paths = 40;
        kernel::PathStore store(plan, paths);
        kernel::simulate_paths(plan, kernel::Draws::of(one.simulation, 5), 0, paths, 64, store);
        int count = 0;
        for (int path = 0; path < paths; ++path) {
            const auto naive = naive::simulate(other, 5, static_cast<std::uint64_t>(path));
            for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
                for (int year = 0; year < plan.years; ++year) {
                    if (!plan.reported(slot, year)) continue;
                    const double engine =
                        store.yearly(path, kernel::PathStore::year_column(plan, slot, year));
                    const auto& id = model::info(plan.slots[slot].indicator).id;
                    const double expected =
                        naive.annual.at({id, plan.slots[slot].dimension.text(), year});
                    if (std::abs(engine - expected) > 1e-9 * std::abs(expected) + 1e-6) {
                        ++count;
                        UNSCOPED_INFO(id << " " << plan.slots[slot].dimension.text() << " " << year
                                         << " " << engine << " " << expected);
                    }
                }
            }
        }
        return count;
    };
    CHECK(differences(model, model) == 0);
    auto median = model;
    median.simulation.median = true;
    CHECK(differences(median, median) == 0);
    auto other = model;
    other.funnels[1].probability[2] = 0.45;
    CHECK(differences(model, other) > 0);
    other = model;
    other.funnels[0].new_prospects[2] = 1.7;
    CHECK(differences(model, other) > 0);
}
