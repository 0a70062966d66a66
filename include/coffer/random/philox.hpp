#pragma once
// Counter-based random numbers (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
// SC11). A draw is a pure function of its key, so no generator state exists that threads, block
// widths or row order could disturb. Rejected: a seeded engine per path (std::mt19937_64), whose
// draws depend on the order of use.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace coffer::random {

/// What a number is drawn for: the last word of the counter (docs/model.md section 1).
enum class Purpose : std::uint32_t {
    driver_innovation = 1,
    flow_noise = 2,
    outage_start = 3,
    outage_duration = 4,
    stage_duration = 5,
    cost_overrun = 6,
    driver_tail = 20,
    crisis_change = 21,
    jump_start = 22,
    jump_size = 23,
    sector_shock = 24,
    approval_year_shock = 25,
    cancellation = 26,
    funnel_step = 30,
    funnel_new = 32,
    receipt_happens = 36,
    receipt_amount = 37,
    receipt_delay = 38,
    market_change = 42,
    project_held_back = 43,
    contingent_call = 44
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

/// The uniform of two output words: an odd multiple of 2^-53, so that it lies strictly between 0
/// and 1 and its mirror image 1 - u is one too. Only 52 bits are used: with 53 the largest would
/// round to 1.
[[nodiscard]] constexpr double to_uniform(std::uint32_t high, std::uint32_t low) {
    const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 12;
    // Through a signed integer: conversion from unsigned 64 bits does not vectorise before AVX-512.
    return (static_cast<double>(static_cast<std::int64_t>(bits)) + 0.5) * 0x1.0p-52;
}

namespace detail {

#ifdef __AVX512F__
/// One vector register of 64-bit words, of which the lower 32 bits count. Masked forms with all
/// lanes chosen: of the plain ones g++ 12 warns that they begin with an undefined register.
struct Words {
    static constexpr __mmask8 all_lanes = 0xFF;
    static constexpr int lanes = 8;
    static constexpr int at_once = 8;
    __m512i value;

    static Words load(const std::uint64_t* from) { return {_mm512_loadu_si512(from)}; }
    static Words all(std::uint32_t word) { return {_mm512_set1_epi64(word)}; }
    void store(std::uint64_t* to) const { _mm512_storeu_si512(to, value); }
    friend Words operator*(Words a, Words b) {
        return {_mm512_maskz_mul_epu32(all_lanes, a.value, b.value)};
    }
    friend Words operator^(Words a, Words b) { return {_mm512_xor_si512(a.value, b.value)}; }
    friend Words operator&(Words a, Words b) { return {_mm512_and_si512(a.value, b.value)}; }
    [[nodiscard]] Words upper() const { return {_mm512_maskz_srli_epi64(all_lanes, value, 32)}; }
};
#define COFFER_VECTOR_WORDS
#elif defined __AVX2__
struct Words {
    static constexpr int lanes = 4;
    static constexpr int at_once = 2;
    __m256i value;

    static Words load(const std::uint64_t* from) {
        return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))};
    }
    static Words all(std::uint32_t word) { return {_mm256_set1_epi64x(word)}; }
    void store(std::uint64_t* to) const {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), value);
    }
    friend Words operator*(Words a, Words b) { return {_mm256_mul_epu32(a.value, b.value)}; }
    friend Words operator^(Words a, Words b) { return {_mm256_xor_si256(a.value, b.value)}; }
    friend Words operator&(Words a, Words b) { return {_mm256_and_si256(a.value, b.value)}; }
    [[nodiscard]] Words upper() const { return {_mm256_srli_epi64(value, 32)}; }
};
#define COFFER_VECTOR_WORDS
#endif

#ifdef COFFER_VECTOR_WORDS
/// Lanes whose rounds run in step. The ten rounds of one are a chain of operations that wait for
/// one another; as many vectors as pays go through it together.
template <int width>
inline constexpr int group_of =
    width < 2 * Words::lanes ? 1 : std::min(width, Words::at_once* Words::lanes);
#else
template <int width>
inline constexpr int group_of = 1;
#endif

