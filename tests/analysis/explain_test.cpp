// Catches: causes that are not found, causes seen where there are none, shares that do not add up
// to the variance, groups that leave a stream out. The causes are planted, their shares closed
// forms.
#include "coffer/analysis/explain.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <catch2/catch.hpp>

#include "support/minimal_case.hpp"
#include "support/three_projects.hpp"

namespace {

using namespace coffer;
using testing::options_of;

/// Minimal with nothing that moves its general revenue of 2020 but what is planted.
analysis::Case planted(const std::vector<std::string>& causes) {
    std::vector<std::string> statements{"drivers[*].annual_sd=0%", "revenue[*].annual_sd=0%",
                                        "taxpayers[*].annual_sd=0%", "expenditure[*].annual_sd=0%",
                                        "pipelines[*].annual_sd=0%"};
    statements.insert(statements.end(), causes.begin(), causes.end());
    return testing::changed(testing::minimal_case(), statements);
}

analysis::Measure measure_of(const analysis::Case& base, const std::string& text) {
    Diagnostics diagnostics;
    const auto measure = analysis::read_measure(text, base.plan, {"test", 0, 0}, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(measure.has_value());
    return *measure;
}

/// Variance of exp(s z) for a standard normal z.
double lognormal_variance(double s) { return std::expm1(s * s) * std::exp(s * s); }

}  // namespace

TEST_CASE("a planted single cause is found and nothing else", "[analysis][explain]") {
    const auto base = planted({"revenue[taxes].annual_sd=20%"});
    // In the middle: about half the paths miss it.
    const auto measure = measure_of(base, "P(general_revenue@2020>=1.12亿元)");
    analysis::Runner runner(options_of(4000), {}, 1);
    analysis::ExplainOptions how;
    how.single_run = true;
    const auto explanation = analysis::explain(base, measure, how, runner);
    REQUIRE(explanation.has_value());
    REQUIRE_FALSE(explanation->factors.empty());
    const auto& first = explanation->factors.front();
    CHECK(first.factor.id == "revenue/taxes@2020");
    REQUIRE(first.on_figure.has_value());
    // Bins leave the variance inside a bin unexplained.
    CHECK(first.on_figure->share > 0.95);
    CHECK(first.on_miss->share > 0.9);
    CHECK(first.counts());
    CHECK(first.given_miss < 0.0);
    CHECK(first.given_others > 0.0);
    // Each of the others is above its floor once in 20 runs for all of them together; the seed is
    // fixed.
    for (std::size_t i = 1; i < explanation->factors.size(); ++i) {
        INFO(explanation->factors[i].factor.id);
        CHECK_FALSE(explanation->factors[i].counts());
    }
    REQUIRE(explanation->typical.has_value());
    bool told = false;
    for (const auto& given : explanation->typical->figures) {
        if (given.id.indicator != model::Indicator::general_revenue || given.id.year != 2020) {
            continue;
        }
        if (given.id.dimension != "total") continue;
        told = true;
        CHECK(given.distance < -1.0);
    }
    CHECK(told);
    const auto paths = runner.run(base.plan);
    const auto misses = analysis::misses_on(base.plan, *paths, explanation->subject);
    CHECK(misses[static_cast<Eigen::Index>(explanation->typical->representative)] == 1.0);
}

TEST_CASE("two causes have the shares of their variances", "[analysis][explain]") {
    const auto base = planted({"revenue[taxes].annual_sd=20%", "taxpayers[mill].annual_sd=30%"});
    const double taxes = 6000.0 * 6000.0 * lognormal_variance(0.2);
    const double mill = 5000.0 * 5000.0 * lognormal_variance(0.3);
    const double share = taxes / (taxes + mill);
    const auto measure = measure_of(base, "mean(general_revenue@2020)");
    analysis::Runner runner(options_of(8000), {}, 30);
    analysis::ExplainOptions how;
    how.projects = false;
    how.exclusions = 2;
    const auto explanation = analysis::explain(base, measure, how, runner);
    REQUIRE(explanation.has_value());
    double main_share = 0.0, se = 0.0;
    for (const auto& effect : explanation->factors) {
        if (effect.factor.id != "revenue/taxes@2020") continue;
        main_share = effect.on_figure->share;
        se = effect.on_figure->se;
    }
    REQUIRE(se > 0.0);
    // Four standard errors; noise that is drawn every year for a whole year.
    CHECK(main_share == Approx(share).margin(4.0 * se + 0.01));
    double sum = 0.0;
    for (const auto& group : explanation->groups) {
        INFO(group.group.id);
        sum += group.share;
        if (group.group.id == "revenue") CHECK(group.share == Approx(share).margin(4.0 * group.se));
        if (group.group.id == "taxpayers") {
            CHECK(group.share == Approx(1.0 - share).margin(4.0 * group.se));
        }
        // Negative control: groups without effect have exactly none.
        if (group.group.id == "durations") CHECK(group.share == 0.0);
    }
    CHECK(sum == Approx(1.0).margin(1e-9));
    // The variance itself, in yuan: 10^4 a unit. Its sample error is about 2/sqrt(500) an order.
    CHECK(explanation->variance == Approx((taxes + mill) * 1e8).epsilon(0.12));
    // Without the noise of taxes the lower end rises and the upper end falls.
    bool seen = false;
    for (const auto& exclusion : explanation->exclusions) {
        if (exclusion.id != "revenue") continue;
        seen = true;
        REQUIRE(exclusion.quantiles.size() == 3);
        CHECK(exclusion.quantiles[0].change > 0.0);
        CHECK(exclusion.quantiles[2].change < 0.0);
        CHECK(exclusion.quantiles[0].clear());
    }
    CHECK(seen);
}

TEST_CASE("every stream of a plan is in one group", "[analysis][explain]") {
    // Catches a stream that new-drawn groups forget: with all of them drawn anew, nothing is as
    // before.
    const auto base = testing::minimal_case();
    auto options = options_of(200);
    kernel::Draws draws = options.draws;
    for (const auto& group : analysis::groups_of(base.plan)) {
        group.draw_with({1234, false}, draws);
    }
    analysis::Runner runner(options, {}, 2);
    const auto all = runner.run(base.plan, draws);
    const auto other = runner.run(base.plan, kernel::Draws(1234));
    for (Eigen::Index column = 0; column < all->yearly.cols(); ++column) {
        CHECK((all->yearly.col(column) == other->yearly.col(column)).all());
    }
}

TEST_CASE("factors are drawn again as the run drew them", "[analysis][explain]") {
    const auto base = planted({"revenue[taxes].annual_sd=20%", "revenue[taxes].permanent=0%"});
    const auto measure = measure_of(base, "mean(general_revenue@2020)");
    analysis::Runner runner(options_of(300), {}, 1);
    const auto paths = runner.run(base.plan);
    const auto revenue = analysis::values_on(base.plan, *paths, measure);
    for (const auto& factor : analysis::factors_of(base.plan, base.model, 0)) {
        if (factor.id != "revenue/taxes@2020") continue;
        const auto noise = analysis::values_of(base.plan, factor, runner.options().draws, 300);
        // Revenue is a certain part and one that is as much times 1 + noise; months are rounded.
        const double mean = std::accumulate(noise.begin(), noise.end(), 0.0) / 300.0;
        const double slope = (revenue[0] - revenue.mean()) / (noise[0] - mean);
        CHECK(slope > 5e7);
        for (std::size_t path = 0; path < noise.size(); ++path) {
            CHECK(revenue[static_cast<Eigen::Index>(path)] - revenue.mean() ==
                  Approx(slope * (noise[path] - mean)).margin(10.0));
        }
    }
}

TEST_CASE("too few misses are said to be too few", "[analysis][explain]") {
    const auto base = planted({"revenue[taxes].annual_sd=20%"});
    const auto measure = measure_of(base, "P(general_revenue@2020>=0.85亿元)");
    analysis::Runner runner(options_of(500), {}, 1);
    analysis::ExplainOptions how;
    how.single_run = true;
    const auto explanation = analysis::explain(base, measure, how, runner);
    REQUIRE(explanation.has_value());
    CHECK(explanation->misses < analysis::least_misses);
    CHECK_FALSE(explanation->typical.has_value());
}

TEST_CASE("durations are told in months and costs as factors", "[analysis][explain]") {
    // Of the plant of minimal: uniform(2,4) months of approval, triangular(0.9,1,1.4) of cost. The
    // errors of means of 4,000 paths are 0.009 and 0.0017: five of them.
    const auto base = testing::minimal_case();
    const auto options = options_of(4000);
    std::size_t found = 0;
    for (const auto& factor : analysis::factors_of(base.plan, base.model, 2)) {
        const bool duration = factor.id == "project/plant#approval";
        if (!duration && factor.id != "project/plant#cost") continue;
        ++found;
        const auto values = analysis::values_of(base.plan, factor, options.draws, 4000);
        const auto [least, most] = std::minmax_element(values.begin(), values.end());
        CHECK(*least > (duration ? 2.0 : 0.9));
        CHECK(*most < (duration ? 4.0 : 1.4));
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 4000.0;
        CHECK(mean == Approx(duration ? 3.0 : 1.1).margin(duration ? 0.046 : 0.009));
    }
    CHECK(found == 2);
}

TEST_CASE("what is certain, or too rare, is given no shares", "[analysis][explain]") {
    // Catches shares of the variance of rounding errors, and shifts on three misses.
    const auto base = planted({"revenue[taxes].annual_sd=20%"});
    for (const std::string& text : {std::string("P(general_revenue@2020>=0.01亿元)"),
                                    std::string("mean(projects_cancelled@2020)"),
                                    std::string("P(general_revenue@2020>=0.78亿元)")}) {
        INFO(text);
        const auto measure = measure_of(base, text);
        analysis::Runner runner(options_of(400), {}, 30);
        analysis::ExplainOptions how;
        how.projects = false;
        how.exclusions = 1;
        const auto explanation = analysis::explain(base, measure, how, runner);
        REQUIRE(explanation.has_value());
        CHECK(explanation->misses < analysis::least_misses);
        CHECK_FALSE(explanation->misses_tell);
        CHECK_FALSE(explanation->typical.has_value());
        for (const auto& effect : explanation->factors) CHECK_FALSE(effect.on_miss.has_value());
        // The figure behind a condition varies all the same.
        CHECK(explanation->figure_tells == measure.is_probability());
        CHECK(explanation->groups.empty() != measure.is_probability());
    }
}

TEST_CASE("a project under way is put off at its next stage", "[analysis][explain]") {
    // Catches a delay that does nothing, shown as a measured 0.
    const auto base = testing::minimal_case();
    const auto measure = measure_of(base, "mean(finish[road])");
    analysis::Runner runner(options_of(200), {}, 30);
    analysis::ExplainOptions how;
    how.groups = false;
    how.exclusions = 0;
    const auto explanation = analysis::explain(base, measure, how, runner);
    REQUIRE(explanation.has_value());
    for (const auto& effect : explanation->projects) {
        if (effect.id != "road") continue;
        REQUIRE(effect.delayed.has_value());
        CHECK(effect.delayed->change > 1.0);
    }
    // Nothing of it can be put off once its only stage has begun.
    const auto begun = testing::changed(
        base, {"drop stages[road,construction]", "stages[road,land].cost_share=100%",
               "projects[road].first_year_investment=1.1亿"});
    const auto other = analysis::explain(begun, measure_of(begun, "mean(fai@2020)"), how, runner);
    REQUIRE(other.has_value());
    for (const auto& effect : other->projects) {
        if (effect.id == "road") CHECK_FALSE(effect.delayed.has_value());
    }
}

TEST_CASE("what has nothing to do with a miss is not told as typical of it",
          "[analysis][explain]") {
    // Catches noise told as a cause, a figure told twice under two names, the good side of an
    // amount called bad.
    const auto base = testing::three_projects();
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
        auto how = testing::options_of(2000);
        how.draws = kernel::Draws(seed);
        analysis::Runner runner(how, {}, 1);
        analysis::ExplainOptions quick;
        quick.single_run = true;
        const auto found =
            analysis::explain(base, analysis::probability_of_target("t_fai"), quick, runner);
        REQUIRE(found.has_value());
        REQUIRE(found->typical.has_value());
        std::size_t told = 0;
        for (const auto& given : found->typical->figures) {
            INFO(seed << " " << model::info(given.id.indicator).id << " " << given.id.year);
            told += given.clear ? 1 : 0;
            const std::string& id = model::info(given.id.indicator).id;
            if (id == "general_revenue" || id == "revenue_growth") CHECK_FALSE(given.clear);
            if (id == "fai" && given.id.year == 2020) CHECK(given.clear);
        }
        CHECK(told > 0);
    }
    Diagnostics diagnostics;
    const auto tail = [&](const std::string& text) {
        const auto measure = *analysis::read_measure(text, base.plan, {}, diagnostics);
        return analysis::tail_of(analysis::subject_of(base.plan, measure));
    };
    CHECK(tail("p95(general_revenue@2021)").high);
    CHECK_FALSE(tail("p95(general_revenue@2021)").is_bad);
    CHECK(tail("p05(general_revenue@2021)").is_bad);
    CHECK(tail("mean(general_revenue@2021)").is_bad);
}
