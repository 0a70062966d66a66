// Catches: restructuring that slows down the wrong projects, by the wrong speed or for too long,
// moments within a slow month, pipelines cut in their accounts but not in their work.
#include <vector>

#include <catch2/catch.hpp>

#include "support/figures.hpp"
#include "support/finishes.hpp"
#include "support/model_builder.hpp"
#include "support/naive/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::DebtClass;
using model::Indicator;
using model::StageKind;
using Repayment = model::LoanTerms::Repayment;

/// Interest is all of general-budget expenditure until the debt is repaid: a restructuring from the
/// second year on, to the end of the year after that of the last interest.
model::Model county(int years, int last_interest) {
    auto model = empty_model(years);
    model.treasury.opening[0] = yuan(1e6);
    add_unlimited(model, "company");
    model.sources[0].kind = model::Source::Kind::platform;
    add_instrument(model, "general", DebtClass::general, 2000.0, Repayment::bullet, 0.1, 1,
                   last_interest);
    model.restructuring.emplace();
    model.restructuring->running_project_cut = 0.5;
    return model;
}

/// Finish of a project on path 0, the same from both implementations.
double finish(const model::Model& model, const std::string& id) {
    const auto plan = compiled(model);
    const auto store = simulated(plan, 1);
    const auto naive = naive::simulate(model, 20201122, 0);
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        if (plan.projects[p].id != id) continue;
        const double moment = store.finish(0, static_cast<Eigen::Index>(p));
        CHECK(moment == Approx(naive.finish.at(id)).margin(half_a_thousandth));
        return moment;
    }
    FAIL("no project " << id);
    return 0.0;
}

}  // namespace

TEST_CASE("restructuring slows down what is under way: D months take D/v", "[kernel]") {
    auto model = county(6, 71);
    add_funding(model, add_project(model, "road", 1200.0, 20.5), "company");
    // Twelve months at full speed, then 8.5 months of work at half of it.
    CHECK(finish(model, "road") == Approx(12.0 + 8.5 / 0.5).margin(1e-4));
    SECTION("unless investors alone pay for it") {
        model.sources[0].kind = model::Source::Kind::investor;
        CHECK(finish(model, "road") == Approx(20.5).margin(1e-4));
    }
    SECTION("at another speed") {
        model.restructuring->running_project_cut = 0.2;
        CHECK(finish(model, "road") == Approx(12.0 + 8.5 / 0.8).margin(1e-4));
    }
    SECTION("with a winter stop it is the months of work that are slow") {
        model.projects[0].productivity = work_except({0, 1});
        model.projects[0].stages[0].duration = fixed(14.5);
        // Ten in the first year; 4.5 need nine months of the second, from March on.
        CHECK(finish(model, "road") == Approx(12.0 + 2.0 + 9.0).margin(1e-4));
    }
    SECTION("as long as it lasts") {
        model.debt[0].maturity = 23;
        model.restructuring->running_project_cut = 1.0;
        const Figures figures(model, 1);
        // Two years of standstill, in which nothing is spent and nobody is short of money.
        CHECK(finish(model, "road") == Approx(12.0 + 24.0 + 8.5).margin(1e-4));
        CHECK(figures.figure(Indicator::fai, 1) == 0.0);
        CHECK(figures.figure(Indicator::fai, 2) == 0.0);
        CHECK(figures.figure(Indicator::fai, 0) + figures.figure(Indicator::fai, 3) ==
              Approx(1200.0).margin(0.01));
        CHECK(figures.figure(Indicator::projects_suspended, 1) == 0.0);
    }
    SECTION("negative control: nothing is cut by default") {
        model.restructuring->running_project_cut = 0.0;
        CHECK(finish(model, "road") == Approx(20.5).margin(1e-4));
    }
    SECTION("money that comes short slows it down further") {
        // A tenth of the cost each month of the second year is half of what the slow work asks for.
        model.projects[0].s_curve_a = model.projects[0].s_curve_b = 1;
        model.project_policy.suspension_threshold = 0.0;
        model.projects[0].total_investment = yuan(2050.0);  // 100 a month of work
        model.projects[0].funding.clear();
        auto& grant = add_source(model, "rare", model::Source::Kind::grant, 1200.0);
        grant.arrival.annual[1] = yuan(300.0);
        grant.arrival.annual[2] = yuan(1e6);
        add_funding(model, model.projects[0], "rare");
        // Speeds 1, then 0.5 * 0.5 for a year, then 0.5: 12 + 3 + 5.5.
        CHECK(finish(model, "road") == Approx(24.0 + 5.5 / 0.5).margin(1e-3));
    }
}

TEST_CASE("moments within a slow month", "[kernel]") {
    auto model = county(6, 71);
    add_funding(model,
                add_project(model, "road", 1200.0,
                            {stage(StageKind::land, fixed(13.75), 0.4),
                             stage(StageKind::construction, fixed(6.75), 0.6)}),
                "company");
    add_funding(model, add_project(model, "school", 300.0, 3.0), "company");
    add_link(model, "road", 1, "school", 0, 0.0, model::Link::Kind::start_start);
    // Construction of the road starts 1.75 months of work into the second year, at 15.5, and lets
    // the school start. Seen in month 16, the school works 1.5 months as a new project, and the
    // rest at half the speed.
    CHECK(finish(model, "road") == Approx(12.0 + 8.5 / 0.5).margin(1e-4));
    CHECK(finish(model, "school") == Approx(17.0 + 1.5 / 0.5).margin(1e-4));
    SECTION("what costs nothing saves nothing: it is not slowed down") {
        model.projects[1].total_investment = Money();
        model.projects[1].funding.clear();
        CHECK(finish(model, "school") == Approx(15.5 + 3.0).margin(1e-4));
    }
    SECTION("a finish lets go at its moment") {
        model.links[0].kind = model::Link::Kind::finish_start;
        model.links[0].from_stage = 0;
        CHECK(finish(model, "school") == Approx(17.0 + 1.5 / 0.5).margin(1e-4));
    }
}

TEST_CASE("restructuring cuts pipelines", "[kernel]") {
    auto model = county(3, 35);
    auto& pipeline = add_pipeline(model, "small", 1200.0);
    add_funding(model, pipeline, "company");
    model.restructuring->pipeline_cut = 0.25;
    const Figures figures(model, 1);
    CHECK(figures.figure(Indicator::fai, 0, "pipeline") == 1200.0);
    CHECK(figures.figure(Indicator::fai, 1, "pipeline") == 900.0);
    CHECK(figures.figure(Indicator::fai, 2, "pipeline") == 900.0);
    // What investors alone pay for is not the county's to cut.
    model.sources[0].kind = model::Source::Kind::investor;
    CHECK(Figures(model, 1).figure(Indicator::fai, 1, "pipeline") == 1200.0);
}
