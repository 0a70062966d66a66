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
    ramp_up = 27,
    output_factor = 28,
    output_begins = 29,
    funnel_step = 30,
    funnel_new = 32,
    receipt_happens = 36,
    receipt_amount = 37,
    receipt_delay = 38,
    market_change = 42,
    project_held_back = 43,
    contingent_call = 44,
    start = 60,
    month_share = 61,
    spread = 62,
    drift = 63,
    even_points = 70
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

/// Which uniforms of a call are wanted, those of the even number or of the odd one.
enum class Wanted { even, odd, both };

#ifdef __AVX512F__
/// One vector register of 64-bit words, of which the lower 32 bits count. Masked forms with all
/// lanes chosen: of the plain ones g++ 12 warns that they begin with an undefined register.
struct Words {
    static constexpr __mmask8 all_lanes = 0xFF;
    static constexpr int lanes = 8;
    static constexpr int at_once = 4;
    __m512i value;

    static Words all(std::uint64_t word) {
        return {_mm512_set1_epi64(static_cast<long long>(word))};
    }
    static Words counting() { return {_mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0)}; }
    static Words load(const std::uint64_t* words) { return {_mm512_loadu_si512(words)}; }
    friend Words operator+(Words a, Words b) {
        return {_mm512_maskz_add_epi64(all_lanes, a.value, b.value)};
    }
    friend Words operator*(Words a, Words b) {
        return {_mm512_maskz_mul_epu32(all_lanes, a.value, b.value)};
    }
    friend Words operator^(Words a, Words b) { return {_mm512_xor_si512(a.value, b.value)}; }
    friend Words operator&(Words a, Words b) { return {_mm512_and_si512(a.value, b.value)}; }
    friend Words operator|(Words a, Words b) { return {_mm512_or_si512(a.value, b.value)}; }
    template <int bits>
    [[nodiscard]] Words left() const {
        return {_mm512_maskz_slli_epi64(all_lanes, value, bits)};
    }
    template <int bits>
    [[nodiscard]] Words right() const {
        return {_mm512_maskz_srli_epi64(all_lanes, value, bits)};
    }
    /// The bits as doubles, less `minus` and then plus `plus`.
    void store_doubles(double minus, double plus, double* to) const {
        const __m512d numbers = _mm512_castsi512_pd(value) - _mm512_set1_pd(minus);
        _mm512_storeu_pd(to, numbers + _mm512_set1_pd(plus));
    }
};
#define COFFER_VECTOR_WORDS
#elif defined __AVX2__
struct Words {
    static constexpr int lanes = 4;
    static constexpr int at_once = 2;
    __m256i value;

    static Words all(std::uint64_t word) {
        return {_mm256_set1_epi64x(static_cast<long long>(word))};
    }
    static Words counting() { return {_mm256_set_epi64x(3, 2, 1, 0)}; }
    static Words load(const std::uint64_t* words) {
        return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(words))};
    }
    friend Words operator+(Words a, Words b) { return {_mm256_add_epi64(a.value, b.value)}; }
    friend Words operator*(Words a, Words b) { return {_mm256_mul_epu32(a.value, b.value)}; }
    friend Words operator^(Words a, Words b) { return {_mm256_xor_si256(a.value, b.value)}; }
    friend Words operator&(Words a, Words b) { return {_mm256_and_si256(a.value, b.value)}; }
    friend Words operator|(Words a, Words b) { return {_mm256_or_si256(a.value, b.value)}; }
    template <int bits>
    [[nodiscard]] Words left() const {
        return {_mm256_slli_epi64(value, bits)};
    }
    template <int bits>
    [[nodiscard]] Words right() const {
        return {_mm256_srli_epi64(value, bits)};
    }
    void store_doubles(double minus, double plus, double* to) const {
        const __m256d numbers = _mm256_castsi256_pd(value) - _mm256_set1_pd(minus);
        _mm256_storeu_pd(to, numbers + _mm256_set1_pd(plus));
    }
};
#define COFFER_VECTOR_WORDS
#endif

#ifdef COFFER_VECTOR_WORDS
/// to_uniform: 52 bits placed in the mantissa of [1, 2) and shifted down, a conversion that is
/// exact on every instruction set.
inline void store_uniforms(Words high, Words low, double* uniforms) {
    const Words upper = high.left<20>() & Words::all(0x000FFFFFFFF00000ULL);
    const Words lower = low.right<12>() & Words::all(0xFFFFFULL);
    (upper | lower | Words::all(0x3FF0000000000000ULL)).store_doubles(1.0, 0x1.0p-53, uniforms);
}

