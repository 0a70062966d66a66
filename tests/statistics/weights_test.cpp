// Catches: weights that do not count as copies of a path would, weighted tails and shares that
// leave out or repeat part of a weight.
#include "coffer/statistics/weights.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using namespace coffer::statistics;

/// A deterministic sample with ties.
std::vector<double> some_values(std::size_t n) {
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i) {
        values.push_back(std::floor(100.0 * std::sin(static_cast<double>(i) * 12.9898)) / 10.0);
    }
    return values;
}

}  // namespace

TEST_CASE("weights that are alike give the summary without weights", "[statistics][weights]") {
    const auto values = some_values(2000);
    const Weights alike(values.size());
    const Weights twos(std::vector<double>(values.size(), 2.0));
    const auto plain = summarise(values);
    const auto same = alike.summarise(values);
    const auto weighed = twos.summarise(values);
    CHECK(same.mean == plain.mean);
    CHECK(same.quantiles == plain.quantiles);
    CHECK(weighed.mean == Approx(plain.mean).epsilon(1e-12));
    CHECK(weighed.se == Approx(plain.se).epsilon(1e-3));
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        CHECK(weighed.quantiles[i] == Approx(plain.quantiles[i]).margin(1e-9));
    }
    CHECK(weighed.es05 == Approx(plain.es05));
    CHECK(weighed.es95 == Approx(plain.es95));
    CHECK(weighed.es95_se == Approx(plain.es95_se).epsilon(0.02));
    CHECK(twos.effective_size() == Approx(2000.0));
}

TEST_CASE("a whole weight counts as so many copies of its path", "[statistics][weights]") {
    const auto values = some_values(400);
    std::vector<double> weights, copies;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t times = i % 4;  // also none
        weights.push_back(static_cast<double>(times));
        copies.insert(copies.end(), times, values[i]);
    }
    const Weights weighing(weights);
    const auto weighed = weighing.summarise(values);
    const auto copied = summarise(copies);
    CHECK(weighed.mean == Approx(copied.mean));
    CHECK(weighed.min == copied.min);
    CHECK(weighed.max == copied.max);
    CHECK(weighed.es05 == Approx(copied.es05));
    CHECK(weighed.es95 == Approx(copied.es95));
    // Quantiles of copies step where weighted ones interpolate: within a step of the sample.
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        CHECK(weighed.quantiles[i] == Approx(copied.quantiles[i]).margin(0.2));
    }
    const auto positive = [&](std::size_t path) { return values[path] > 0.0; };
    double expected = 0.0;
    for (const double value : copies) expected += value > 0.0 ? 1.0 : 0.0;
    CHECK(weighing.share(positive).probability ==
          Approx(expected / static_cast<double>(copies.size())));
    // Negative control: without weights the mean is another.
    CHECK(std::abs(summarise(values).mean - copied.mean) > 1e-3);
}

TEST_CASE("the effective size follows Kish's formula", "[statistics][weights]") {
    CHECK(Weights({1.0, 1.0, 1.0, 1.0}).effective_size() == Approx(4.0));
    CHECK(Weights({1.0, 0.0, 0.0, 0.0}).effective_size() == Approx(1.0));
    CHECK(Weights({3.0, 1.0}).effective_size() == Approx(16.0 / 10.0));
}