/// Ten rounds on `lanes` counters held as 64-bit words.
template <int lanes>
inline void philox_rounds(std::uint64_t* word0, std::uint64_t* word1, std::uint64_t* word2,
                          std::uint64_t* word3, std::uint32_t key0, std::uint32_t key1) {
#ifdef COFFER_VECTOR_WORDS
    if constexpr (lanes > 1) {
        static_assert(lanes % Words::lanes == 0);
        // Written out because compilers make three multiplications of a 64-bit product of 32-bit
        // words, where vpmuludq is one: three times as fast, the same integers.
        constexpr int vectors = lanes / Words::lanes;
        const Words low_words = Words::all(0xFFFFFFFFU);
        const Words multiplier0 = Words::all(0xD2511F53U);
        const Words multiplier1 = Words::all(0xCD9E8D57U);
        Words w0[vectors], w1[vectors], w2[vectors], w3[vectors];
        for (std::ptrdiff_t v = 0; v < vectors; ++v) {
            w0[v] = Words::load(word0 + v * Words::lanes);
            w1[v] = Words::load(word1 + v * Words::lanes);
            w2[v] = Words::load(word2 + v * Words::lanes);
            w3[v] = Words::load(word3 + v * Words::lanes);
        }
        for (int round = 0; round < 10; ++round) {
            const Words round_key0 = Words::all(key0);
            const Words round_key1 = Words::all(key1);
            for (int v = 0; v < vectors; ++v) {
                // Only the lower halves of words count until the end.
                const Words product0 = w0[v] * multiplier0;
                const Words product1 = w2[v] * multiplier1;
                w0[v] = product1.upper() ^ w1[v] ^ round_key0;
                w1[v] = product1;
                w2[v] = product0.upper() ^ w3[v] ^ round_key1;
                w3[v] = product0;
            }
            key0 += 0x9E3779B9U;
            key1 += 0xBB67AE85U;
        }
        for (std::ptrdiff_t v = 0; v < vectors; ++v) {
            (w0[v] & low_words).store(word0 + v * Words::lanes);
            (w1[v] & low_words).store(word1 + v * Words::lanes);
            (w2[v] & low_words).store(word2 + v * Words::lanes);
            (w3[v] & low_words).store(word3 + v * Words::lanes);
        }
        return;
    }
#endif
    for (int lane = 0; lane < lanes; ++lane) {
        const auto words = philox_words(
            {static_cast<std::uint32_t>(word0[lane]), static_cast<std::uint32_t>(word1[lane]),
             static_cast<std::uint32_t>(word2[lane]), static_cast<std::uint32_t>(word3[lane])},
            {key0, key1});
        word0[lane] = words[0];
        word1[lane] = words[1];
        word2[lane] = words[2];
        word3[lane] = words[3];
    }
}

template <int width>
inline void words_to_uniforms(const std::uint64_t* high, const std::uint64_t* low,
                              double* uniforms) {
    for (int lane = 0; lane < width; ++lane) {
        const std::uint64_t bits = ((high[lane] << 32) | low[lane]) >> 12;
        // 52 bits placed in the mantissa of [1, 2) and shifted down: a conversion that vectorises
        // on every instruction set, and exact, so the same as to_uniform.
        const auto one_to_two = std::bit_cast<double>(bits | 0x3FF0000000000000ULL);
        uniforms[lane] = (one_to_two - 1.0) + 0x1.0p-53;
    }
}

}  // namespace detail

/// Uniforms of `width` consecutive paths for one (stream, purpose) and the numbers 2 * `pair` and
/// 2 * `pair` + 1, which share a Philox call.
template <int width>
inline void draw_uniform_pairs(std::uint64_t seed, std::uint64_t first_path, std::uint32_t stream,
                               Purpose purpose, std::uint32_t pair, double* even, double* odd) {
    static_assert(width % detail::group_of<width> == 0);
    constexpr std::uint64_t mask = 0xFFFFFFFFULL;
    std::uint64_t word0[width], word1[width], word2[width], word3[width];
    for (int lane = 0; lane < width; ++lane) {
        word0[lane] = (first_path + static_cast<std::uint64_t>(lane)) & mask;
        word1[lane] = stream;
        word2[lane] = pair;
        word3[lane] = static_cast<std::uint64_t>(purpose);
    }
    const auto key0 = static_cast<std::uint32_t>(seed);
    const auto key1 = static_cast<std::uint32_t>(seed >> 32);
    for (int lane = 0; lane < width; lane += detail::group_of<width>) {
        detail::philox_rounds<detail::group_of<width>>(word0 + lane, word1 + lane, word2 + lane,
                                                       word3 + lane, key0, key1);
    }
    detail::words_to_uniforms<width>(word0, word1, even);
    detail::words_to_uniforms<width>(word2, word3, odd);
}

/// The uniform of one path: what draw_uniforms gives its lane.
[[nodiscard]] inline double draw_uniform(std::uint64_t seed, std::uint64_t path,
                                         std::uint32_t stream, Purpose purpose,
                                         std::uint32_t number) {
    const auto words = philox_words(
        {static_cast<std::uint32_t>(path), stream, number / 2, static_cast<std::uint32_t>(purpose)},
        {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
    return number % 2 == 0 ? to_uniform(words[0], words[1]) : to_uniform(words[2], words[3]);
}

/// Uniforms of `width` consecutive paths for one (stream, purpose, number).
template <int width>
inline void draw_uniforms(std::uint64_t seed, std::uint64_t first_path, std::uint32_t stream,
                          Purpose purpose, std::uint32_t number, double* uniforms) {
    double other[width];
    const bool even = number % 2 == 0;
    draw_uniform_pairs<width>(seed, first_path, stream, purpose, number / 2,
                              even ? uniforms : other, even ? other : uniforms);
}

}  // namespace coffer::random
