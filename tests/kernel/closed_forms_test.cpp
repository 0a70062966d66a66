// Catches: durations, overruns, drivers, outages or noise drawn from the wrong distribution or at
// the wrong time. Each sample is held against a closed form at a false-alarm rate of 1e-6 (DKW, or
// 4.89 standard errors of a mean), and a slightly wrong closed form must be rejected.
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/checks.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using support::distance_to;
using support::dkw_bound;
using support::mean_differs;
using support::normal_cdf;

constexpr int paths = 40000;

std::vector<double> finishes(const kernel::PathStore& store, Eigen::Index project) {
    std::vector<double> sample;
    for (Eigen::Index path = 0; path < store.finish.rows(); ++path) {
        sample.push_back(store.finish(path, project));
    }
    return sample;
}

std::vector<double> column(const kernel::SampleTable& table, Eigen::Index index) {
    const Eigen::ArrayXd values = table.col(index);
    return {values.data(), values.data() + values.size()};
}

Eigen::Index monthly(const model::Model& model, plan::MonthSlot slot, int month) {
    return static_cast<Eigen::Index>(slot) * model.months() + month;
}

}  // namespace

TEST_CASE("a lognormal stage finishes as the lognormal says", "[kernel][statistical]") {
    auto model = empty_model(5);
    add_project(model, "a", 0.0,
                {stage(model::StageKind::construction, lognormal(10.0, 14.0), 0.0)});
    const auto sample = finishes(simulated(model, paths), 0);
    const double s = std::log(1.4) / 1.2815515655446004;
    const auto cdf = [s](double t) { return normal_cdf(std::log(t / 10.0) / s); };
    const auto wrong = [s](double t) { return normal_cdf(std::log(t / 10.2) / s); };
    CHECK(distance_to(sample, cdf) < dkw_bound(paths));
    CHECK(distance_to(sample, wrong) > dkw_bound(paths));
    CHECK_FALSE(mean_differs(sample, 10.0 * std::exp(s * s / 2.0)));
    CHECK(mean_differs(sample, 10.0));
}

TEST_CASE("two uniform stages in a row: the sum is triangular", "[kernel][statistical]") {
    auto model = empty_model(5);
    add_project(model, "a", 0.0,
                {stage(model::StageKind::approval, uniform(2.0, 4.0), 0.0),
                 stage(model::StageKind::construction, uniform(2.0, 4.0), 0.0)});
    const auto sample = finishes(simulated(model, paths), 0);
    const auto cdf = [](double t) {
        if (t <= 4.0) return 0.0;
        if (t <= 6.0) return (t - 4.0) * (t - 4.0) / 8.0;
        if (t <= 8.0) return 1.0 - (8.0 - t) * (8.0 - t) / 8.0;
        return 1.0;
    };
    CHECK(distance_to(sample, cdf) < dkw_bound(paths));
    // Negative control: month-end rounding of each stage, which the engine must not do.
    CHECK(distance_to(sample, [&](double t) { return cdf(t - 1.0); }) > dkw_bound(paths));
}

TEST_CASE("a merge waits for the later of independent branches", "[kernel][statistical]") {
    auto model = empty_model(5);
    add_project(model, "a", 0.0, {stage(model::StageKind::construction, uniform(4.0, 10.0), 0.0)});
    add_project(model, "b", 0.0, {stage(model::StageKind::construction, uniform(6.0, 9.0), 0.0)});
    add_project(model, "c", 0.0, {stage(model::StageKind::construction, fixed(0.0), 0.0)});
    add_link(model, "a", 0, "c", 0);
    add_link(model, "b", 0, "c", 0);
    const auto sample = finishes(simulated(model, paths), 2);
    const auto ramp = [](double t, double a, double b) {
        return std::min(1.0, std::max(0.0, (t - a) / (b - a)));
    };
    const auto product = [&](double t) { return ramp(t, 4, 10) * ramp(t, 6, 9); };
    CHECK(distance_to(sample, product) < dkw_bound(paths));
    // Negative control: branches that share their draw would give the smaller of the two.
    const auto comonotone = [&](double t) { return std::min(ramp(t, 4, 10), ramp(t, 6, 9)); };
    CHECK(distance_to(sample, comonotone) > dkw_bound(paths));
}

TEST_CASE("PERT and triangular durations by their moments", "[kernel][statistical]") {
    auto model = empty_model(5);
    add_project(model, "a", 0.0, {stage(model::StageKind::construction, pert(4, 6, 14), 0.0)});
    add_project(model, "b", 0.0,
                {stage(model::StageKind::construction, triangular(4, 6, 14), 0.0)});
    const auto store = simulated(model, paths);
    CHECK_FALSE(mean_differs(finishes(store, 0), (4.0 + 4.0 * 6.0 + 14.0) / 6.0));
    CHECK_FALSE(mean_differs(finishes(store, 1), (4.0 + 6.0 + 14.0) / 3.0));
    CHECK(mean_differs(finishes(store, 0), (4.0 + 6.0 + 14.0) / 3.0));
}

