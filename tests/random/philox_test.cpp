// Catches: a wrong round function, key schedule, word order or conversion to uniforms; draws that
// depend on the block width; correlated streams.
#include "coffer/random/philox.hpp"

#include <vector>

#include <Random123/philox.h>
#include <catch2/catch.hpp>

#include "support/checks.hpp"

namespace rng = coffer::random;
using coffer::support::distance_to;
using coffer::support::dkw_bound;

TEST_CASE("Philox4x32-10 gives the published vectors", "[random]") {
    // Random123 1.14, tests/kat_vectors, lines "philox4x32 10".
    CHECK(rng::philox_words({0, 0, 0, 0}, {0, 0}) ==
          std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(rng::philox_words({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                            {0xffffffff, 0xffffffff}) ==
          std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(rng::philox_words({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                            {0xa4093822, 0x299f31d0}) ==
          std::array<std::uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("block draws agree with Random123, path by path", "[random]") {
    constexpr std::uint64_t seed = 0x123456789abcdef0ULL;
    for (const std::uint32_t number : {0U, 1U, 7U, 358U}) {
        double uniforms[64];
        rng::draw_uniforms<64>(seed, 640, 0xdeadbeef, rng::Purpose::outage_start, number, uniforms);
        for (std::uint32_t lane = 0; lane < 64; ++lane) {
            const r123::Philox4x32 generator;
            const r123::Philox4x32::ctr_type counter{{640 + lane, 0xdeadbeef, number / 2, 3}};
            const r123::Philox4x32::key_type key{{0x9abcdef0, 0x12345678}};
            const auto words = generator(counter, key);
            const auto high = words[number % 2 == 0 ? 0 : 2];
            const auto low = words[number % 2 == 0 ? 1 : 3];
            CHECK(uniforms[lane] == rng::to_uniform(high, low));
            double single = 0.0;
            rng::draw_uniforms<1>(seed, 640 + lane, 0xdeadbeef, rng::Purpose::outage_start, number,
                                  &single);
            CHECK(single == uniforms[lane]);
        }
        double narrow[16];
        rng::draw_uniforms<16>(seed, 656, 0xdeadbeef, rng::Purpose::outage_start, number, narrow);
        for (int lane = 0; lane < 16; ++lane) CHECK(narrow[lane] == uniforms[lane + 16]);
    }
}

TEST_CASE("uniforms lie strictly between 0 and 1", "[random]") {
    CHECK(rng::to_uniform(0, 0) == 0x1.0p-53);
    CHECK(rng::to_uniform(0xffffffff, 0xffffffff) == 1.0 - 0x1.0p-53);
}

TEST_CASE("draws over paths, months and streams are uniform and independent", "[random]") {
    // DKW at false-alarm rate 1e-6 each; the negative control is a sample with u^1.03, a bias of
    // 1.1 % at the median, which must be rejected.
    constexpr int n = 100032;
    std::vector<double> over_paths, over_months, over_streams, difference, biased;
    for (int i = 0; i < n; i += 64) {
        double block[64];
        rng::draw_uniforms<64>(1, static_cast<std::uint64_t>(i), 77, rng::Purpose::flow_noise, 3,
                               block);
        over_paths.insert(over_paths.end(), block, block + 64);
    }
    for (int i = 0; i < n; ++i) {
        double u = 0.0, v = 0.0;
        rng::draw_uniforms<1>(1, 5, 77, rng::Purpose::driver_innovation,
                              static_cast<std::uint32_t>(i), &u);
        over_months.push_back(u);
        rng::draw_uniforms<1>(1, 5, static_cast<std::uint32_t>(i) * 2654435761U,
                              rng::Purpose::driver_innovation, 0, &v);
        over_streams.push_back(v);
        const double sum = u + v;
        difference.push_back(sum - std::floor(sum));
        biased.push_back(std::pow(v, 1.03));
    }
    const auto uniform = [](double u) { return u; };
    CHECK(distance_to(over_paths, uniform) < dkw_bound(n));
    CHECK(distance_to(over_months, uniform) < dkw_bound(n));
    CHECK(distance_to(over_streams, uniform) < dkw_bound(n));
    CHECK(distance_to(difference, uniform) < dkw_bound(n));
    CHECK(distance_to(biased, uniform) > dkw_bound(n));
}
