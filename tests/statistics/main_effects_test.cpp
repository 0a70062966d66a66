// Catches: main effects that are biased, that see an effect where there is none more often than
// stated, that drop paths which do not fill a bin. Answers from closed forms.
#include "coffer/statistics/main_effects.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using namespace coffer::statistics;

constexpr double pi = 3.14159265358979323846;

std::vector<double> uniforms(std::mt19937_64& random, std::size_t n, double low, double high) {
    std::uniform_real_distribution<double> uniform(low, high);
    std::vector<double> values(n);
    for (double& value : values) value = uniform(random);
    return values;
}

}  // namespace

TEST_CASE("main effects of the Ishigami function", "[statistics][main_effects]") {
    // Ishigami and Homma 1990 with a = 7, b = 0.1: S1 = 0.3139, S2 = 0.4424, S3 = 0.
    std::mt19937_64 random(1);
    constexpr std::size_t n = 20017;  // bins of unequal size
    const auto x1 = uniforms(random, n, -pi, pi), x2 = uniforms(random, n, -pi, pi),
               x3 = uniforms(random, n, -pi, pi);
    std::vector<double> y(n);
    for (std::size_t i = 0; i < n; ++i) {
        y[i] = std::sin(x1[i]) + 7.0 * std::pow(std::sin(x2[i]), 2.0) +
               0.1 * std::pow(x3[i], 4.0) * std::sin(x1[i]);
    }
    const Resamples resamples(n, 60);
    const auto first = main_effect(Bins(x1), y, &resamples);
    const auto second = main_effect(Bins(x2), y, &resamples);
    const auto third = main_effect(Bins(x3), y, &resamples);
    // Four standard errors, which are themselves known to a tenth: a false alarm in 10,000.
    CHECK(first.se < 0.01);
    CHECK(first.share == Approx(0.3139).margin(4.0 * first.se));
    CHECK(second.share == Approx(0.4424).margin(4.0 * second.se));
    CHECK(third.share == Approx(0.0).margin(4.0 * third.se));
    CHECK(third.share < null_floor(Bins(x3), 3));
    CHECK(first.share > null_floor(Bins(x1), 3));
}

TEST_CASE("main effects of a linear model are its squared coefficients",
          "[statistics][main_effects]") {
    std::mt19937_64 random(2);
    std::normal_distribution<double> normal;
    constexpr std::size_t n = 10000;
    const std::vector<double> coefficients{3.0, 2.0, 1.0, 0.0};
    std::vector<std::vector<double>> factors(coefficients.size(), std::vector<double>(n));
    std::vector<double> y(n, 0.0);
    for (std::size_t f = 0; f < factors.size(); ++f) {
        for (std::size_t i = 0; i < n; ++i) {
            factors[f][i] = normal(random);
            y[i] += coefficients[f] * factors[f][i];
        }
    }
    const Resamples resamples(n, 60);
    for (std::size_t f = 0; f < factors.size(); ++f) {
        const auto effect = main_effect(Bins(factors[f]), y, &resamples);
        // Within-bin variation of the factor itself takes (c/M)^2-ish: far below the margin.
        CHECK(effect.share ==
              Approx(coefficients[f] * coefficients[f] / 14.0).margin(4.0 * effect.se + 0.002));
        // The mean of the highest tenth of a normal is 1.755.
        CHECK(effect.high - effect.low == Approx(2.0 * 1.755 * coefficients[f]).margin(0.7));
    }
}

TEST_CASE("factors without effect stay below their floor as often as stated",
          "[statistics][main_effects]") {
    std::mt19937_64 random(3);
    std::normal_distribution<double> normal;
    constexpr std::size_t n = 2000;
    std::vector<double> y(n), factor(n);
    int above = 0;
    double squares = 0.0;
    constexpr int tries = 400;
    for (double& value : y) value = std::exp(0.5 * normal(random));  // skewed, as money is
    for (int i = 0; i < tries; ++i) {
        for (double& value : factor) value = normal(random);
        const Bins bins(factor);
        const double share = main_effect(bins, y).share;
        squares += share * share / tries;
        above += share > null_floor(bins, 1) ? 1 : 0;
    }
    const Bins bins(factor);
    CHECK(std::sqrt(squares) == Approx(null_deviation(bins)).epsilon(0.3));
    // 5 % each; skewness adds a little. 400 tries, four deviations above 6 %.
    CHECK(above / static_cast<double>(tries) < 0.06 + 4.0 * std::sqrt(0.06 * 0.94 / tries));
    // Negative control: a factor that explains a twenty-fifth of the variance is seen.
    for (std::size_t i = 0; i < n; ++i) factor[i] = y[i] + 3.0 * normal(random);
    CHECK(main_effect(Bins(factor), y).share > null_floor(Bins(factor), 1));
}

TEST_CASE("discrete factors have a bin a value and no path is left out",
          "[statistics][main_effects]") {
    std::vector<double> factor, y;
    for (int i = 0; i < 2017; ++i) {
        factor.push_back(i % 3);
        y.push_back(i % 3 == 0 ? 1.0 : 0.0);
    }
    const Bins bins(factor);
    REQUIRE(bins.count() == 3);
    CHECK(bins.sizes()[0] + bins.sizes()[1] + bins.sizes()[2] == 2017);
    CHECK(main_effect(bins, y).share == Approx(1.0).margin(0.001));
    std::vector<double> continuous(2017);
    for (std::size_t i = 0; i < continuous.size(); ++i) continuous[i] = static_cast<double>(i);
    const Bins equal(continuous);
    std::size_t all = 0;
    for (const std::size_t size : equal.sizes()) {
        CHECK(size >= 2017 / equal.count());
        CHECK(size <= 2017 / equal.count() + 1);
        all += size;
    }
    CHECK(all == 2017);
}