/// The uniforms of `vectors` registers of paths. The ten rounds of one are a chain of
/// operations that wait for one another; several go through it together. Written out because
/// compilers make three multiplications of a 64-bit product of 32-bit words, where vpmuludq is one:
/// three times as fast, the same integers.
template <int vectors, Wanted wanted = Wanted::both>
inline void draw_registers(const Words* paths, const std::array<std::uint32_t, 3>& words,
                           std::uint32_t key0, std::uint32_t key1, double* even, double* odd) {
    const Words multiplier0 = Words::all(0xD2511F53U);
    const Words multiplier1 = Words::all(0xCD9E8D57U);
    Words w0[vectors], w1[vectors], w2[vectors], w3[vectors];
    for (std::ptrdiff_t v = 0; v < vectors; ++v) {
        w0[v] = paths[v];
        w1[v] = Words::all(words[0]);
        w2[v] = Words::all(words[1]);
        w3[v] = Words::all(words[2]);
    }
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
        const Words round_key0 = Words::all(key0);
        const Words round_key1 = Words::all(key1);
        for (int v = 0; v < vectors; ++v) {
            // Only the lower halves of words count until the end.
            const Words product0 = w0[v] * multiplier0;
            const Words product1 = w2[v] * multiplier1;
            w0[v] = product1.right<32>() ^ w1[v] ^ round_key0;
            w1[v] = product1;
            w2[v] = product0.right<32>() ^ w3[v] ^ round_key1;
            w3[v] = product0;
        }
        key0 += 0x9E3779B9U;
        key1 += 0xBB67AE85U;
    }
    for (std::ptrdiff_t v = 0; v < vectors; ++v) {
        if constexpr (wanted != Wanted::odd) {
            store_uniforms(w0[v], w1[v], even + v * Words::lanes);
        }
        if constexpr (wanted != Wanted::even) {
            store_uniforms(w2[v], w3[v], odd + v * Words::lanes);
        }
    }
}
#endif

}  // namespace detail

/// Uniforms of `width` consecutive paths for one (stream, purpose) and the numbers 2 * `pair` and
/// 2 * `pair` + 1, which share a Philox call; as far as they are wanted.
template <int width, detail::Wanted wanted = detail::Wanted::both>
inline void draw_uniform_pairs(std::uint64_t seed, std::uint64_t first_path, std::uint32_t stream,
                               Purpose purpose, std::uint32_t pair, double* even, double* odd) {
    const std::array<std::uint32_t, 3> words{stream, pair, static_cast<std::uint32_t>(purpose)};
    const auto key0 = static_cast<std::uint32_t>(seed);
    const auto key1 = static_cast<std::uint32_t>(seed >> 32);
#ifdef COFFER_VECTOR_WORDS
    if constexpr (width >= 2 * detail::Words::lanes) {
        constexpr int vectors = std::min(width / detail::Words::lanes, detail::Words::at_once);
        constexpr int group = vectors * detail::Words::lanes;
        static_assert(width % group == 0);
        for (int lane = 0; lane < width; lane += group) {
            detail::Words paths[vectors];
            for (int v = 0; v < vectors; ++v) {
                const int first = lane + v * detail::Words::lanes;
                paths[v] = detail::Words::all(first_path + static_cast<std::uint64_t>(first)) +
                           detail::Words::counting();
            }
            detail::draw_registers<vectors, wanted>(paths, words, key0, key1, even + lane,
                                                    odd + lane);
        }
        return;
    }
#endif
    for (int lane = 0; lane < width; ++lane) {
        const auto path = static_cast<std::uint32_t>(first_path + static_cast<std::uint64_t>(lane));
        const auto drawn = philox_words({path, words[0], words[1], words[2]}, {key0, key1});
        if constexpr (wanted != detail::Wanted::odd) even[lane] = to_uniform(drawn[0], drawn[1]);
        if constexpr (wanted != detail::Wanted::even) odd[lane] = to_uniform(drawn[2], drawn[3]);
    }
}

/// Uniforms of `width` consecutive paths for one (stream, purpose, number).
template <int width>
inline void draw_uniforms(std::uint64_t seed, std::uint64_t first_path, std::uint32_t stream,
                          Purpose purpose, std::uint32_t number, double* uniforms) {
    using detail::Wanted;
    if (number % 2 == 0) {
        draw_uniform_pairs<width, Wanted::even>(seed, first_path, stream, purpose, number / 2,
                                                uniforms, uniforms);
    } else {
        draw_uniform_pairs<width, Wanted::odd>(seed, first_path, stream, purpose, number / 2,
                                               uniforms, uniforms);
    }
}

/// The same for `count` lanes of a block alone; what `uniforms` holds for the others stays.
inline void draw_uniforms_of(std::uint64_t seed, std::uint64_t first_path, const int* lanes,
                             int count, std::uint32_t stream, Purpose purpose, std::uint32_t number,
                             double* uniforms) {
    const std::array<std::uint32_t, 3> words{stream, number / 2,
                                             static_cast<std::uint32_t>(purpose)};
    const auto key0 = static_cast<std::uint32_t>(seed);
    const auto key1 = static_cast<std::uint32_t>(seed >> 32);
    const bool even = number % 2 == 0;
    const auto path_of = [&](int i) {
        return first_path + static_cast<std::uint64_t>(lanes[std::min(i, count - 1)]);
    };
#ifdef COFFER_VECTOR_WORDS
    constexpr int group = detail::Words::lanes;
    for (int begin = 0; begin < count; begin += group) {
        std::uint64_t paths[group];
        double pair[2][group];
        for (int i = 0; i < group; ++i) paths[i] = path_of(begin + i);
        const detail::Words path_words = detail::Words::load(paths);
        detail::draw_registers<1>(&path_words, words, key0, key1, pair[0], pair[1]);
        for (int i = 0; i < std::min(group, count - begin); ++i) {
            uniforms[lanes[begin + i]] = pair[even ? 0 : 1][i];
        }
    }
#else
    for (int i = 0; i < count; ++i) {
        const auto drawn = philox_words(
            {static_cast<std::uint32_t>(path_of(i)), words[0], words[1], words[2]}, {key0, key1});
        uniforms[lanes[i]] = even ? to_uniform(drawn[0], drawn[1]) : to_uniform(drawn[2], drawn[3]);
    }
#endif
}

}  // namespace coffer::random
