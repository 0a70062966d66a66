#pragma once
// Counter-based random numbers (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11).
// A draw is a pure function of its key, so no generator state exists that threads, block widths or
// row order could disturb. Rejected: a seeded engine per path (std::mt19937_64), whose draws depend
// on the order of use.
#include <array>
#include <cstdint>

namespace coffer::random {

/// What a number is drawn for: the last word of the counter (docs/model.md section 1).
enum class Purpose : std::uint32_t {
    driver_innovation = 1,
    flow_noise = 2,
    outage_start = 3,
    outage_duration = 4,
    stage_duration = 5,
    cost_overrun = 6
};

/// Philox4x32 with ten rounds.
[[nodiscard]] constexpr std::array<std::uint32_t, 4> philox_words(
    std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t product0 = 0xD2511F53ULL * counter[0];
        const std::uint64_t product1 = 0xCD9E8D57ULL * counter[2];
        counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
                   static_cast<std::uint32_t>(product1),
                   static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
                   static_cast<std::uint32_t>(product0)};
        key[0] += 0x9E3779B9U;
        key[1] += 0xBB67AE85U;
    }
    return counter;
}

/// The uniform of two output words: a multiple of 2^-53 offset by half a step, so that it lies
/// strictly between 0 and 1 and its mirror image is one too.
[[nodiscard]] constexpr double to_uniform(std::uint32_t high, std::uint32_t low) {
    const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 11;
    // Through a signed integer: conversion from unsigned 64 bits does not vectorise before AVX-512.
    return (static_cast<double>(static_cast<std::int64_t>(bits)) + 0.5) * 0x1.0p-53;
}

/// Uniforms of `width` consecutive paths for one (stream, purpose, number).
template <int width>
inline void draw_uniforms(std::uint64_t seed, std::uint64_t first_path, std::uint32_t stream,
                          Purpose purpose, std::uint32_t number, double* uniforms) {
    // 64-bit lanes that hold 32-bit words: the form compilers turn into vpmuludq.
    constexpr std::uint64_t mask = 0xFFFFFFFFULL;
    std::uint64_t word0[width], word1[width], word2[width], word3[width];
    for (int lane = 0; lane < width; ++lane) {
        word0[lane] = (first_path + static_cast<std::uint64_t>(lane)) & mask;
        word1[lane] = stream;
        word2[lane] = number / 2;
        word3[lane] = static_cast<std::uint64_t>(purpose);
    }
    std::uint32_t key0 = static_cast<std::uint32_t>(seed);
    std::uint32_t key1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < 10; ++round) {
        for (int lane = 0; lane < width; ++lane) {
            const std::uint64_t product0 = 0xD2511F53ULL * word0[lane];
            const std::uint64_t product1 = 0xCD9E8D57ULL * word2[lane];
            word0[lane] = (product1 >> 32) ^ word1[lane] ^ key0;
            word1[lane] = product1 & mask;
            word2[lane] = (product0 >> 32) ^ word3[lane] ^ key1;
            word3[lane] = product0 & mask;
        }
        key0 += 0x9E3779B9U;
        key1 += 0xBB67AE85U;
    }
    const std::uint64_t* high = number % 2 == 0 ? word0 : word2;
    const std::uint64_t* low = number % 2 == 0 ? word1 : word3;
    for (int lane = 0; lane < width; ++lane) {
        const std::uint64_t bits = ((high[lane] << 32) | low[lane]) >> 11;
        uniforms[lane] = (static_cast<double>(static_cast<std::int64_t>(bits)) + 0.5) * 0x1.0p-53;
    }
}

}  // namespace coffer::random
