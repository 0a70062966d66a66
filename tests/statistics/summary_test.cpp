// Catches: a wrong quantile definition, an expected shortfall that ignores the boundary's weight,
// selection that leaves order statistics out of place.
#include "coffer/statistics/summary.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

using coffer::statistics::quantile_levels;
using coffer::statistics::summarise;

TEST_CASE("a small sample by hand", "[statistics]") {
    std::vector<double> sample{4.0, 1.0, 3.0, 2.0, 10.0};
    const auto summary = summarise(sample);
    CHECK(summary.n == 5);
    CHECK(summary.mean == 4.0);
    CHECK(summary.sd == Approx(std::sqrt((9 + 4 + 1 + 0 + 36) / 4.0)));
    CHECK(summary.se == Approx(summary.sd / std::sqrt(5.0)));
    CHECK(summary.min == 1.0);
    CHECK(summary.max == 10.0);
    // Excel: PERCENTILE.INC({1;2;3;4;10}, 0.9) = 4 + 0.6 * 6.
    CHECK(summary.quantiles[6] == Approx(7.6));
    CHECK(summary.quantiles[4] == 3.0);
    CHECK(summary.quantiles[3] == 2.0);
    // 5 % of five values is a quarter of the lowest one.
    CHECK(summary.es05 == Approx(1.0));
    CHECK(summary.es95 == Approx(10.0));
}

TEST_CASE("selection agrees with a full sort", "[statistics]") {
    std::mt19937_64 generator(20201122);
    for (const std::size_t n : {1U, 2U, 3U, 19U, 20U, 21U, 99U, 1000U, 4567U}) {
        std::vector<double> sample(n);
        for (auto& value : sample) {
            // Many ties and a spike at zero, as indicators have.
            value = static_cast<double>(generator() % 50);
            if (generator() % 3 == 0) value = 0.0;
        }
        std::vector<double> sorted = sample;
        std::sort(sorted.begin(), sorted.end());
        const auto summary = summarise(sample);
        CAPTURE(n);
        for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
            const double place = quantile_levels[i] * static_cast<double>(n - 1);
            const auto rank = static_cast<std::size_t>(place);
            const double next = sorted[std::min(rank + 1, n - 1)];
            CHECK(
                summary.quantiles[i] ==
                Approx(sorted[rank] + (place - static_cast<double>(rank)) * (next - sorted[rank])));
        }
        // Expected shortfall as the integral of the empirical quantile function.
        const double tail = 0.05 * static_cast<double>(n);
        double low = 0.0, high = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            const double weight = std::clamp(tail - static_cast<double>(i), 0.0, 1.0);
            low += weight * sorted[i];
            high += weight * sorted[n - 1 - i];
        }
        CHECK(summary.es05 == Approx(low / tail));
        CHECK(summary.es95 == Approx(high / tail));
        CHECK(summary.min == sorted.front());
        CHECK(summary.max == sorted.back());
    }
}

TEST_CASE("a constant sample has no spread, whatever its size", "[statistics]") {
    std::vector<double> sample(1001, 0.1);
    const auto summary = summarise(sample);
    CHECK(summary.mean == 0.1);
    CHECK(summary.sd == 0.0);
    CHECK(summary.es05 == Approx(0.1));
}

TEST_CASE("a first value far from all others costs no digits of the spread", "[statistics]") {
    std::vector<double> sample{1e12};
    for (int i = 0; i < 1000; ++i) sample.push_back(i % 2);
    const auto summary = summarise(sample);
    // One value 1e12 from a thousand near zero: sd = 1e12 / sqrt(1001), up to their own spread.
    CHECK(summary.sd == Approx(1e12 / std::sqrt(1001.0)).epsilon(1e-9));
    CHECK(summary.quantiles[0] == 0.0);
    CHECK(summary.quantiles[8] == 1.0);
    CHECK(summary.max == 1e12);
}

TEST_CASE("neighbouring numbers are told apart", "[statistics]") {
    const double next = std::nextafter(1e9, 2e9);
    std::vector<double> sample(1000, 1e9);
    for (std::size_t i = 0; i < 300; ++i) sample[i * 3] = next;
    const auto summary = summarise(sample);
    CHECK(summary.min == 1e9);
    CHECK(summary.max == next);
    CHECK(summary.quantiles[4] == 1e9);
    CHECK(summary.quantiles[7] == next);
}
