// Catches: common shocks of the wrong strength, shared by the wrong projects, or that change what a
// project draws by itself. Rank correlations against the closed form of a Gaussian copula at a
// false-alarm rate of 1e-6 each, with a wrong one that must be rejected.
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/base/stream.hpp"
#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/checks.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::StageKind;
using support::distance_to;
using support::dkw_bound;
using support::five_sigma_like;
using support::normal_cdf;

constexpr int paths = 40000;
constexpr double pi = 3.14159265358979323846;

using Sample = std::vector<double>;

/// The moment at which a project finishes: with all its money, how long it takes.
Sample durations(const kernel::PathStore& store, Eigen::Index project) {
    Sample sample(paths);
    for (int path = 0; path < paths; ++path) {
        sample[static_cast<std::size_t>(path)] = store.finish(path, project);
    }
    return sample;
}

/// What it spends in the first year: all its cost when it takes a month.
Sample costs(const kernel::PathStore& store, Eigen::Index project) {
    Sample sample(paths);
    for (int path = 0; path < paths; ++path) {
        sample[static_cast<std::size_t>(path)] = store.first_year_fai(path, project);
    }
    return sample;
}

/// Whether Kendall's tau differs from that of a Gaussian copula with correlation `rho`, which is
/// 2/pi asin(rho). Paths are taken two by two, so that each pair tells apart independently of the
/// others which way it points: a binomial number of 20,000.
bool tau_differs(const Sample& a, const Sample& b, double rho) {
    const double expected = 0.5 + std::asin(rho) / pi;
    double concordant = 0.0;
    const double pairs = paths / 2;
    for (std::size_t i = 0; i + 1 < a.size(); i += 2) {
        concordant += (a[i] < a[i + 1]) == (b[i] < b[i + 1]) ? 1.0 : 0.0;
    }
    return std::abs(concordant / pairs - expected) >
           five_sigma_like * std::sqrt(expected * (1.0 - expected) / pairs);
}

/// A project of one stage with the sector `sector`, all of whose money is there.
void add(model::Model& model, const std::string& id, const std::string& sector,
         const model::Distribution& duration, const model::Distribution& overrun,
         double total = 1.0e8) {
    auto& project = add_project(model, id, total, {stage(StageKind::construction, duration, 1.0)});
    project.sector = sector;
    project.sector_stream = stream_of("sector", sector);
    project.cost_overrun = overrun;
    add_funding(model, project, "money");
}

model::Model empty_county() {
    auto model = empty_model(5);
    add_unlimited(model, "money");
    return model;
}

}  // namespace

TEST_CASE("common shocks: durations of a sector and of a year are a Gaussian copula",
          "[kernel][common_shocks][statistical]") {
    auto model = empty_county();
    model.common_shocks.duration_sector = 0.6;
    model.common_shocks.duration_year = 0.5;
    // Of different shapes: ranks do not see them.
    add(model, "a-water", "water", uniform(6.0, 18.0), fixed(1.0));
    add(model, "b-water", "water", lognormal(12.0, 20.0), fixed(1.0));
    add(model, "c-roads", "roads", triangular(6.0, 8.0, 18.0), fixed(1.0));
    add(model, "d-water-later", "water", pert(6.0, 8.0, 18.0), fixed(1.0));
    model.projects.back().stages.front().not_before = 12;
    add(model, "e-none", "", uniform(6.0, 18.0), fixed(1.0));
    const auto store = simulated(model, paths);
    const auto a = durations(store, 0);
    // Sector and year; year alone; sector alone; year alone without a sector.
    CHECK_FALSE(tau_differs(a, durations(store, 1), 0.36 + 0.25));
    CHECK_FALSE(tau_differs(a, durations(store, 2), 0.25));
    CHECK_FALSE(tau_differs(a, durations(store, 3), 0.36));
    CHECK_FALSE(tau_differs(a, durations(store, 4), 0.25));
    CHECK_FALSE(tau_differs(durations(store, 2), durations(store, 3), 0.0));
    // Negative controls: loadings as if they were correlations, combined; the sector's missing; the
    // year's missing.
    CHECK(tau_differs(a, durations(store, 1), std::sqrt(0.36 + 0.25)));
    CHECK(tau_differs(a, durations(store, 1), 0.25));
    CHECK(tau_differs(a, durations(store, 1), 0.36));
    CHECK(tau_differs(a, durations(store, 2), 0.36));
}

