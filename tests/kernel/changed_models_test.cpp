// Catches: a model in memory that is wrong in one place (an index, a length, a number, a word) and
// crashes, reads past an array, or is compiled to figures that are none. Deterministic; run it
// under the sanitizers, where reading past an array is seen.
#include <cmath>

#include <catch2/catch.hpp>

#include "coffer/base/contract.hpp"
#include "coffer/model/validate.hpp"
#include "support/model_fields.hpp"
#include "support/simulation.hpp"
#include "support/whole_plan.hpp"

using namespace coffer;

namespace {

/// Without what takes long to compile: tables of quantiles.
model::Model without_tables(model::Model model) {
    using Shape = model::Distribution::Shape;
    const auto simpler = [](model::Distribution& each) {
        if (each.shape == Shape::pert) each.shape = Shape::triangular;
    };
    for (auto& driver : model.drivers) {
        driver.degrees_of_freedom.reset();
        driver.history_years = 0.0;
    }
    for (auto& taxpayer : model.taxpayers) simpler(taxpayer.outage_duration);
    for (auto& project : model.projects) {
        simpler(project.cost_overrun);
        for (auto& stage : project.stages) simpler(stage.duration);
    }
    return model;
}

bool all_finite(const kernel::PathStore& store) {
    return testing::table_of(store.yearly).isFinite().all();
}

}  // namespace

TEST_CASE("a model that is changed in one place is refused or runs", "[kernel][validate]") {
    const model::Model whole = without_tables(testing::model_of(testing::whole_plan_files()));
    {
        const auto store = testing::simulated(whole, 4);
        REQUIRE(all_finite(store));
    }
    int refused = 0, ran = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        model::Model model = whole;
        testing::Choices choices(seed);
        const std::string change = testing::change_one(model, choices);
        INFO("seed " << seed << ", place " << change);
        const bool valid = !model::validate(model).has_errors();
        Diagnostics diagnostics;
        const auto plan = plan::compile(model, diagnostics);
        CHECK(plan.has_value() != diagnostics.has_errors());
        if (!valid) CHECK_FALSE(plan);
        if (!plan) {
            ++refused;
            continue;
        }
        ++ran;
        const auto store = testing::simulated(*plan, 2);
        const bool in_range = store.out_of_range(0, 0) == 0 && store.out_of_range(1, 0) == 0;
        if (in_range) CHECK(all_finite(store));
    }
    // Either outcome often enough for the other to mean something.
    CHECK(refused > 500);
    CHECK(ran > 300);
}

// Catches: a contract that ends the process, and with it all other plans of a night.
TEST_CASE("a broken contract ends its run and not the process", "[kernel][validate]") {
    const auto plan = testing::compiled(testing::model_of(testing::whole_plan_files()));
    kernel::PathStore store(plan, 2, kernel::Detail::traced);
    constexpr int no_width = 7;
    CHECK_THROWS_AS(kernel::simulate_paths(plan, kernel::Draws(1), 0, 2, no_width, store),
                    BrokenContract);
    CHECK(all_finite(testing::simulated(plan, 2)));
}
