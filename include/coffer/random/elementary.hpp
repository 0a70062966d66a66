#pragma once
// exp and log as plain additions and multiplications. The C library's change their last bit with
// the processor (it picks a fused-multiply-add variant at run time), which would make figures
// depend on the machine; these do not, and loops over them vectorise.
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace coffer::random {

namespace detail {

/// Polynomials of `width` arguments by Horner's rule; coefficients from the highest power down.
/// Term by term for all arguments together: one after the other, each would be a chain of
/// operations that wait for one another, longer than a processor looks ahead (half of the time).
template <int width, std::size_t terms>
inline void polynomials(const std::array<double, terms>& coefficients, const double* x,
                        double* values) {
    for (int i = 0; i < width; ++i) values[i] = coefficients[0];
#pragma GCC unroll 16
    for (std::size_t term = 1; term < terms; ++term) {
        for (int i = 0; i < width; ++i) values[i] = values[i] * x[i] + coefficients[term];
    }
}

inline constexpr double ln2_high = 6.93145751953125e-1;  // 2 parts, so that n * high is exact
inline constexpr double ln2_low = 1.42860682030941723212e-6;

/// Taylor series of e^r to r^13: |r| <= 0.347, so the first term left out is below 5e-18.
inline constexpr std::array<double, 14> exponential_series{1.0 / 6227020800.0,
                                                           1.0 / 479001600.0,
                                                           1.0 / 39916800.0,
                                                           1.0 / 3628800.0,
                                                           1.0 / 362880.0,
                                                           1.0 / 40320.0,
                                                           1.0 / 5040.0,
                                                           1.0 / 720.0,
                                                           1.0 / 120.0,
                                                           1.0 / 24.0,
                                                           1.0 / 6.0,
                                                           0.5,
                                                           1.0,
                                                           1.0};

/// ln((1 + s) / (1 - s)) / s as a series in s^2.
inline constexpr std::array<double, 11> logarithm_series{
    2.0 / 21.0, 2.0 / 19.0, 2.0 / 17.0, 2.0 / 15.0, 2.0 / 13.0, 2.0 / 11.0,
    2.0 / 9.0,  2.0 / 7.0,  2.0 / 5.0,  2.0 / 3.0,  2.0};

}  // namespace detail

/// e^x for |x| <= 600, relative error below 4e-16; beyond that the argument is clamped, so that no
/// product with an amount of money overflows. `values` may be `x`.
template <int width>
inline void exponentials(const double* x, double* values) {
    constexpr double log2_e = 1.4426950408889634074;
    constexpr double shift = 6755399441055744.0;  // 1.5 * 2^52: rounds to the nearest integer
    double shifted[width], rest[width], series[width];
    for (int i = 0; i < width; ++i) {
        double argument = x[i] > 600.0 ? 600.0 : x[i];
        argument = argument < -600.0 ? -600.0 : argument;
        shifted[i] = argument * log2_e + shift;
        const double n = shifted[i] - shift;
        rest[i] = (argument - n * detail::ln2_high) - n * detail::ln2_low;
    }
    detail::polynomials<width>(detail::exponential_series, rest, series);
    for (int i = 0; i < width; ++i) {
        // The low bits of `shifted` hold n in two's complement.
        const auto exponent = std::bit_cast<std::int64_t>(shifted[i]) << 52;
        values[i] = std::bit_cast<double>(std::bit_cast<std::int64_t>(series[i]) + exponent);
    }
}

/// The same for one number.
[[nodiscard]] inline double exponential(double x) {
    double value = 0.0;
    exponentials<1>(&x, &value);
    return value;
}

/// ln x for normal x > 0, absolute error below 3e-16 near 1 and relative 3e-16 elsewhere. `values`
/// may be `x`.
template <int width>
inline void logarithms(const double* x, double* values) {
    constexpr std::int64_t sqrt_half = 0x3FE6A09E667F3BCDLL;
    double power[width], s[width], squares[width], series[width];
    for (int i = 0; i < width; ++i) {
        const auto bits = std::bit_cast<std::int64_t>(x[i]);
        // x = 2^k m with m in [sqrt(1/2), sqrt(2)).
        const std::int64_t offset = bits - sqrt_half;
        const std::int64_t exponent_bits =
            offset & static_cast<std::int64_t>(0xFFF0000000000000ULL);
        const auto m = std::bit_cast<double>(bits - exponent_bits);
        // An arithmetic shift by 52 as a conversion that vectorises: k is small.
        power[i] = static_cast<double>(static_cast<std::int32_t>(exponent_bits >> 52));
        s[i] = (m - 1.0) / (m + 1.0);
        squares[i] = s[i] * s[i];
    }
    detail::polynomials<width>(detail::logarithm_series, squares, series);
    for (int i = 0; i < width; ++i) {
        values[i] = power[i] * detail::ln2_high + (power[i] * detail::ln2_low + s[i] * series[i]);
    }
}

/// The same for one number.
[[nodiscard]] inline double logarithm(double x) {
    double value = 0.0;
    logarithms<1>(&x, &value);
    return value;
}

}  // namespace coffer::random
