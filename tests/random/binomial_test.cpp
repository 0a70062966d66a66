// Catches: binomial counts that are not the quantile of their distribution, for small and large
// numbers (q^n below what the type holds too) and probabilities on both sides of one half.
#include "coffer/random/binomial.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>

using coffer::random::Binomial;

TEST_CASE("a binomial count is the smallest with enough probability below", "[random]") {
    int checked = 0;
    for (const int n : {1, 2, 7, 55, 400, 1000, 2000, 10000}) {
        for (const double p : {0.001, 0.05, 0.3, 0.5, 0.7, 0.99}) {
            const boost::math::binomial_distribution<double> exact(n, p);
            const Binomial counts(p, n);
            for (const double u : {1e-12, 1e-3, 0.1, 0.35, 0.49, 0.51, 0.8, 0.999, 1.0 - 1e-9}) {
                const int k = counts.quantile(n, u);
                CAPTURE(n, p, u, k);
                REQUIRE(k >= 0);
                REQUIRE(k <= n);
                CHECK(cdf(exact, k) >= u - 1e-11);
                if (k > 0) CHECK(cdf(exact, k - 1) <= u + 1e-11);
                ++checked;
            }
        }
    }
    CHECK(checked == 432);
    CHECK(Binomial(0.5, 0).quantile(0, 0.5) == 0);
    CHECK(Binomial(0.0, 9).quantile(9, 1.0 - 1e-15) == 0);
    CHECK(Binomial(1.0, 9).quantile(9, 1e-15) == 9);
}

TEST_CASE("counts of many lanes are those of each alone", "[random]") {
    constexpr int width = 64;
    // Below, at and above the size of the tables; with 0 and with certain success.
    for (const int most : {5, 64, 300}) {
        for (const double p : {0.0, 0.15, 0.5, 0.8, 1.0}) {
            const Binomial counts(p, most);
            double n[width], u[width], successes[width];
            for (int lane = 0; lane < width; ++lane) {
                n[lane] = lane % (most + 1);
                u[lane] = (lane * 37 % width + 0.5) / width;
            }
            if (most == 300) n[40] = 300;
            counts.quantiles<width>(n, u, successes);
            for (int lane = 0; lane < width; ++lane) {
                CAPTURE(most, p, lane, n[lane], u[lane]);
                CHECK(successes[lane] == counts.quantile(static_cast<int>(n[lane]), u[lane]));
            }
        }
    }
}
