// Catches: a planned schedule that waits where the paths do not.
#include <catch2/catch.hpp>

#include "coffer/plan/compile.hpp"
#include "support/model_builder.hpp"

using namespace coffer;
using namespace coffer::testing;

TEST_CASE("a stage under way has begun: its earliest month no longer holds it", "[plan]") {
    auto model = empty_model(2);
    add_project(model, "road", 0.0, {stage(model::StageKind::construction, fixed(10.0), 0.0)});
    auto& road = model.projects[0];
    road.stages[0].not_before = 8;
    const auto planned_finish = [&model] {
        Diagnostics diagnostics;
        const auto plan = plan::compile(model, diagnostics);
        REQUIRE(plan.has_value());
        return plan->stages[0].planned_finish;
    };
    CHECK(planned_finish() == Approx(18.0));
    road.progress = 0.5;
    CHECK(planned_finish() == Approx(5.0));
}
