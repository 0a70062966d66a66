// Catches: a finish quantile that lies between a path that finishes and one that does not, a moment
// at which nothing finishes.
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/run/run.hpp"
#include "support/model_builder.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;

/// The quantile of the moments of all paths, where it lies between finishes.
std::optional<double> quantile(const std::vector<double>& sorted, double level, double end) {
    const double place = level * static_cast<double>(sorted.size() - 1);
    const auto rank = static_cast<std::size_t>(place);
    const auto next = static_cast<std::size_t>(std::ceil(place));
    if (sorted[next] > end) return std::nullopt;
    return sorted[rank] + (place - static_cast<double>(rank)) * (sorted[next] - sorted[rank]);
}

}  // namespace

TEST_CASE("finish quantiles are moments between finishes, or empty", "[run]") {
    const auto plan = testing::compiled(testing::load_model("guzhang-2020"));
    int empty = 0, between = 0;
    // Few paths: their quantiles often lie between two of them.
    for (const std::uint64_t paths : {3U, 4U, 5U, 6U, 7U, 8U, 10U, 11U, 13U, 20U, 400U}) {
        run::Options options;
        options.paths = paths;
        options.draws = 20201122;
        const auto outcome = run::run(plan, options, {});
        REQUIRE(outcome);
        const auto store = testing::simulated(plan, static_cast<int>(paths));
        for (std::size_t p = 0; p < plan.projects.size(); ++p) {
            std::vector<double> moments;
            for (Eigen::Index path = 0; path < store.finish.rows(); ++path) {
                moments.push_back(store.finish(path, static_cast<Eigen::Index>(p)));
            }
            std::sort(moments.begin(), moments.end());
            const auto& project = outcome->forecast.projects[p];
            CAPTURE(paths, project.id);
            const auto check = [&](const std::optional<double>& reported, double level) {
                const auto expected = quantile(moments, level, plan.months);
                REQUIRE(reported.has_value() == expected.has_value());
                if (expected) CHECK(*reported == Approx(*expected));
                empty += expected ? 0 : 1;
                // Where an end of the interval is a path that does not finish.
                const auto rank =
                    static_cast<std::size_t>(level * static_cast<double>(moments.size() - 1));
                between += !expected && moments[rank] <= plan.months ? 1 : 0;
            };
            check(project.finish_p10, 0.1);
            check(project.finish_p50, 0.5);
            check(project.finish_p90, 0.9);
        }
    }
    // The case that the test is for comes up.
    CHECK(empty > 50);
    CHECK(between > 5);
}

// Catches: the schedule's own sign for "never" told as a moment.
TEST_CASE("what the planned schedule never finishes has no planned finish", "[run]") {
    auto model = testing::empty_model(2);
    testing::add_project(model, "road", 0.0, 12.0);
    const auto planned = [&model] {
        const auto outcome = run::run(testing::compiled(model), {.paths = 1, .draws = 1}, {});
        REQUIRE(outcome);
        return outcome->forecast.projects.at(0).planned_finish;
    };
    REQUIRE(planned());
    CHECK(*planned() == Approx(12.0));
    model.projects[0].productivity.fill(0.0);
    model.projects[0].productivity[0] = 0.01;
    CHECK_FALSE(planned());
}
