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
    for (const std::size_t n : {1U, 2U, 3U, 19U, 20U, 21U, 99U, 1000U, 4567U, 1001U, 4568U}) {
        std::vector<double> sample(n);
        // Small whole numbers are counted, others put into bins.
        const double unit = n == 1001U || n == 4568U ? 1.0 : 0.3;
        for (auto& value : sample) {
            // Many ties and a spike at zero, as indicators have.
            value = unit * static_cast<double>(generator() % 50);
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

TEST_CASE("whole numbers, which are counted, have the figures of numbers that are not",
          "[statistics]") {
    // A quarter of each is no whole number; as a power of two it changes no digit of any figure.
    std::mt19937_64 generator(20201130);
    for (const std::size_t n : {2U, 20U, 99U, 1000U, 4567U}) {
        const coffer::statistics::QuantileBounds bounds(n);
        for (const std::uint64_t range : {2U, 7U, 500U, 1023U}) {
            for (const double least : {0.0, -40.0, 1e6}) {
                CAPTURE(n, range, least);
                std::vector<double> whole(n), quarters(n);
                for (std::size_t i = 0; i < n; ++i) {
                    whole[i] = least + static_cast<double>(generator() % (range + 1));
                    quarters[i] = whole[i] / 4.0;
                }
                whole[0] = least + 1.0;  // whatever is drawn, a quarter of this is no whole number
                quarters[0] = whole[0] / 4.0;
                const auto counted = summarise(whole, &bounds);
                const auto ordered = summarise(quarters, &bounds);
                CHECK(counted.mean == 4.0 * ordered.mean);
                CHECK(counted.sd == 4.0 * ordered.sd);
                CHECK(counted.quantiles.front() == 4.0 * ordered.quantiles.front());
                for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
                    CHECK(counted.quantiles[i] == 4.0 * ordered.quantiles[i]);
                    CHECK(counted.intervals[i].low.has_value() ==
                          ordered.intervals[i].low.has_value());
                    CHECK(counted.intervals[i].high.value_or(0.0) ==
                          4.0 * ordered.intervals[i].high.value_or(0.0));
                }
                CHECK(counted.es05 == 4.0 * ordered.es05);
                CHECK(counted.es95 == 4.0 * ordered.es95);
                CHECK(counted.es05_se == 4.0 * ordered.es05_se);
                CHECK(counted.es95_se == 4.0 * ordered.es95_se);
            }
        }
    }
}

namespace {

/// Mean of the lowest twentieth, and its standard error as Manistre and Hancock (2005) write it:
/// (variance in the tail + (1 - share) (q - mean)^2) / (share n).
struct TailMean {
    double mean = 0.0, error = 0.0;
};

TailMean tail_mean(const std::vector<double>& sorted) {
    constexpr double share = 0.05;
    const std::size_t count = sorted.size() / 20;
    const auto tail = static_cast<double>(count);
    TailMean result;
    for (std::size_t i = 0; i < count; ++i) result.mean += sorted[i] / tail;
    double variance = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        variance += (sorted[i] - result.mean) * (sorted[i] - result.mean) / tail;
    }
    const double distance = sorted[count] - result.mean;
    result.error = std::sqrt((variance + (1.0 - share) * distance * distance) / tail);
    return result;
}

}  // namespace

