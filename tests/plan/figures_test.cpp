// Catches: an indicator that the register says a model has and the plan does not keep, so that a
// target on it would have no figure; one that is kept and reported in a plan that has it not; a
// list of figures that does not fit its enumeration.
#include <algorithm>

#include <catch2/catch.hpp>

#include "coffer/plan/compile.hpp"
#include "support/model_builder.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"
#include "support/whole_plan.hpp"

using namespace coffer;
using namespace coffer::testing;

namespace {

/// Kept only where it is asked for.
bool on_demand(model::Indicator indicator, const std::string& dimension) {
    return (indicator == model::Indicator::projects_completed &&
            dimension.starts_with("project:")) ||
           (indicator == model::Indicator::debt_service && dimension != "total");
}

bool reported(const plan::Plan& plan, model::Indicator indicator, const std::string& dimension) {
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        const auto& each = plan.slots[slot];
        if (each.indicator != indicator || each.dimension.text() != dimension) continue;
        for (int year = 0; year < plan.years; ++year) {
            if (plan.reported(slot, year)) return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("a plan keeps what the register promises of its model, and reports nothing else",
          "[plan]") {
    std::vector<model::Model> models{model_of(whole_plan_files()), empty_model(1)};
    for (const auto& name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        models.push_back(load_model(name));
    }
    std::size_t lacking = 0;
    for (const auto& model : models) {
        const plan::Plan plan = compiled(model);
        for (const auto& each : model::indicator_register()) {
            const bool has = !each.extent.missing(model);
            lacking += has ? 0 : 1;
            for (const auto& dimension : texts_of(each.extent.dimensions(model))) {
                // Hangs on the first-year amounts of projects, which the register does not know.
                if (each.indicator == model::Indicator::first_year_execution) continue;
                if (on_demand(each.indicator, dimension)) continue;
                const bool one_year = plan.years == 1 && each.id.ends_with("_growth");
                if (one_year) continue;  // may have no base
                INFO(model.id << " " << each.id << " " << dimension);
                CHECK(reported(plan, each.indicator, dimension) == has);
            }
        }
    }
    CHECK(lacking > 50);  // both answers occur
}

TEST_CASE("slots of a group are what their enumeration calls them", "[plan]") {
    const plan::Plan plan = compiled(model_of(whole_plan_files()));
    const auto is = [&](std::size_t slot, const char* id, const char* dimension) {
        return model::info(plan.slots[slot].indicator).id == id &&
               plan.slots[slot].dimension.text() == dimension;
    };
    using plan::YearSlot;
    const auto at = [](YearSlot slot) { return static_cast<std::size_t>(slot); };
    CHECK(is(at(YearSlot::fai_pipeline), "fai", "pipeline"));
    CHECK(is(at(YearSlot::tier_orange), "debt_tier", "orange"));
    CHECK(is(at(YearSlot::cash_cover), "cash_cover", "total"));
    REQUIRE(plan.restructuring_slots.any());
    CHECK(is(plan.restructuring_slots.of(plan::RestructuringSlot::special_hit), "restructuring_hit",
             "special"));
    REQUIRE(plan.full_calibre_slots.any());
    CHECK(is(plan.full_calibre_slots.of(plan::FullCalibreSlot::red), "debt_tier_full_calibre",
             "red"));
    REQUIRE(plan.funnel_slots.any());
    CHECK(is(plan.funnel_slots.of(plan::FunnelSlot::newly_landed), "prospects", "newly_landed"));
    CHECK_FALSE(plan.funnel_slots.has(plan.funnel_slots.first - 1));
    CHECK(plan::indicator_of(plan::MonthSlot::arrears) == model::Indicator::arrears);
}