TEST_CASE("common shocks: costs have loadings of their own, and share the sector's shock",
          "[kernel][common_shocks][statistical]") {
    auto model = empty_county();
    model.common_shocks = {0.8, 0.0, 0.5, 0.6};
    add(model, "a", "water", fixed(1.0), lognormal(1.0, 1.5));
    add(model, "b", "water", fixed(1.0), uniform(0.8, 1.6));
    add(model, "c", "roads", fixed(1.0), lognormal(1.0, 1.5));
    add(model, "d", "water", uniform(6.0, 12.0), fixed(1.0));
    const auto store = simulated(model, paths);
    CHECK_FALSE(tau_differs(costs(store, 0), costs(store, 1), 0.25 + 0.36));
    CHECK_FALSE(tau_differs(costs(store, 0), costs(store, 2), 0.36));
    // A sector in which work takes long is one in which it is dear.
    CHECK_FALSE(tau_differs(costs(store, 0), durations(store, 3), 0.8 * 0.5));
    CHECK(tau_differs(costs(store, 0), durations(store, 3), 0.0));
    CHECK(tau_differs(costs(store, 0), costs(store, 1), 0.36));
}

TEST_CASE("common shocks: what one project draws has the distribution it was given",
          "[kernel][common_shocks][statistical]") {
    auto model = empty_county();
    model.common_shocks = {0.6, 0.5, 0.3, 0.9};
    add(model, "a", "water", uniform(6.0, 18.0), fixed(1.0));
    add(model, "b", "water", lognormal(12.0, 18.0), fixed(1.0));
    add(model, "c", "water", triangular(6.0, 8.0, 18.0), fixed(1.0));
    add(model, "d", "water", fixed(1.0), lognormal(1.0, 1.5));
    const auto store = simulated(model, paths);
    const auto uniform_cdf = [](double x) { return (x - 6.0) / 12.0; };
    const auto triangular_cdf = [](double x) {
        return x < 8.0 ? (x - 6.0) * (x - 6.0) / 24.0 : 1.0 - (18.0 - x) * (18.0 - x) / 120.0;
    };
    // A normal whose own part had kept its whole weight would have the variance 1.61 (1.9).
    const auto lognormal_cdf = [](double p50, double p90, double variance) {
        const double s = std::log(p90 / p50) / 1.2815515655446004 * std::sqrt(variance);
        return [p50, s](double x) { return normal_cdf(std::log(x / p50) / s); };
    };
    CHECK(distance_to(durations(store, 0), uniform_cdf) < dkw_bound(paths));
    CHECK(distance_to(durations(store, 2), triangular_cdf) < dkw_bound(paths));
    CHECK(distance_to(durations(store, 2), uniform_cdf) > dkw_bound(paths));
    CHECK(distance_to(durations(store, 1), lognormal_cdf(12.0, 18.0, 1.0)) < dkw_bound(paths));
    CHECK(distance_to(durations(store, 1), lognormal_cdf(12.0, 18.0, 1.61)) > dkw_bound(paths));
    CHECK(distance_to(costs(store, 3), lognormal_cdf(1.0e8, 1.5e8, 1.0)) < dkw_bound(paths));
    CHECK(distance_to(costs(store, 3), lognormal_cdf(1.0e8, 1.5e8, 1.9)) > dkw_bound(paths));
}