TEST_CASE("values crowded far from an outlier, some of them many times", "[statistics]") {
    // One value so far out that all others share few bins; of them a spike at the bottom and one in
    // the middle, and thousands beside each.
    std::mt19937_64 generator(20201129);
    for (const double outlier : {1e3, 1e7, -1e7}) {
        std::vector<double> sample(20000);
        for (auto& value : sample) {
            const auto draw = generator() % 10;
            value = static_cast<double>(generator() % 100000) / 1000.0;
            if (draw < 3) value = 0.0;
            if (draw >= 8) value = 40.0;
        }
        sample[7777] = outlier;
        std::vector<double> sorted = sample;
        std::sort(sorted.begin(), sorted.end());
        const coffer::statistics::QuantileBounds bounds(sample.size());
        const auto summary = summarise(sample, &bounds);
        CAPTURE(outlier);
        for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
            const double place = quantile_levels[i] * static_cast<double>(sample.size() - 1);
            const auto rank = static_cast<std::size_t>(place);
            const double fraction = place - static_cast<double>(rank);
            CHECK(summary.quantiles[i] ==
                  sorted[rank] + fraction * (sorted[rank + 1] - sorted[rank]));
            CHECK(*summary.intervals[i].low == sorted[*bounds.ranks()[i].low]);
            CHECK(*summary.intervals[i].high == sorted[*bounds.ranks()[i].high]);
        }
        const auto low = tail_mean(sorted);
        CHECK(summary.es05 == Approx(low.mean).margin(1e-9));
        CHECK(summary.es05_se == Approx(low.error).margin(1e-9));
        for (auto& value : sorted) value = -value;
        std::reverse(sorted.begin(), sorted.end());
        const auto high = tail_mean(sorted);
        CHECK(summary.es95 == Approx(-high.mean));
        CHECK(summary.es95_se == Approx(high.error));
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

namespace {

/// Exponential values: skewed, with every quantile and tail mean in closed form.
std::vector<double> exponential_sample(std::mt19937_64& generator, std::size_t n) {
    std::vector<double> sample(n);
    for (auto& value : sample) {
        value = -std::log((static_cast<double>(generator() >> 11U) + 0.5) * 0x1.0p-53);
    }
    return sample;
}

struct Coverage {
    int quantile = 0, mean = 0, low_tail = 0, high_tail = 0;
};

/// How many of `runs` samples have intervals that hold the true value of the 90 % quantile, the
/// mean and both tail means, when each is as wide as `width` of what it is.
Coverage coverage_of(int runs, std::size_t n, double width) {
    using coffer::statistics::errors_either_side;
    const coffer::statistics::QuantileBounds bounds(n);
    const double p90 = std::log(10.0);
    const double es95 = 1.0 + std::log(20.0);
    // Mean below the 5 % quantile q: (1 - e^-q (1 + q)) / 0.05.
    const double q = -std::log(0.95);
    const double es05 = (1.0 - 0.95 * (1.0 + q)) / 0.05;
    std::mt19937_64 generator(20201128);
    Coverage coverage;
    for (int run = 0; run < runs; ++run) {
        const auto sample = exponential_sample(generator, n);
        const auto summary = summarise(sample, &bounds);
        const auto& interval = summary.intervals[6];
        const auto holds = [width](double centre, double reach, double truth) {
            return std::abs(truth - centre) <= width * reach ? 1 : 0;
        };
        const double middle = 0.5 * (*interval.low + *interval.high);
        coverage.quantile += holds(middle, 0.5 * (*interval.high - *interval.low), p90);
        coverage.mean += holds(summary.mean, errors_either_side * summary.se, 1.0);
        coverage.low_tail += holds(summary.es05, errors_either_side * summary.es05_se, es05);
        coverage.high_tail += holds(summary.es95, errors_either_side * summary.es95_se, es95);
    }
    return coverage;
}

}  // namespace

TEST_CASE("intervals hold the truth in 95 of 100 samples", "[statistics]") {
    // 2,000 samples of 4,000: the number that hold is binomial. Bands of 5.5 standard errors around
    // 95 % (and 2 points of asymptotics) alarm falsely less than once in 10^6.
    constexpr int runs = 2000;
    const Coverage coverage = coverage_of(runs, 4000, 1.0);
    const auto share = [](int count) { return static_cast<double>(count) / runs; };
    const double band = 5.5 * std::sqrt(0.95 * 0.05 / runs) + 0.02;
    CHECK(share(coverage.quantile) == Approx(0.95).margin(band));
    CHECK(share(coverage.mean) == Approx(0.95).margin(band));
    CHECK(share(coverage.low_tail) == Approx(0.95).margin(band));
    CHECK(share(coverage.high_tail) == Approx(0.95).margin(band));
    // Control: three quarters of the width hold in 86 of 100.
    const Coverage narrowed = coverage_of(runs, 4000, 0.75);
    for (const int count :
         {narrowed.quantile, narrowed.mean, narrowed.low_tail, narrowed.high_tail}) {
        CHECK(share(count) < 0.95 - band);
    }
}

TEST_CASE("a quantile that a sample cannot bound has an open interval", "[statistics]") {
    std::vector<double> sample(100);
    std::iota(sample.begin(), sample.end(), 1.0);
    const coffer::statistics::QuantileBounds bounds(sample.size());
    const auto summary = summarise(sample, &bounds);
    CHECK_FALSE(summary.intervals.front().low.has_value());
    CHECK_FALSE(summary.intervals.back().high.has_value());
    // Tables of the sign test: of 100 values the 40th and the 61st bound the median.
    REQUIRE((summary.intervals[4].low && summary.intervals[4].high));
    CHECK(*summary.intervals[4].low == 40.0);
    CHECK(*summary.intervals[4].high == 61.0);
    // Catches: of few values a quantile that lies between two of them, outside of its interval.
    for (std::size_t n = 2; n < 60; ++n) {
        const coffer::statistics::QuantileBounds few(n);
        const auto small = summarise(std::span(sample).first(n), &few);
        for (std::size_t i = 0; i < small.quantiles.size(); ++i) {
            CHECK(small.intervals[i].low.value_or(small.quantiles[i]) <= small.quantiles[i]);
            CHECK(small.intervals[i].high.value_or(small.quantiles[i]) >= small.quantiles[i]);
        }
    }
    // Values that are all the same say no more about what may lie beyond them.
    const auto constant = summarise(std::vector<double>(100, 7.0), &bounds);
    CHECK_FALSE(constant.intervals.front().low.has_value());
    CHECK_FALSE(constant.intervals.back().high.has_value());
    CHECK(constant.intervals[4].low.value_or(0.0) == 7.0);
}
