#pragma once
// Which lanes of a block are concerned: the way from a vector of flags to a short list.
#include <bit>
#include <cstdint>
#ifdef __AVX2__
#include <immintrin.h>
#endif

/// Before a loop over lanes: its arrays do not overlap. With many arrays compilers give up proving
/// it and leave the loop scalar.
#ifdef __clang__
#define COFFER_INDEPENDENT_LANES _Pragma("clang loop vectorize(assume_safety)")
#else
#define COFFER_INDEPENDENT_LANES _Pragma("GCC ivdep")
#endif

namespace coffer::random {

/// One bit a lane, 1 where its flag is not zero; at most 64 lanes.
template <int width>
[[nodiscard]] inline std::uint64_t flag_bits(const double* flags) {
    static_assert(width <= 64);
    std::uint64_t bits = 0;
    int lane = 0;
    // Written out, because compilers make one comparison a lane of it.
#if defined __AVX512F__
    for (; lane + 8 <= width; lane += 8) {
        const __mmask8 set =
            _mm512_cmp_pd_mask(_mm512_loadu_pd(flags + lane), _mm512_setzero_pd(), _CMP_NEQ_UQ);
        bits |= static_cast<std::uint64_t>(set) << lane;
    }
#elif defined __AVX2__
    for (; lane + 4 <= width; lane += 4) {
        const __m256d set =
            _mm256_cmp_pd(_mm256_loadu_pd(flags + lane), _mm256_setzero_pd(), _CMP_NEQ_UQ);
        bits |= static_cast<std::uint64_t>(_mm256_movemask_pd(set)) << lane;
    }
#endif
    for (; lane < width; ++lane) bits |= static_cast<std::uint64_t>(flags[lane] != 0.0) << lane;
    return bits;
}

/// Lists the lanes that are flagged (not zero), ascending, and returns how many. Room for all
/// lanes.
template <int width>
inline int flagged_lanes(const double* flags, int* lanes) {
    static_assert(width % 16 == 0 || width < 16);
    std::uint64_t bits = flag_bits<width>(flags);
    int count = 0;
#if defined __AVX512F__
    // Sixteen at a time: how many are flagged cannot be predicted, so a loop over them would begin
    // anew where it ends.
    for (int lane = 0; lane + 16 <= width; lane += 16) {
        const auto set = static_cast<__mmask16>(bits >> lane);
        const __m512i numbers = _mm512_maskz_add_epi32(
            0xFFFF, _mm512_set1_epi32(lane),
            _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
        _mm512_storeu_si512(lanes + count, _mm512_maskz_compress_epi32(set, numbers));
        count += std::popcount(static_cast<std::uint32_t>(set));
    }
    if constexpr (width % 16 == 0) return count;
#endif
    for (; bits != 0; bits &= bits - 1) lanes[count++] = std::countr_zero(bits);
    return count;
}

/// Moves each lane on by one place of an ascending table where what stands there is below the
/// lane's bound; whether any lane moved.
template <int width>
[[nodiscard]] inline bool step_up(const double* table, const double* bounds, std::int64_t* places) {
    unsigned moved = 0;
    int lane = 0;
    // Written out, because compilers gather only when told to tune for a processor.
#if defined __AVX512F__
    constexpr __mmask8 all = 0xFF;
    for (; lane + 8 <= width; lane += 8) {
        const __m512i place = _mm512_loadu_si512(places + lane);
        const __m512d value =
            _mm512_mask_i64gather_pd(_mm512_setzero_pd(), all, place, table, sizeof(double));
        const __mmask8 below =
            _mm512_cmp_pd_mask(value, _mm512_loadu_pd(bounds + lane), _CMP_LT_OQ);
        moved |= below;
        _mm512_storeu_si512(places + lane,
                            _mm512_mask_add_epi64(place, below, place, _mm512_set1_epi64(1)));
    }
#elif defined __AVX2__
    for (; lane + 4 <= width; lane += 4) {
        auto* const to = reinterpret_cast<__m256i*>(places + lane);
        const __m256i place = _mm256_loadu_si256(to);
        const __m256d value = _mm256_i64gather_pd(table, place, sizeof(double));
        const __m256d below = _mm256_cmp_pd(value, _mm256_loadu_pd(bounds + lane), _CMP_LT_OQ);
        moved |= static_cast<unsigned>(_mm256_movemask_pd(below));
        // All bits set is minus one.
        _mm256_storeu_si256(to, _mm256_sub_epi64(place, _mm256_castpd_si256(below)));
    }
#endif
    for (; lane < width; ++lane) {
        const bool below = table[places[lane]] < bounds[lane];
        places[lane] += below ? 1 : 0;
        moved |= below ? 1U : 0U;
    }
    return moved != 0;
}

}  // namespace coffer::random
