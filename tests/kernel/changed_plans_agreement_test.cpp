// Catches: any difference between the engine and the naive implementation on plans that nobody
// wrote: a plan that uses nearly every table, changed in several places at once as far as it stays
// valid. COFFER_CHANGED_PLANS is how many are tried; the default keeps the suite fast.
// COFFER_CHANGED_FROM is the first seed, to go on where a run ended or to see one plan alone.
#include <cstdlib>
#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "coffer/model/validate.hpp"
#include "support/any_contracts.hpp"
#include "support/model_fields.hpp"
#include "support/naive/differences.hpp"
#include "support/simulation.hpp"
#include "support/under_way.hpp"
#include "support/whole_plan.hpp"

using namespace coffer;

namespace {

/// What the naive implementation does not read, and what takes long to compile.
void simplify(model::Model& model) {
    model.simulation.region.clear();
    model.simulation.common.clear();
    for (auto& driver : model.drivers) {
        driver.degrees_of_freedom.reset();
        driver.history_years = 0.0;
    }
    using Shape = model::Distribution::Shape;
    const auto simpler = [](model::Distribution& each) {
        if (each.shape == Shape::pert) each.shape = Shape::triangular;
        // Work below what counts as reached begins and ends at once, in one order or the other.
        for (double* value : {&each.a, &each.mode, &each.b}) {
            if (*value < 1e-6) *value = 0.0;
        }
    };
    for (auto& taxpayer : model.taxpayers) simpler(taxpayer.outage_duration);
    for (std::size_t p = 0; p < model.projects.size(); ++p) {
        auto& project = model.projects[p];
        if (!testing::may_be_known(model, p)) project.actuals.reset();
        simpler(project.cost_overrun);
        for (auto& stage : project.stages) {
            simpler(stage.duration);
            // The naive implementation finds late starts by halving, to 1e-7 of a month only.
            using Timing = model::Stage::Timing;
            if (stage.timing != Timing::late && stage.timing != Timing::must_finish) continue;
            stage.timing = Timing::early;
            stage.dated = 0;
        }
    }
}

/// A number from the environment.
std::uint64_t wanted(const char* variable, std::uint64_t unless_told) {
    const char* told = std::getenv(variable);
    return told == nullptr ? unless_told : std::strtoull(told, nullptr, 10);
}

/// Changes plans at random, after `prepare` has been at them, and holds the two against each other.
void check_changed_plans(std::uint64_t usual_plans, std::uint64_t usual_seed,
                         const std::function<void(model::Model&, testing::Choices&)>& prepare) {
    constexpr int paths = 3, most_changes = 6;
    constexpr std::uint64_t draws = 5;
    const std::uint64_t plans = wanted("COFFER_CHANGED_PLANS", usual_plans);
    const std::uint64_t first_seed = wanted("COFFER_CHANGED_FROM", usual_seed);
    model::Model whole = testing::model_of(testing::whole_plan_files());
    simplify(whole);
    {
        const Diagnostics wrong = model::validate(whole);
        INFO(test::shown(wrong));
        REQUIRE_FALSE(wrong.has_errors());
    }
    int compared = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + plans; ++seed) {
        model::Model model = whole;
        testing::Choices choices(seed);
        prepare(model, choices);
        {
            const Diagnostics wrong = model::validate(model);
            INFO(seed << test::shown(wrong));
            REQUIRE_FALSE(wrong.has_errors());
        }
        std::string changes;
        for (int change = 0; change < most_changes; ++change) {
            model::Model next = model;
            const std::string what = testing::change_one(next, choices);
            simplify(next);
            if (model::validate(next).has_errors()) continue;
            model = std::move(next);
            changes += "; " + what;
        }
        if (changes.empty()) continue;
        Diagnostics diagnostics;
        const auto plan = plan::compile(model, diagnostics);
        if (!plan) continue;
        const auto store =
            testing::simulated(*plan, paths, kernel::Draws::of(model.simulation, draws));
        // Beyond whole fen neither means anything.
        if (store.out_of_range(0, 0) + store.out_of_range(1, 0) + store.out_of_range(2, 0) != 0) {
            continue;
        }
        ++compared;
        INFO("seed " << seed << changes);
        CHECK(testing::differences_between("changed", model, *plan, draws, draws, paths) == 0);
    }
    CHECK(compared > static_cast<int>(plans / 2));
}

}  // namespace

// Has caught in the naive implementation: interest by days of plans that do not begin in January,
// and of a coupon that stepped up before the plan on the last day of a month.
TEST_CASE("naive implementation agrees on changed plans", "[kernel][naive]") {
    check_changed_plans(250, 1000000, [](model::Model&, testing::Choices&) {});
}

// Has caught in the engine: drawings below nothing where known ones had used what was tied to
// others; stages told to be finished that went on waiting to finish; capacities that grew by what
// known stages had never taken; stages that end in a known month without working time, a month
// late; a budget reserve of cash that known drawings had spent. All projects that cost something
// are known.
TEST_CASE("naive implementation agrees on changed plans under way", "[kernel][naive]") {
    // Of up to twenty months, so that known years are whole, begun, and none.
    check_changed_plans(30, 2000000, [](model::Model& model, testing::Choices& choices) {
        const auto months = static_cast<int>(1 + choices.below(20));
        using OutOfSequence = model::OutOfSequence;
        model.project_policy.out_of_sequence =
            choices.below(2) == 0 ? OutOfSequence::overridden : OutOfSequence::retained;
        testing::put_under_way(model, months, choices);
    });
}

// Catches: a rule on contracts that the two read in different ways where terms meet that no plan in
// this repository combines: holidays, short periods, grace, days, frequencies, steps. Has caught in
// the engine: a payment before the plan, due in its first month, where interest was counted by
// actual/actual and the first payment lay several periods back; a payment in February that became
// the last of the month because another day of the contract was.
TEST_CASE("naive implementation agrees on contracts that nobody wrote", "[kernel][naive]") {
    check_changed_plans(60, 3000000, [](model::Model& model, testing::Choices& choices) {
        testing::draw_contracts(model, choices);
    });
}