TEST_CASE("common shocks: stages of a project share them, another project changes nothing",
          "[kernel][common_shocks]") {
    auto model = empty_county();
    model.common_shocks.duration_sector = 1.0;
    add(model, "a", "water", uniform(6.0, 18.0), fixed(1.0));
    add(model, "b", "water", uniform(6.0, 18.0), fixed(1.0));
    add(model, "c", "roads", uniform(6.0, 18.0), fixed(1.0));
    add(model, "d", "water", uniform(2.0, 6.0), fixed(1.0));
    model.projects.back().stages.push_back(stage(StageKind::commissioning, uniform(4.0, 12.0)));
    const auto store = simulated(model, paths);
    // All of the variance is common: the same moment on every path, in the same sector alone.
    CHECK((store.finish.col(0) == store.finish.col(1)).all());
    CHECK((store.finish.col(0) - store.finish.col(2)).abs().maxCoeff() > 1.0);
    CHECK((store.finish.col(0) - store.finish.col(3)).abs().maxCoeff() < 1.1e-3);

    auto fewer = empty_county();
    fewer.common_shocks = model.common_shocks;
    fewer.common_shocks.duration_sector = 0.7;
    fewer.common_shocks.duration_year = 0.5;
    auto more = fewer;
    add(fewer, "c", "roads", uniform(6.0, 18.0), fixed(1.0));
    add(more, "b", "airports", uniform(6.0, 18.0), fixed(1.0));
    more.projects.back().stages.front().not_before = 20;
    add(more, "c", "roads", uniform(6.0, 18.0), fixed(1.0));
    CHECK((simulated(fewer, paths).finish.col(0) == simulated(more, paths).finish.col(1)).all());
}

TEST_CASE("common shocks: none without a loading, and none on the reference path",
          "[kernel][common_shocks]") {
    auto plain = empty_county();
    add(plain, "a", "", uniform(6.0, 18.0), lognormal(1.0, 1.5));
    auto in_sector = empty_county();
    add(in_sector, "a", "water", uniform(6.0, 18.0), lognormal(1.0, 1.5));
    const auto same = [](const model::Model& a, const model::Model& b) {
        const auto first = simulated(a, paths);
        const auto second = simulated(b, paths);
        return (testing::table_of(first.yearly) == testing::table_of(second.yearly)).all() &&
               (testing::table_of(first.finish) == testing::table_of(second.finish)).all();
    };
    CHECK(same(plain, in_sector));
    auto shocked = in_sector;
    shocked.common_shocks = {0.6, 0.5, 0.3, 0.9};
    CHECK_FALSE(same(plain, shocked));  // negative control
    plain.simulation.median = shocked.simulation.median = true;
    CHECK(same(plain, shocked));
}

TEST_CASE("common shocks: the year of approval", "[kernel][common_shocks]") {
    auto model = empty_county();
    model.common_shocks.cost_year = 0.5;
    const auto add_stages = [&](const std::string& id, const std::vector<model::Stage>& stages) {
        return &add_project(model, id, 1.0e8, stages);
    };
    const auto build = [](double months) {
        return stage(StageKind::construction, fixed(months), 1.0);
    };
    add_stages("a", {build(6.0)});                                  // 2020
    add_stages("b", {build(6.0)})->progress = 0.5;                  // before
    add_stages("c", {build(6.0)})->stages.front().not_before = 12;  // 2021
    add_stages("d", {stage(StageKind::reserve, fixed(12.0)),        // 2021
                     stage(StageKind::approval, fixed(30.0)), build(6.0)});
    add_stages("e", {stage(StageKind::reserve, fixed(30.0)),  // 2021
                     stage(StageKind::approval, fixed(3.0)), build(6.0)})
        ->progress = 0.5;
    add_stages("f", {stage(StageKind::approval, fixed(30.0)), build(6.0)})->progress = 0.1;
    add_stages("g", {stage(StageKind::land, fixed(2.0)), build(6.0)});  // after c: 2021
    add_link(model, "c", 0, "g", 0, 0.0, model::Link::Kind::start_start);
    const auto plan = compiled(model);
    const std::vector<int> expected{2020, 2019, 2021, 2021, 2021, 2019, 2021};
    for (std::size_t p = 0; p < expected.size(); ++p) {
        CAPTURE(plan.projects[p].id);
        CHECK(plan.approval_years[plan.projects[p].approval_year] == expected[p]);
    }
    CHECK(plan.approval_years.size() == 3);
    CHECK(plan.sectors.empty());
}
