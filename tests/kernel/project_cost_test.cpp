// Catches: a project that asks for a fen a month more or less than its cost, and so waits for ever
// for what its sources do not have, or leaves some of them; investment whose months do not add up.
#include <string>

#include <catch2/catch.hpp>

#include "support/finishes.hpp"
#include "support/model_builder.hpp"
#include "support/model_fields.hpp"

using namespace coffer;
using namespace coffer::testing;

TEST_CASE("a project with money for its cost, to the fen, finishes and counts all of it",
          "[kernel][projects]") {
    Choices choices(7);
    for (int trial = 0; trial < 200; ++trial) {
        auto model = empty_model(6);
        const auto fen = static_cast<std::int64_t>(10'000 + choices.below(100'000'000));
        const auto months = static_cast<int>(2 + choices.below(40));
        auto& source = add_source(model, "grant", model::Source::Kind::grant, 0.0);
        source.arrival.annual.front() = Money::from_fen(fen);
        auto& project = add_project(model, "road", 1.0, months);
        project.total_investment = Money::from_fen(fen);
        project.stages.front().not_before = 12;  // all of the money is there
        project.s_curve_a = static_cast<int>(1 + choices.below(3));
        project.s_curve_b = static_cast<int>(1 + choices.below(3));
        project.fai_share = 1.0;
        add_funding(model, project, "grant");
        if (choices.below(2) == 0) model.fai.basis = model::FaiPolicy::Basis::progress;
        CAPTURE(trial, fen, months, project.s_curve_a, project.s_curve_b);
        check_finishes(model, {12.0 + months});

        const auto plan = compiled(model);
        const auto store = simulated(plan, 1);
        constexpr auto fai = static_cast<std::size_t>(plan::YearSlot::fai_total);
        double counted = 0.0;
        for (int year = 0; year < plan.years; ++year) {
            counted += store.yearly(0, kernel::PathStore::year_column(plan, fai, year));
        }
        CHECK(counted == Approx(static_cast<double>(fen) / 100.0).margin(1e-4));
    }
}
