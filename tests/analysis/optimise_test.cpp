// Catches: a search that misses the optimum that enumeration finds, an optimum that breaks a
// condition, an answer where there is none, results that depend on threads.
#include "coffer/analysis/optimise.hpp"

#include <cmath>
#include <set>

#include <catch2/catch.hpp>

#include "support/minimal_case.hpp"
#include "support/three_projects.hpp"

namespace {

using namespace coffer;
using testing::options_of;
using testing::three_projects;

std::vector<analysis::Decision> decisions_of(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& texts) {
    Diagnostics diagnostics;
    std::vector<analysis::Decision> all;
    for (const auto& [id, statements] : texts) {
        auto change = testing::change_of(statements);
        change.id = id;
        auto decision = analysis::read_decision(change, diagnostics);
        INFO(test::shown(diagnostics));
        REQUIRE(decision.has_value());
        all.push_back(std::move(*decision));
    }
    return all;
}

std::vector<analysis::Decision> decisions() {
    return decisions_of({{"works", {"x in 0.5..1.5 by 0.25", "pipelines[*].annual*=x"}},
                         {"budget", {"x in 0.8..1.4 by 0.2", "sources[budget].annual*=x"}},
                         {"upkeep", {"expenditure[upkeep].base*=3"}}});
}

struct Asked {
    std::vector<analysis::Objective> objectives;
    std::vector<analysis::Requirement> constraints;
};

Asked asked(const analysis::Case& base, const std::string& condition,
            const std::string& objective = "mean(fai@2020-2022)") {
    Diagnostics diagnostics;
    Asked result;
    result.objectives.push_back(
        {*analysis::read_measure(objective, base.plan, {}, diagnostics), true});
    result.constraints.push_back(
        *analysis::read_requirement(condition, base.plan, {}, diagnostics));
    REQUIRE(diagnostics.sorted().empty());
    return result;
}

/// 5 x 5 x 2, and each twice: the last decision has no effect on investment.
std::vector<analysis::Decision> sizes() {
    return decisions_of({{"four", {"x in 0.5..1.5 by 0.25", "projects[p4].total_investment*=x"}},
                         {"two", {"x in 0.5..1.5 by 0.25", "projects[p2].total_investment*=x"}},
                         {"one", {"projects[p1].total_investment*=2"}},
                         {"null", {"drop projects[pn]"}}});
}

run::Options four_thousand() {
    auto how = options_of(4000);
    how.draws = kernel::Draws(1);
    return how;
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
        CHECK(optimum->costs[0].binds);
        auto alone = how;
        alone.threads = 1;
        const auto again = analysis::optimise(base, all, question.objectives, question.constraints,
                                              {candidates, 99}, alone, {});
        CHECK(again->winner->choice == optimum->winner->choice);
        CHECK(again->tried == optimum->tried);
    }
}

TEST_CASE("where effects add up, the programme alone finds the optimum", "[analysis][optimise]") {
    if (!analysis::programmes_are_solved()) {
        WARN("SKIPPED: built without a solver (COFFER_CBC)");
        return;
    }
    // How little revenue will do: amounts of revenue and expenditure add up.
    const auto base = testing::minimal_case();
    const auto all =
        decisions_of({{"taxes", {"x in 0.9..1.3 by 0.1", "revenue[taxes].base*=x"}},
                      {"upkeep", {"x in 0.5..1.5 by 0.25", "expenditure[upkeep].base*=x"}},
                      {"wages", {"x in 1..1.03 by 0.01", "expenditure[wages].base*=x"}},
                      {"mill", {"taxpayers[mill].output*=1.1"}}});
    auto question = asked(base, "mean(cash_min@2022)>=5000万元", "mean(general_revenue@2022)");
    question.objectives.front().maximise = false;
    question.constraints.push_back(asked(base, "mean(expenditure@2022)>=2.65亿元").constraints[0]);
    const auto how = options_of(400);
    const auto every = analysis::optimise(base, all, question.objectives, question.constraints,
                                          {1000, 99}, how, {});
    REQUIRE(every->exhaustive);
    REQUIRE(every->winner.has_value());
    // The plan, 4 + 4 + 3 + 1 levels alone, the proposals and as many from all over.
    const auto few =
        analysis::optimise(base, all, question.objectives, question.constraints, {19, 99}, how, {});
    CHECK(few->tried == 19);
    CHECK(few->proposed == 3);
    REQUIRE(few->winner.has_value());
    CHECK(few->winner->proposed);
    CHECK(few->winner->objectives[0].value == Approx(every->winner->objectives[0].value));
}

