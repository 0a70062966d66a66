// Catches: a search that misses the optimum that enumeration finds, an optimum that breaks a
// condition, an answer where there is none, results that depend on threads.
#include "coffer/analysis/optimise.hpp"

#include <catch2/catch.hpp>

#include "support/minimal_case.hpp"

namespace {

using namespace coffer;
using testing::options_of;

std::vector<analysis::Decision> decisions() {
    Diagnostics diagnostics;
    std::vector<analysis::Decision> all;
    const auto add = [&](const std::string& id, const std::vector<std::string>& statements) {
        auto change = testing::change_of(statements);
        change.id = id;
        auto decision = analysis::read_decision(change, diagnostics);
        INFO(test::shown(diagnostics));
        REQUIRE(decision.has_value());
        all.push_back(std::move(*decision));
    };
    add("works", {"x in 0.5..1.5 by 0.25", "pipelines[*].annual*=x"});
    add("budget", {"x in 0.8..1.4 by 0.2", "sources[budget].annual*=x"});
    add("upkeep", {"expenditure[upkeep].base*=3"});
    return all;
}

struct Asked {
    std::vector<analysis::Objective> objectives;
    std::vector<analysis::Requirement> constraints;
};

Asked asked(const analysis::Case& base, const std::string& condition) {
    Diagnostics diagnostics;
    Asked result;
    result.objectives.push_back(
        {*analysis::read_measure("mean(fai@2020-2022)", base.plan, {}, diagnostics), true});
    result.constraints.push_back(
        *analysis::read_requirement(condition, base.plan, {}, diagnostics));
    REQUIRE(diagnostics.sorted().empty());
    return result;
}

}  // namespace

TEST_CASE("decisions have levels", "[analysis][optimise]") {
    const auto all = decisions();
    CHECK(all[0].levels == std::vector<double>{0.5, 0.75, 1.0, 1.25, 1.5});
    CHECK(all[2].levels == std::vector<double>{0.0, 1.0});
    CHECK_FALSE(all[2].at(0).has_value());
    CHECK(all[2].at(1)->statements[0].text == "expenditure[upkeep].base*=3");
    Diagnostics diagnostics;
    CHECK_FALSE(analysis::read_decision(
        testing::change_of({"x in 0..1 by 0.001", "treasury.cash_floor=x万"}), diagnostics));
    CHECK(diagnostics.error_count() == 1);
}

TEST_CASE("the optimum is the one that enumeration finds", "[analysis][optimise]") {
    const auto base = testing::minimal_case();
    const auto all = decisions();
    const auto question = asked(base, "mean(cash_min@2022)>=3500万元");
    const auto how = options_of(600);
    // By hand: every combination on all paths.
    std::optional<double> best;
    double at_all = 0.0;
    for (const double works : all[0].levels) {
        for (const double budget : all[1].levels) {
            for (const bool upkeep : {false, true}) {
                std::vector<std::string> statements{
                    "pipelines[*].annual*=" + std::to_string(works),
                    "sources[budget].annual*=" + std::to_string(budget)};
                if (upkeep) statements.push_back("expenditure[upkeep].base*=3");
                const auto other = testing::changed(base, statements);
                analysis::Runner runner(how, {}, 1);
                const auto paths = runner.run(other.plan);
                const auto value = [&](const analysis::Measure& measure) {
                    return analysis::estimate_of(measure,
                                                 analysis::values_on(other.plan, *paths, measure));
                };
                const double fai = value(question.objectives[0].measure).value;
                at_all = std::max(at_all, fai);
                const auto cash = value(question.constraints[0].measure);
                if (!question.constraints[0].holds(*cash.interval.low)) continue;
                best = std::max(best.value_or(0.0), fai);
            }
        }
    }
    REQUIRE(best.has_value());
    CHECK(*best < at_all);  // the condition binds, or the test tests nothing
    for (const std::uint64_t candidates : {100U, 36U}) {  // all 40, and a search
        INFO(candidates);
        const auto optimum = analysis::optimise(base, all, question.objectives,
                                                question.constraints, {candidates, 99}, how, {});
        REQUIRE(optimum.has_value());
        REQUIRE(optimum->winner.has_value());
        CHECK(optimum->exhaustive == (candidates == 100));
        CHECK(optimum->winner->objectives[0].value == Approx(*best).epsilon(1e-9));
        CHECK(optimum->winner->surely_feasible);
        REQUIRE(optimum->audited.has_value());
        CHECK(optimum->audited->objectives[0].value ==
              Approx(*best).margin(5.0 * optimum->audited->objectives[0].se + 1.0));
        REQUIRE(optimum->costs.size() == 1);
        CHECK(optimum->costs[0].objective.has_value());
        auto alone = how;
        alone.threads = 1;
        const auto again = analysis::optimise(base, all, question.objectives, question.constraints,
                                              {candidates, 99}, alone, {});
        CHECK(again->winner->choice == optimum->winner->choice);
        CHECK(again->tried == optimum->tried);
    }
}

TEST_CASE("no plan that meets the conditions is an answer", "[analysis][optimise]") {
    const auto base = testing::minimal_case();
    const auto all = decisions();
    const auto question = asked(base, "mean(cash_min@2022)>=900亿元");
    const auto optimum = analysis::optimise(base, all, question.objectives, question.constraints,
                                            {100, 99}, options_of(200), {});
    REQUIRE(optimum.has_value());
    CHECK_FALSE(optimum->winner.has_value());
    CHECK_FALSE(optimum->finalists.empty());
}