TEST_CASE("overrun multiplies what is spent: lognormal mean", "[kernel][statistical]") {
    auto model = empty_model(3);
    add_unlimited(model, "investor");
    auto& project = add_project(model, "a", 1.0e8, 12.0);
    project.cost_overrun = lognormal(1.04, 1.33);
    add_funding(model, project, "investor");
    const auto store = simulated(model, paths);
    const double s = std::log(1.33 / 1.04) / 1.2815515655446004;
    // The 12-month project is spent within the first year.
    const auto sample = column(store.yearly, 0);
    CHECK_FALSE(mean_differs(sample, 1.04e8 * std::exp(s * s / 2.0)));
    CHECK(mean_differs(sample, 1.04e8));
}

TEST_CASE("an AR(1) driver moves a log index as its moments say", "[kernel][statistical]") {
    auto model = empty_model(5);
    const double rho = 0.8;
    const double sigma = 0.06;
    const auto driver = add_growth(model, "growth", 0.05, sigma, rho);
    auto& line = add_revenue(model, "tax", 1.2e10);
    line.flow.sensitivities.push_back({driver, 1.0});
    const auto store = simulated(model, paths);
    for (const int month : {0, 11, 59}) {
        auto sample =
            column(store.monthly, monthly(model, plan::MonthSlot::general_revenue, month));
        for (auto& value : sample) value = std::log(value / 1.0e9);
        // l(m) - l(-1) = sum of x; var of the sum of an AR(1) from x(-1) = 0 by its recursion.
        const double innovation = sigma * sigma * (1.0 - rho * rho);
        double variance = 0.0;
        for (int shock = 0; shock <= month; ++shock) {
            const double weight = (1.0 - std::pow(rho, month - shock + 1)) / (1.0 - rho) / 12.0;
            variance += weight * weight * innovation;
        }
        const double mean = std::log(1.05) * (month / 12 + 1);
        const double sd = std::sqrt(variance);
        CAPTURE(month);
        CHECK(distance_to(sample, [&](double x) { return normal_cdf((x - mean) / sd); }) <
              dkw_bound(paths));
        CHECK(distance_to(sample, [&](double x) { return normal_cdf((x - mean) / (sd * 1.1)); }) >
              dkw_bound(paths));
        CHECK_FALSE(mean_differs(sample, mean));
        CHECK(mean_differs(sample, mean + 0.08 * sd));
    }
}

TEST_CASE("correlated drivers: the ratio of two indices has the implied variance",
          "[kernel][statistical]") {
    auto model = empty_model(1);
    const auto a = add_growth(model, "a", 0.0, 0.12);
    const auto b = add_growth(model, "b", 0.0, 0.12);
    set_correlations(model, {{1.0, 0.6}, {0.6, 1.0}});
    auto& line = add_revenue(model, "tax", 1.2e12);
    line.flow.sensitivities = {{a, 1.0}, {b, -1.0}};
    auto sample = column(simulated(model, paths).monthly,
                         monthly(model, plan::MonthSlot::general_revenue, 0));
    for (auto& value : sample) value = std::log(value / 1.0e11);
    const double sd = std::sqrt(2.0 - 2.0 * 0.6) * 0.12 / 12.0;
    const double independent = std::sqrt(2.0) * 0.12 / 12.0;
    CHECK(distance_to(sample, [&](double x) { return normal_cdf(x / sd); }) < dkw_bound(paths));
    CHECK(distance_to(sample, [&](double x) { return normal_cdf(x / independent); }) >
          dkw_bound(paths));
}

TEST_CASE("yearly noise has median one", "[kernel][statistical]") {
    auto model = empty_model(2);
    add_noise(model, add_revenue(model, "tax", 1.2e12).flow, "general", 0.2);
    const auto store = simulated(model, paths);
    for (const int month : {0, 6, 13}) {
        auto sample =
            column(store.monthly, monthly(model, plan::MonthSlot::general_revenue, month));
        for (auto& value : sample) value = std::log(value / 1.0e11);
        CHECK(distance_to(sample, [](double x) { return normal_cdf(x / 0.2); }) < dkw_bound(paths));
        // Negative control: noise with mean one would lie sigma^2/2 lower.
        CHECK(distance_to(sample, [](double x) { return normal_cdf((x + 0.02) / 0.2); }) >
              dkw_bound(paths));
    }
}

TEST_CASE("outages: the share of months lost follows the renewal recursion",
          "[kernel][statistical]") {
    auto model = empty_model(5);
    auto& taxpayer = add_taxpayer(model, "works", 1.2e9, 1.0, 1.0);
    taxpayer.outage_hazard = 0.03;
    taxpayer.outage_duration = fixed(4.0);
    taxpayer.outage_loss = 0.5;
    const auto store = simulated(model, paths);
    std::vector<double> starts;  // probability that an outage begins in each month
    for (int month = 0; month < 60; ++month) {
        double busy = 0.0;
        for (int back = 1; back < 4 && back <= month; ++back) {
            busy += starts[static_cast<std::size_t>(month - back)];
        }
        starts.push_back(0.03 * (1.0 - busy));
    }
    for (const int month : {0, 1, 3, 4, 30, 59}) {
        double out = 0.0;
        for (int back = 0; back < 4 && back <= month; ++back) {
            out += starts[static_cast<std::size_t>(month - back)];
        }
        const auto sample =
            column(store.monthly, monthly(model, plan::MonthSlot::general_revenue, month));
        CAPTURE(month);
        CHECK_FALSE(mean_differs(sample, 1.0e8 * (1.0 - 0.5 * out)));
        CHECK(mean_differs(sample, 1.0e8 * (1.0 - 0.5 * (out + 0.02))));
    }
}
