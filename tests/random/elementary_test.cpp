// Catches: a wrong coefficient, a range-reduction slip, a tail formula used outside its range.
#include "coffer/random/elementary.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <catch2/catch.hpp>

#include "coffer/random/normal.hpp"

namespace rng = coffer::random;

TEST_CASE("exponential and logarithm agree with the C library to 4e-16", "[random]") {
    for (int i = -60000; i <= 60000; ++i) {
        const double x = i * 0.0113;
        if (std::abs(x) < 600.0) {
            REQUIRE(std::abs(rng::exponential(x) / std::exp(x) - 1.0) < 4e-16);
        }
        const double y = std::exp(x / 3.0);
        REQUIRE(std::abs(rng::logarithm(y) - std::log(y)) <=
                4e-16 * std::max(1.0, std::abs(std::log(y))));
    }
    CHECK(rng::exponential(0.0) == 1.0);
    CHECK(rng::logarithm(1.0) == 0.0);
}

TEST_CASE("normal quantiles agree with Boost to 2e-15, tails included", "[random]") {
    const boost::math::normal normal;
    const auto agrees = [&](double u) {
        const double expected = boost::math::quantile(normal, u);
        return std::abs(rng::normal_quantile(u) - expected) <=
               2e-15 * std::max(1.0, std::abs(expected));
    };
    for (int i = 1; i < 100000; ++i) REQUIRE(agrees(i / 100000.0));
    for (int power = 5; power < 54; ++power) {
        CAPTURE(power);
        CHECK(agrees(std::ldexp(1.0, -power)));
    }
    CHECK(rng::normal_quantile(0.5) == 0.0);
    CHECK(rng::normal_quantile(0.3) == -rng::normal_quantile(0.7));
}

TEST_CASE("lanes of normal quantiles agree with single ones", "[random]") {
    double uniforms[16], normals[16];
    for (int lane = 0; lane < 16; ++lane) uniforms[lane] = std::ldexp(1.0, -3 * lane - 1);
    rng::normal_quantiles<16>(uniforms, normals);
    for (int lane = 0; lane < 16; ++lane) {
        CHECK(normals[lane] == rng::normal_quantile(uniforms[lane]));
    }
}

// Catches: a digit of a coefficient wrong, a seam between the three ranges, a loss in the tails.
TEST_CASE("the complementary error function is Boost's", "[random]") {
    double worst = 0.0;
    for (int i = -6000; i <= 20000; ++i) {
        const double x = i / 1000.0;
        const double expected = boost::math::erfc(x);
        worst = std::max(worst, std::abs(rng::complementary_error(x) / expected - 1.0));
    }
    CHECK(worst < 2e-15);
    for (const double seam : {0.46875, 4.0}) {
        const double below = rng::complementary_error(seam);
        const double above = rng::complementary_error(std::nextafter(seam, 9.0));
        CHECK(std::abs(below / above - 1.0) < 2e-14);  // it falls by 7e-15 from one to the other
    }
    CHECK(rng::normal_probability(0.0) == 0.5);
}
