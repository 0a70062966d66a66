// Catches: a lane that is forgotten, listed twice or out of order, at any width and place of a
// vector.
#include "coffer/random/lanes.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

namespace {

template <int width>
void check_every_pair() {
    for (int a = 0; a < width; ++a) {
        for (int b = a; b < width; ++b) {
            double flags[width] = {};
            flags[a] = 1.0;
            flags[b] = -1e-300;  // anything but zero
            int lanes[width];
            const int count = coffer::random::flagged_lanes<width>(flags, lanes);
            const std::vector<int> expected = a == b ? std::vector{a} : std::vector{a, b};
            REQUIRE(std::vector<int>(lanes, lanes + count) == expected);
        }
    }
    double none[width] = {};
    none[0] = -0.0;
    CHECK(coffer::random::flag_bits<width>(none) == 0);
}

}  // namespace

TEST_CASE("flagged lanes are listed in order", "[random]") {
    check_every_pair<1>();
    check_every_pair<3>();
    check_every_pair<16>();
    check_every_pair<64>();
}

TEST_CASE("lanes step up a table to their bounds", "[random]") {
    constexpr int width = 13;  // whole vectors and a rest
    const std::vector<double> table{0.1, 0.2, 0.5, 0.9, 2.0};
    double bounds[width];
    std::int64_t places[width] = {};
    for (int lane = 0; lane < width; ++lane) bounds[lane] = lane / 12.0;
    int rounds = 0;
    while (coffer::random::step_up<width>(table.data(), bounds, places)) ++rounds;
    CHECK(rounds == 4);
    for (int lane = 0; lane < width; ++lane) {
        const auto expected = std::lower_bound(table.begin(), table.end(), bounds[lane]);
        CHECK(places[lane] == expected - table.begin());
    }
}
