// Catches: alarms about chance, and changes that are called chance.
#include "coffer/batch/morning.hpp"

#include <cmath>
#include <random>

#include <catch2/catch.hpp>

using namespace coffer;

namespace {

/// In how many of `nights` pairs of independent nights the share moves by more than its error.
int alarms(double before, double now, int paths, int nights) {
    std::mt19937_64 random(7);  // NOLINT(cert-msc51-cpp): the same test every day
    std::binomial_distribution<int> was(paths, before), is(paths, now);
    int count = 0;
    for (int night = 0; night < nights; ++night) {
        const double a = was(random) / static_cast<double>(paths);
        const double b = is(random) / static_cast<double>(paths);
        count += std::abs(b - a) > batch::error_of_change(a, paths, b, paths) ? 1 : 0;
    }
    return count;
}

}  // namespace

TEST_CASE("the error of a change is passed by chance 1 time in 20") {
    // 4000 nights, 200 expected, standard deviation 14: five of them are never left, so this test
    // fails falsely less than once in a million. Near the border the count is lower: lattice.
    CHECK(std::abs(alarms(0.5, 0.5, 10000, 4000) - 200) < 70);
    CHECK(alarms(0.001, 0.001, 10000, 4000) < 270);
    CHECK(alarms(1.0, 1.0, 10000, 4000) == 0);
    // Negative control: three points of a hundred are more than chance on 10,000 paths.
    CHECK(alarms(0.5, 0.47, 10000, 4000) > 3900);
    CHECK(batch::error_of_change(1.0, 1000, 0.99, 1000) < 0.01);
}

TEST_CASE("a worked example of two shares") {
    // 30 of 100 against 45 of 100: z = 2.19 with the pooled variance, so the change of 0.15 is
    // 2.19 standard errors of 0.0684653.
    CHECK(batch::error_of_change(0.30, 100, 0.45, 100) ==
          Approx(1.959963984540054 * 0.0684653).epsilon(1e-5));
}
