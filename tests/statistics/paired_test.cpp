// Catches: intervals of paired differences that miss the truth too often, that ignore the pairing,
// that promise what a handful of differing paths cannot hold. Error rates stand with each check.
#include "coffer/statistics/paired.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using namespace coffer::statistics;

struct Pair {
    std::vector<double> before, after;
};

/// Normals of correlation 0.95; `after` is 0.1 higher.
Pair correlated(std::mt19937_64& random, std::size_t n) {
    std::normal_distribution<double> normal;
    const double own = std::sqrt(1.0 - 0.95 * 0.95);
    Pair pair;
    for (std::size_t i = 0; i < n; ++i) {
        const double common = normal(random);
        pair.before.push_back(common);
        pair.after.push_back(0.95 * common + own * normal(random) + 0.1);
    }
    return pair;
}

bool holds(const Interval& interval, double truth) {
    return interval.low && interval.high && *interval.low <= truth && truth <= *interval.high;
}

}  // namespace

TEST_CASE("intervals of paired means hold the truth in 95 of 100 samples and gain by pairing",
          "[statistics][paired]") {
    std::mt19937_64 random(20201122);
    int held = 0, held_unpaired = 0;
    double gain = 0.0;
    constexpr int samples = 600;
    for (int i = 0; i < samples; ++i) {
        const auto [before, after] = correlated(random, 300);
        const auto difference = mean_difference(before, after);
        held += holds(difference.interval, 0.1) ? 1 : 0;
        // Negative control: as long an interval as independent runs would need.
        const double wide = difference.se * std::sqrt(*difference.gain);
        held_unpaired += std::fabs(difference.change - 0.1) <= errors_either_side * wide ? 1 : 0;
        gain += *difference.gain / samples;
    }
    // Four standard deviations of a binomial count: a false alarm in 16,000 runs.
    CHECK(std::fabs(held / 600.0 - 0.95) < 4.0 * std::sqrt(0.95 * 0.05 / samples));
    CHECK(held_unpaired == samples);
    // 2 / (2 - 2 * 0.95)
    CHECK(gain == Approx(20.0).epsilon(0.05));
}

TEST_CASE("paired proportions as in Agresti, Categorical Data Analysis, table 10.1",
          "[statistics][paired]") {
    // Approval in two surveys of 1,600: 794 both, 150 only first, 86 only second, 570 neither.
    std::vector<double> before, after;
    const auto add = [&](int times, double first, double second) {
        before.insert(before.end(), static_cast<std::size_t>(times), first);
        after.insert(after.end(), static_cast<std::size_t>(times), second);
    };
    add(794, 1.0, 1.0);
    add(150, 1.0, 0.0);
    add(86, 0.0, 1.0);
    add(570, 0.0, 0.0);
    const auto difference = share_difference(before, after);
    CHECK(difference.before == Approx(0.59));
    CHECK(difference.after == Approx(0.55));
    CHECK(difference.change == Approx(-0.04));
    CHECK(difference.se == Approx(0.0095).margin(0.00005));
    CHECK(*difference.interval.low == Approx(-0.059).margin(0.0006));
    CHECK(*difference.interval.high == Approx(-0.021).margin(0.0006));
    CHECK(difference.moved == 236);
    CHECK(difference.clear());
}

TEST_CASE("a few paths that differ do not make a change clear", "[statistics][paired]") {
    std::vector<double> before(10000, 0.0), after(10000, 0.0);
    after[17] = after[4000] = 1.0;
    const auto share = share_difference(before, after);
    CHECK(share.change == Approx(0.0002));
    CHECK_FALSE(share.clear());
    const auto mean = mean_difference(before, after);
    CHECK_FALSE(mean.interval.low.has_value());
    // No path at all: exactly nothing for a mean, not more than 3 of n for a probability.
    const auto none = share_difference(before, before);
    CHECK(none.change == 0.0);
    CHECK(*none.interval.high < 3.0 / 10000.0);
    CHECK(mean_difference(before, before).interval.low == 0.0);
}

TEST_CASE("intervals of paired quantiles hold the truth", "[statistics][paired]") {
    // Quantiles of 0.1 + N(0, 1) less those of N(0, 1): 0.1 at every level.
    std::mt19937_64 random(7);
    constexpr int samples = 150;
    constexpr std::size_t n = 1000;
    const Resamples resamples(n);
    constexpr std::array<double, 3> levels{0.05, 0.50, 0.95};
    std::array<int, 3> held{};
    for (int i = 0; i < samples; ++i) {
        const auto [before, after] = correlated(random, n);
        const auto differences = quantile_differences(before, after, levels, resamples);
        for (std::size_t level = 0; level < levels.size(); ++level) {
            held[level] += holds(differences[level].interval, 0.1) ? 1 : 0;
        }
    }
    for (const int count : held) {
        // Bootstrap intervals of quantiles hold a little less than 95 %; four deviations below 93
        // %.
        CHECK(count / static_cast<double>(samples) > 0.93 - 4.0 * std::sqrt(0.93 * 0.07 / samples));
    }
}

TEST_CASE("quantiles of samples that are mostly zero", "[statistics][paired]") {
    std::vector<double> before(2000, 0.0), after(2000, 0.0);
    for (std::size_t i = 0; i < 60; ++i) after[i * 33] = 5.0;  // 3 %
    const Resamples resamples(before.size());
    constexpr std::array<double, 2> levels{0.95, 0.99};
    const auto differences = quantile_differences(before, after, levels, resamples);
    CHECK(differences[0].change == 0.0);
    CHECK_FALSE(differences[0].clear());
    CHECK(differences[1].change == 5.0);
    CHECK(differences[1].clear());
}

TEST_CASE("resamples are Poisson numbers of mean one", "[statistics][paired]") {
    const Resamples resamples(20000, 5);
    double sum = 0.0, squares = 0.0, zeros = 0.0;
    for (std::size_t sample = 0; sample < 5; ++sample) {
        for (const std::uint8_t times : resamples.times(sample)) {
            sum += times;
            squares += static_cast<double>(times) * times;
            zeros += times == 0 ? 1.0 : 0.0;
        }
    }
    // 100,000 of them; four standard errors.
    CHECK(sum / 1e5 == Approx(1.0).margin(4.0 / std::sqrt(1e5)));
    CHECK(squares / 1e5 == Approx(2.0).margin(4.0 * std::sqrt(11.0 / 1e5)));
    CHECK(zeros / 1e5 == Approx(std::exp(-1.0)).margin(4.0 * std::sqrt(0.2325 / 1e5)));
}
