// Catches: evenly spread draws that are biased, that do not lower the variance where common factors
// explain it, that depend on threads or the number of paths, and errors that do not say how far
// estimates are off.
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/analysis/common_chances.hpp"
#include "coffer/analysis/measure.hpp"
#include "support/checks.hpp"
#include "support/model_builder.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;

constexpr std::uint64_t paths = 512;

/// Two lines with luck of their years; nothing else is uncertain.
model::Model county() {
    auto model = empty_model(2, 2020);
    add_noise(model, add_revenue(model, "land", 1e8).flow, "land", 0.3);
    add_noise(model, add_revenue(model, "tax", 1e8).flow, "tax", 0.1);
    return model;
}

run::Options options_of(std::uint64_t seed) {
    run::Options options;
    options.paths = paths;
    options.draws = seed;
    options.threads = 1;
    return options;
}

struct Estimates {
    std::vector<double> values, errors;

    [[nodiscard]] double variance() const {
        const double sd = support::deviation_of(values);
        return sd * sd;
    }
};

/// The measure under each of `seeds` seeds.
template <class DrawsOf>
Estimates estimates(const plan::Plan& plan, const std::string& text, int seeds, bool dealt,
                    const DrawsOf& draws_of) {
    Diagnostics diagnostics;
    const auto measure = analysis::read_measure(text, plan, {}, diagnostics);
    REQUIRE(measure.has_value());
    Estimates found;
    for (int seed = 1; seed <= seeds; ++seed) {
        auto options = options_of(static_cast<std::uint64_t>(seed));
        options.draws = draws_of(options);
        const auto run = run::simulate(plan, options, {});
        const auto estimate =
            analysis::estimate_of(*measure, analysis::values_on(plan, run->store, *measure), dealt);
        found.values.push_back(estimate.value);
        found.errors.push_back(estimate.se);
    }
    return found;
}

}  // namespace

TEST_CASE("evenly spread draws are unbiased and tell their errors", "[analysis][even]") {
    const auto plan = compiled(county());
    constexpr int seeds = 120;
    const auto even = [&](const run::Options& options) {
        return analysis::even_draws(plan, options);
    };
    const auto plain = [](const run::Options& options) { return options.draws; };
    const auto wrong = [&](const run::Options& options) {
        kernel::Draws draws = options.draws;
        draws.steer(kernel::Steering::moved(
            {{plan.shocks[0].stream, random::Purpose::flow_noise, 1, false}}, {0.1}, 1.0, 0));
        return draws;
    };
    // exp(0.3 (z1 - z0) / root 2) has the mean exp(0.045), and the other line exp(0.005).
    const double mean = 1e8 * (std::exp(0.045) + std::exp(0.005));
    const auto of_mean = estimates(plan, "mean(general_revenue@2020)", seeds, true, even);
    // False-alarm rate 1e-6; finds a bias of a third of an estimate's standard error.
    CHECK_FALSE(support::mean_differs(of_mean.values, mean));
    const auto share = "P(general_revenue@2020>=2亿元)";
    const auto of_share = estimates(plan, share, seeds, true, even);
    const auto of_plain_share = estimates(plan, share, seeds, false, plain);
    // Of plain draws the mean over all seeds is known to 0.002; both together to 0.01 at 1e-6.
    CHECK(std::abs(support::mean_of(of_share.values) - support::mean_of(of_plain_share.values)) <
          support::five_sigma_like *
              std::sqrt((of_share.variance() + of_plain_share.variance()) / seeds));
    // Negative control: z1 of the first line moved by a tenth.
    CHECK(support::mean_differs(
        estimates(plan, "mean(general_revenue@2020)", seeds, false, wrong).values, mean));

    // Everything is explained by common factors: 32 points of each set instead of chance.
    const auto of_plain_mean = estimates(plan, "mean(general_revenue@2020)", seeds, false, plain);
    CHECK(of_mean.variance() < 0.1 * of_plain_mean.variance());
    CHECK(of_share.variance() < 0.5 * of_plain_share.variance());
    // The errors told, squared and averaged, are the variance over seeds: a ratio of two averages
    // of 120 has a standard error of about an eighth.
    for (const auto* found : {&of_mean, &of_share}) {
        double told = 0.0;
        for (const double error : found->errors) told += error * error / seeds;
        CHECK(told / found->variance() > 0.6);
        CHECK(told / found->variance() < 1.6);
    }
    // Negative control: the spread from path to path says ten times as much.
    const auto as_if_plain = estimates(plan, "mean(general_revenue@2020)", 10, false, even);
    double told = 0.0;
    for (const double error : as_if_plain.errors) told += error * error / 10.0;
    CHECK(told / of_mean.variance() > 5.0);
}

TEST_CASE("evenly spread draws do not depend on threads, and the first of more paths are the same",
          "[analysis][even]") {
    const auto plan = load_plan("guzhang-2020");
    const auto run_with = [&](std::uint64_t count, int threads, int width) {
        run::Options options = options_of(9);
        options.paths = count;
        options.threads = threads;
        options.block_width = width;
        options.draws = analysis::even_draws(plan, options);
        REQUIRE(options.draws.steering() != nullptr);
        const auto run = run::simulate(plan, options, {});
        return table_of(run->store.yearly);
    };
    const auto base = run_with(256, 1, 64);
    CHECK((run_with(256, 3, 1) == base).all());
    CHECK((run_with(512, 2, 64).topRows(256) == base).all());
}

TEST_CASE("a forecast of evenly spread draws tells the errors of its randomisations",
          "[analysis][even]") {
    const auto plan = compiled(county());
    run::Options options = options_of(3);
    options.paths = 4096;
    const auto plain = run::run(plan, options, {});
    options.draws = analysis::even_draws(plan, options);
    const auto even = run::run(plan, options, {});
    const auto summary_of = [](const run::Outcome& outcome) {
        for (const auto& series : outcome.forecast.series) {
            if (series.indicator == model::Indicator::general_revenue && series.year == 2020 &&
                series.month == 0) {
                return series.summary;
            }
        }
        throw std::logic_error("no revenue");
    };
    const auto before = summary_of(*plain), after = summary_of(*even);
    CHECK(after.sd == Approx(before.sd).epsilon(0.1));
    CHECK(after.se < 0.4 * before.se);
    CHECK(after.se > 0.0);
    const auto& median = after.intervals[statistics::place_of_p50];
    const auto& wide = before.intervals[statistics::place_of_p50];
    REQUIRE((median.low && median.high && wide.low && wide.high));
    CHECK(*median.high - *median.low < *wide.high - *wide.low);
    CHECK(*median.low <= after.quantiles[statistics::place_of_p50]);
    CHECK(*median.high >= after.quantiles[statistics::place_of_p50]);
}
