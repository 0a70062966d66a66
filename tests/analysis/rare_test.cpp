// Catches: weights that do not undo how far draws were moved, a mixture that is not the one drawn
// from, a rare case with two causes of which one is lost, and answers given where none can be.
#include "coffer/analysis/rare.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "support/checks.hpp"
#include "support/model_builder.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using analysis::Rarity;

analysis::Case case_of(const model::Model& model) { return {{}, model, compiled(model)}; }

analysis::Measure measure_of(const analysis::Case& base, const std::string& text) {
    Diagnostics diagnostics;
    auto measure = analysis::read_measure(text, base.plan, {}, diagnostics);
    INFO(text);
    REQUIRE(measure.has_value());
    return *measure;
}

run::Options options_of(std::uint64_t paths, std::uint64_t seed) {
    run::Options options;
    options.paths = paths;
    options.draws = seed;
    options.threads = 2;
    return options;
}

Rarity rare(const analysis::Case& base, const std::string& text, std::uint64_t paths,
            std::uint64_t seed = 1) {
    analysis::Runner runner(options_of(paths, seed), {}, 1);
    auto rarity = analysis::rare(base, measure_of(base, text), runner);
    REQUIRE(rarity.has_value());
    return *rarity;
}

/// The share of many paths, drawn as ever, on which it happens.
statistics::Estimate by_brute_force(const analysis::Case& base, const std::string& text,
                                    std::uint64_t paths) {
    const auto run = run::simulate(base.plan, options_of(paths, 77), {});
    const auto measure = measure_of(base, text);
    return analysis::estimate_of(measure, analysis::values_on(base.plan, run->store, measure));
}

/// One line, whose first year is exp(0.2 (z1 - z0) / root 2) of 1 亿元 (1e8 yuan).
model::Model one_line() {
    auto model = empty_model(2, 2020);
    add_noise(model, add_revenue(model, "land", 1e8).flow, "land", 0.2);
    return model;
}

double probability_below(double share) { return support::normal_cdf(std::log(share) / 0.2); }

std::string below(double share) {
    return fmt::format("P(general_revenue@2020<={:.4f}亿元)", share);
}

/// Whether two estimates differ by more than chance allows (false-alarm rate 1e-6).
bool differ(double first, double first_se, double second, double second_se) {
    const double se = std::sqrt(first_se * first_se + second_se * second_se);
    return std::abs(first - second) > support::five_sigma_like * se;
}

}  // namespace

TEST_CASE("a rare case of a linear model has the probability of its formula", "[analysis][rare]") {
    const auto base = case_of(one_line());
    // 2.3e-3, 3.8e-5 and 2.3e-9: of 8,000 plain paths 18, 0.3 and none would show it.
    for (const double share : {0.568, 0.454, 0.31}) {
        const auto rarity = rare(base, below(share), 8000);
        const double exact = probability_below(share);
        CAPTURE(share, exact, rarity.probability, rarity.se, rarity.effective);
        REQUIRE(rarity.outcome == Rarity::Outcome::known);
        CHECK_FALSE(rarity.opposite);
        CHECK_FALSE(differ(rarity.probability, rarity.se, exact, 0.0));
        CHECK(rarity.se < 0.06 * rarity.probability);
        CHECK(rarity.effective > 500.0);
        CHECK(rarity.effective <= static_cast<double>(rarity.seen));
        // Negative control: half as much again would be seen.
        CHECK(differ(rarity.probability, rarity.se, 1.5 * exact, 0.0));
        // Only the two lucks that matter were moved, and by as much as the boundary lies away.
        REQUIRE(rarity.moved.size() == 2);
        const double away = -std::log(share) / 0.2 / std::sqrt(2.0);
        for (const auto& moved : rarity.moved) {
            CHECK(std::abs(moved.shift) == Approx(away).epsilon(0.25));
        }
    }
}

TEST_CASE("what is nearly certain is asked about its opposite", "[analysis][rare]") {
    const auto base = case_of(one_line());
    const auto rarity = rare(base, "P(general_revenue@2020>0.454亿元)", 8000);
    REQUIRE(rarity.outcome == Rarity::Outcome::known);
    CHECK(rarity.opposite);
    CHECK_FALSE(differ(rarity.probability, rarity.se, probability_below(0.454), 0.0));
}

