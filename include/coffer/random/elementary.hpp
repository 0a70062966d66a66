#pragma once
// exp and log as plain additions and multiplications. The C library's change their last bit with
// the processor (it picks a fused-multiply-add variant at run time), which would make figures
// depend on the machine; these do not, and loops over them vectorise.
#include <bit>
#include <cstdint>

namespace coffer::random {

/// e^x for |x| <= 600, relative error below 4e-16; beyond that the argument is clamped, so that no
/// product with an amount of money overflows.
[[nodiscard]] inline double exponential(double x) {
    constexpr double log2_e = 1.4426950408889634074;
    constexpr double ln2_high = 6.93145751953125e-1;  // 2 parts, so that n * high is exact
    constexpr double ln2_low = 1.42860682030941723212e-6;
    constexpr double shift = 6755399441055744.0;  // 1.5 * 2^52: rounds to the nearest integer
    x = x > 600.0 ? 600.0 : x;
    x = x < -600.0 ? -600.0 : x;
    const double shifted = x * log2_e + shift;
    const double n = shifted - shift;
    const double r = (x - n * ln2_high) - n * ln2_low;
    // Taylor series to r^13: |r| <= 0.347, so the first term left out is below 5e-18.
    double series = 1.0 / 6227020800.0;
    series = series * r + 1.0 / 479001600.0;
    series = series * r + 1.0 / 39916800.0;
    series = series * r + 1.0 / 3628800.0;
    series = series * r + 1.0 / 362880.0;
    series = series * r + 1.0 / 40320.0;
    series = series * r + 1.0 / 5040.0;
    series = series * r + 1.0 / 720.0;
    series = series * r + 1.0 / 120.0;
    series = series * r + 1.0 / 24.0;
    series = series * r + 1.0 / 6.0;
    series = series * r + 0.5;
    series = series * r + 1.0;
    series = series * r + 1.0;
    // The low bits of `shifted` hold n in two's complement.
    const auto exponent = std::bit_cast<std::int64_t>(shifted) << 52;
    return std::bit_cast<double>(std::bit_cast<std::int64_t>(series) + exponent);
}

/// ln x for normal x > 0, absolute error below 3e-16 near 1 and relative 3e-16 elsewhere.
[[nodiscard]] inline double logarithm(double x) {
    constexpr double ln2_high = 6.93145751953125e-1;
    constexpr double ln2_low = 1.42860682030941723212e-6;
    constexpr std::int64_t sqrt_half = 0x3FE6A09E667F3BCDLL;
    const auto bits = std::bit_cast<std::int64_t>(x);
    // x = 2^k m with m in [sqrt(1/2), sqrt(2)).
    const std::int64_t offset = bits - sqrt_half;
    const std::int64_t exponent_bits = offset & static_cast<std::int64_t>(0xFFF0000000000000ULL);
    const auto m = std::bit_cast<double>(bits - exponent_bits);
    // An arithmetic shift by 52 as a conversion that vectorises: k is small.
    const auto k = static_cast<double>(static_cast<std::int32_t>(exponent_bits >> 52));
    const double s = (m - 1.0) / (m + 1.0);
    const double s2 = s * s;
    double series = 2.0 / 21.0;
    series = series * s2 + 2.0 / 19.0;
    series = series * s2 + 2.0 / 17.0;
    series = series * s2 + 2.0 / 15.0;
    series = series * s2 + 2.0 / 13.0;
    series = series * s2 + 2.0 / 11.0;
    series = series * s2 + 2.0 / 9.0;
    series = series * s2 + 2.0 / 7.0;
    series = series * s2 + 2.0 / 5.0;
    series = series * s2 + 2.0 / 3.0;
    series = series * s2 + 2.0;
    return k * ln2_high + (k * ln2_low + s * series);
}

}  // namespace coffer::random
