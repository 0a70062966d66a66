// Catches: sketches whose quantiles are off by more than they say, whose moments are not those of
// the values, or that depend on the order of values.
#include "coffer/statistics/sketch.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using namespace coffer::statistics;

/// Whole numbers of either sign over many powers of two.
std::vector<double> values(std::size_t n, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> all(n);
    for (double& value : all) {
        const double size = std::exp2(25.0 + 6.0 * normal(random));
        value = std::round(normal(random) * std::min(size, 0x1.0p50));
    }
    return all;
}

}  // namespace

TEST_CASE("a sketch describes its values to within its error", "[statistics][sketch]") {
    constexpr double unit = 100.0;
    const auto parts = values(30011, 1);
    Sketch sketch;
    sketch.add(parts);
    std::vector<double> exact = parts;
    for (double& value : exact) value /= unit;
    const QuantileBounds bounds(exact.size());
    const Summary want = summarise(exact, &bounds);
    const Summary got = sketch.summary(unit, &bounds);
    CHECK(got.n == want.n);
    CHECK(got.min == want.min);
    CHECK(got.max == want.max);
    CHECK(got.mean == Approx(want.mean).epsilon(1e-12));
    CHECK(got.sd == Approx(want.sd).epsilon(1e-12));
    CHECK(got.se == Approx(want.se).epsilon(1e-12));
    const auto near = [](double value, double truth) {
        return std::abs(value - truth) <= Sketch::error * std::abs(truth) * (1.0 + 1e-12);
    };
    std::vector<double> sorted = parts;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t rank = 0; rank < sorted.size(); rank += 7) {
        CAPTURE(rank, sorted[rank], sketch.at(rank));
        REQUIRE(near(sketch.at(rank), sorted[rank]));
    }
    for (std::size_t i = 0; i < want.quantiles.size(); ++i) {
        CHECK(near(got.quantiles[i], want.quantiles[i]));
        CHECK(near(*got.intervals[i].low, *want.intervals[i].low));
        CHECK(near(*got.intervals[i].high, *want.intervals[i].high));
    }
    CHECK(near(got.es05, want.es05));
    CHECK(near(got.es95, want.es95));
    // It is not simply exact, or the bound would not have been tried.
    CHECK(got.quantiles != want.quantiles);
}

TEST_CASE("a sketch does not know in which order values came", "[statistics][sketch]") {
    auto parts = values(5000, 2);
    Sketch whole;
    whole.add(parts);
    // The first value is what sums are told from.
    std::reverse(parts.begin() + 1, parts.end());
    Sketch pieces;
    const std::span<const double> all(parts);
    pieces.add(all.first(17));
    pieces.add(all.subspan(17, 0));
    pieces.add(all.subspan(17));
    const QuantileBounds bounds(parts.size());
    const Summary a = whole.summary(1.0, &bounds), b = pieces.summary(1.0, &bounds);
    CHECK(a.mean == b.mean);
    CHECK(a.sd == b.sd);
    CHECK(a.quantiles == b.quantiles);
    CHECK(a.es05 == b.es05);
    CHECK(a.es95_se == b.es95_se);
}

TEST_CASE("small numbers and equal ones are exact in a sketch", "[statistics][sketch]") {
    Sketch small;
    std::vector<double> parts;
    for (int i = -2047; i <= 2047; ++i) parts.push_back(i);
    small.add(parts);
    for (std::size_t rank = 0; rank < parts.size(); ++rank) REQUIRE(small.at(rank) == parts[rank]);
    Sketch equal;
    equal.add(std::vector<double>(9, 123456789.0));
    const Summary summary = equal.summary(100.0, nullptr);
    CHECK(summary.quantiles.front() == 1234567.89);
    CHECK(summary.sd == 0.0);
    // Sums of squares near the largest number do not overflow.
    Sketch large;
    std::vector<double> extremes;
    for (int i = 0; i < 4000; ++i) extremes.push_back(i % 2 == 0 ? -0x1.0p53 : 0x1.0p53);
    large.add(extremes);
    CHECK(large.summary(1.0, nullptr).mean == 0.0);
    CHECK(large.summary(1.0, nullptr).sd ==
          Approx(0x1.0p53 * std::sqrt(4000.0 / 3999.0)).epsilon(1e-12));
}

TEST_CASE("sums of a sketch keep their digits below zero", "[statistics][sketch]") {
    Sketch sketch;
    std::vector<double> parts{1e15};
    for (int i = 0; i < 999; ++i) parts.push_back(1e15 - 7.0);
    sketch.add(parts);
    const Summary summary = sketch.summary(1.0, nullptr);
    CHECK(summary.mean == 1e15 - 6.993);
    CHECK(summary.sd == Approx(7.0 * std::sqrt(0.999 * 0.001 * 1000.0 / 999.0)).epsilon(1e-12));
}