TEST_CASE("where decisions multiply, the search after the programme is needed",
          "[analysis][optimise]") {
    if (!analysis::programmes_are_solved()) {
        WARN("SKIPPED: built without a solver (COFFER_CBC)");
        return;
    }
    // Three times the taxes and three quarters of that: below the bound, but not if effects added
    // up.
    const auto base = testing::minimal_case();
    const auto all = decisions_of({{"x", {"x in 1..3 by 1", "revenue[taxes].base*=x"}},
                                   {"y", {"x in 0.5..1 by 0.25", "revenue[taxes].base*=x"}},
                                   {"z", {"x in 1..1.5 by 0.25", "expenditure[upkeep].base*=x"}}});
    const auto question =
        asked(base, "mean(general_revenue@2022)<=2.1亿元", "mean(general_revenue@2022)");
    const auto how = options_of(400);
    const auto best_of = [&](std::uint64_t candidates) {
        const auto found = analysis::optimise(base, all, question.objectives, question.constraints,
                                              {candidates, 99}, how, {});
        REQUIRE(found->winner.has_value());
        return *found;
    };
    const auto every = best_of(27);
    REQUIRE(every.exhaustive);
    const auto searched = best_of(26);
    CHECK_FALSE(searched.winner->proposed);
    CHECK(searched.winner->objectives[0].value == Approx(every.winner->objectives[0].value));
}

TEST_CASE("few paths that put the optimum below a condition do not lose it",
          "[analysis][optimise]") {
    // Catches a race in which any plan that meets the condition by its few paths goes before one
    // that misses it within their error. Exactly: the best of the 50 has sizes 0.5, 1.25 and 2,
    // mean 6.5, and P(fai <= 8) = 0.9107; plans with a margin have 6.0.
    const auto base = three_projects();
    const auto all = sizes();
    const auto question = asked(base, "P(fai@2020<=8亿元)>=90%", "mean(fai@2020)");
    for (const std::uint64_t candidates : {100U, 30U}) {
        INFO(candidates);
        const auto optimum =
            analysis::optimise(base, all, question.objectives, question.constraints,
                               {candidates, 99}, four_thousand(), {});
        REQUIRE(optimum->winner.has_value());
        CHECK(optimum->winner->choice == analysis::Choice{0, 3, 1, 0});
        // Without the condition all are as large as can be: 11 instead of 6.5, on the same paths.
        REQUIRE(optimum->costs.size() == 1);
        REQUIRE(optimum->costs[0].gain.has_value());
        CHECK(optimum->costs[0].gain->change == Approx(4.5e8).margin(5.0 * 0.02e8));
        CHECK(*optimum->costs[0].gain->interval.low > 4.4e8);
        CHECK(optimum->costs[0].without->value == Approx(11e8).margin(5.0 * 0.035e8));
        // Every finalist but the doubles, which differ in the decision without effect alone.
        for (const auto& trial : optimum->finalists) CHECK(trial.choice[3] == 0);
    }
}

