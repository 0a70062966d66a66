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

/// e^r for |r| <= ln(2)/2, relative error below 2e-17: 1 + r + r^2 p(r), where p goes through
/// (e^r - 1 - r) / r^2 at the ten Chebyshev nodes. A Taylor series takes two terms more.
inline constexpr std::array<double, 12> exponential_polynomial{2.510037583256133e-08,
                                                               2.7620075879983494e-07,
                                                               2.7557268480310024e-06,
                                                               2.4801521322368692e-05,
                                                               0.00019841269863040545,
                                                               0.0013888888917196719,
                                                               0.008333333333330065,
                                                               0.041666666666624164,
                                                               0.16666666666666669,
                                                               0.5000000000000001,
                                                               1.0,
                                                               1.0};

/// ln((1 + s) / (1 - s)) / s in t = s^2 for s <= (sqrt(2) - 1) / (sqrt(2) + 1), relative error
/// below 5e-18: 2 + t p(t), likewise at seven nodes. The series takes three terms more.
inline constexpr std::array<double, 8> logarithm_polynomial{
    0.14616449686400795, 0.15331721600446224, 0.18182889125265025, 0.22222211134795034,
    0.28571428625975487, 0.39999999999899505, 0.666666666666667,   2.0};

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
    detail::polynomials<width>(detail::exponential_polynomial, rest, series);
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
    detail::polynomials<width>(detail::logarithm_polynomial, squares, series);
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
