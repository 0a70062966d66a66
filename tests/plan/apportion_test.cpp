// Catches: parts of an amount that do not sum to it, or that depend on anything but their shares.
#include "coffer/base/apportion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

namespace {

using coffer::apportion;

template <std::size_t n>
double sum(const std::array<double, n>& parts) {
    return std::accumulate(parts.begin(), parts.end(), 0.0);
}

}  // namespace

TEST_CASE("apportioned parts sum to the whole, none a fen away from its share", "[plan]") {
    std::array<double, 12> even{};
    even.fill(1.0 / 12.0);
    const std::array<double, 12> uneven{0.11, 0.07, 0.0, 0.2,  0.03, 0.09,
                                        0.05, 0.15, 0.1, 0.06, 0.04, 0.1};
    for (double whole = 0.0; whole < 5e14; whole = whole * 3.0 + 1.0) {
        for (const auto& shares : {even, uneven}) {
            const auto parts = apportion(whole, shares);
            CHECK(sum(parts) == whole);
            for (std::size_t i = 0; i < parts.size(); ++i) {
                CHECK(std::abs(parts[i] - whole * shares[i]) < 1.0 + 1e-9 * whole);
                if (shares[i] == 0.0) CHECK(parts[i] == 0.0);
            }
        }
    }
    // A million yuan in twelfths: four months have a fen more than the other eight.
    const auto parts = apportion(1e8, even);
    CHECK(std::count(parts.begin(), parts.end(), 8333334.0) == 4);
    CHECK(std::count(parts.begin(), parts.end(), 8333333.0) == 8);
    // Negative control: rounding each alone loses four fen.
    CHECK(12.0 * std::round(1e8 / 12.0) == 99999996.0);
}

TEST_CASE("the largest remainders get what is left", "[plan]") {
    // Hamilton's method: 10 seats for shares of 42, 41 and 17 % are 4, 4 and 2.
    const auto seats = apportion(10.0, std::array<double, 3>{0.42, 0.41, 0.17});
    CHECK(seats == std::array<double, 3>{4.0, 4.0, 2.0});
}