TEST_CASE("the frontier of two figures is whole", "[analysis][optimise]") {
    // Catches a frontier cut off at the first figure's top, doubles on it, and plans that another
    // beats in one figure while the other is the same but for chance. Variances add up:
    // (a² + b² + c²)/12 for sizes a, b, c, exactly.
    const auto base = three_projects();
    Diagnostics diagnostics;
    const std::vector<analysis::Objective> objectives{
        {*analysis::read_measure("mean(fai@2020)", base.plan, {}, diagnostics), true},
        {*analysis::read_measure("sd(fai@2020)", base.plan, {}, diagnostics), false}};
    std::set<std::pair<int, int>> whole;  // mean and variance, of the plans that no other beats
    std::vector<std::pair<double, double>> plans;
    for (double four = 2.0; four <= 6.0; four += 1.0) {
        for (double two = 1.0; two <= 3.0; two += 0.5) {
            for (const double one : {1.0, 2.0}) {
                plans.emplace_back(four + two + one, four * four + two * two + one * one);
            }
        }
    }
    for (const auto& plan : plans) {
        const bool beaten = std::any_of(plans.begin(), plans.end(), [&](const auto& other) {
            return other.first >= plan.first && other.second <= plan.second && other != plan;
        });
        if (!beaten) {
            whole.emplace(std::lround(plan.first * 100.0), std::lround(plan.second * 100.0));
        }
    }
    const auto all = sizes();
    const auto optimum =
        analysis::optimise(base, all, objectives, {}, {100, 99}, four_thousand(), {});
    std::set<std::pair<int, int>> found;
    for (const auto& trial : optimum->finalists) {
        const double four = 2.0 + trial.choice[0], two = 1.0 + 0.5 * trial.choice[1],
                     one = 1.0 + trial.choice[2];
        CHECK(found
                  .emplace(std::lround((four + two + one) * 100.0),
                           std::lround((four * four + two * two + one * one) * 100.0))
                  .second);
    }
    CHECK(found == whole);
    // Worse than the plan (mean 7, variance 21/12) in neither.
    REQUIRE(optimum->winner.has_value());
    CHECK(optimum->winner->objectives[0].value > 6.9e8);
    CHECK(optimum->winner->objectives[1].value < 1.3e8);
    CHECK(optimum->against_plan[1] == 1);
    CHECK(optimum->against_plan[0] >= 0);
}

TEST_CASE("of plans that all miss a condition on every path the nearest come first",
          "[analysis][optimise]") {
    const auto base = three_projects();
    const auto question = asked(base, "P(fai@2020<=1亿元)>=90%", "mean(fai@2020)");
    const auto all = sizes();
    const auto optimum = analysis::optimise(base, all, question.objectives, question.constraints,
                                            {100, 99}, options_of(500), {});
    CHECK_FALSE(optimum->winner.has_value());
    REQUIRE_FALSE(optimum->finalists.empty());
    CHECK(optimum->finalists.front().choice == analysis::Choice{0, 0, 0, 0});
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

TEST_CASE("decisions that cannot be made, or do nothing, are told before the search",
          "[analysis][optimise]") {
    // Catches a typo that only lowers the number of plans tried.
    const auto base = testing::minimal_case();
    Diagnostics wrong;
    REQUIRE(analysis::check_decisions(
        base, decisions_of({{"typo", {"stages[plnt,construction].not_before=2021-01"}}}),
        options_of(100), {}, wrong));
    CHECK(wrong.error_count() == 1);
    CHECK(wrong.sorted().front().at.file == "test");
    Diagnostics idle;
    REQUIRE(analysis::check_decisions(
        base,
        decisions_of({{"idle", {"stages[road,land].not_before=2020-06"}},
                      {"works", {"x in 0.5..1.5 by 0.5", "pipelines[*].annual*=x"}}}),
        options_of(100), {}, idle));
    CHECK_FALSE(idle.has_errors());
    REQUIRE(idle.sorted().size() == 1);
    CHECK(idle.sorted().front().problem.en.find("idle") != std::string::npos);
    CHECK(idle.sorted().front().why.en.find("under way") != std::string::npos);
}