TEST_CASE("estimates of rare cases are unbiased and their errors are right", "[analysis][rare]") {
    const auto base = case_of(one_line());
    constexpr int seeds = 40;
    const double share = 0.48, exact = probability_below(share);
    std::vector<double> found;
    double told = 0.0;
    for (int seed = 1; seed <= seeds; ++seed) {
        const auto rarity = rare(base, below(share), 2000, static_cast<std::uint64_t>(seed) * 101);
        found.push_back(rarity.probability);
        told += rarity.se * rarity.se / seeds;
    }
    // Each is known to a twentieth: finds a bias of 3 %.
    CHECK_FALSE(support::mean_differs(found, exact));
    CHECK(support::mean_differs(found, 1.06 * exact));
    const double sd = support::deviation_of(found);
    CHECK(told / (sd * sd) > 0.5);
    CHECK(told / (sd * sd) < 2.2);
}

TEST_CASE("a rare case with several causes agrees with brute force", "[analysis][rare]") {
    // Either line may fail, in either year: four ways, of which one direction finds at most some.
    auto model = empty_model(2, 2020);
    const auto growth = add_growth(model, "g", 0.03, 0.05, 0.5);
    auto& land = add_revenue(model, "land", 1e8);
    land.flow.sensitivities = {{growth, 1.5}};
    add_noise(model, land.flow, "land", 0.25);
    add_noise(model, add_revenue(model, "tax", 0.5e8).flow, "tax", 0.3);
    const auto base = case_of(model);
    const std::string text = "P(general_revenue>0.8亿元)";
    const auto brute = by_brute_force(base, text, 300000);
    const auto rarity = rare(base, text, 40000);
    CAPTURE(brute.value, brute.se, rarity.probability, rarity.se, rarity.effective);
    REQUIRE(rarity.outcome == Rarity::Outcome::known);
    CHECK(rarity.opposite);
    CHECK_FALSE(differ(rarity.probability, rarity.se, 1.0 - brute.value, brute.se));
    CHECK(rarity.se < brute.se);
}

TEST_CASE("a rare case of a whole plan agrees with a million plain paths",
          "[analysis][rare][slow]") {
    const auto model = load_model("minimal");
    const auto base = case_of(model);
    for (const std::string text :
         {"P(general_revenue@2022<=0.92亿元)", "P(debt_ratio@2022>=36%)"}) {
        const auto brute = by_brute_force(base, text, 1000000);
        const auto rarity = rare(base, text, 20000);
        CAPTURE(text, brute.value, brute.se, rarity.probability, rarity.se, rarity.effective);
        REQUIRE(rarity.outcome == Rarity::Outcome::known);
        const double plain = rarity.opposite ? 1.0 - brute.value : brute.value;
        CHECK_FALSE(differ(rarity.probability, rarity.se, plain, brute.se));
    }
}

TEST_CASE("where nothing is seen nothing is said", "[analysis][rare]") {
    auto model = one_line();
    const auto impossible = rare(case_of(model), "P(general_revenue@2020<=1元)", 1000);
    CHECK(impossible.outcome == Rarity::Outcome::never_seen);
    // Hardly any effective paths: as many as the number asked for cannot hold.
    const auto few = rare(case_of(model), below(0.45), 100);
    CHECK(few.outcome == Rarity::Outcome::too_few);
    CHECK(few.effective < analysis::least_effective);
}

TEST_CASE("how rare something is does not depend on threads", "[analysis][rare]") {
    const auto base = case_of(one_line());
    const auto with_threads = [&](int threads) {
        auto options = options_of(3000, 5);
        options.threads = threads;
        analysis::Runner runner(options, {}, 1);
        return analysis::rare(base, measure_of(base, below(0.47)), runner);
    };
    const auto one = with_threads(1), three = with_threads(3);
    CHECK(one->probability == three->probability);
    CHECK(one->se == three->se);
}
