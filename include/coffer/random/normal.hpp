#pragma once
// Standard normals by inversion: one uniform gives one normal, monotonically, which is what common
// random numbers and medians (u = 1/2 gives exactly 0) need. Rejected: Box-Muller, twice as fast
// per normal, but it pairs draws and has no notion of a quantile.
#include <algorithm>
#include <array>
#include <cmath>

#include "coffer/random/elementary.hpp"
#include "coffer/random/error_function.hpp"
#include "coffer/random/lanes.hpp"

namespace coffer::random {

namespace detail {

/// A quotient of two polynomials; coefficients from the highest power down.
struct Rational {
    std::array<double, 8> numerator, denominator;
};

/// factor * numerator / denominator for `width` arguments.
template <int width>
inline void rationals(const Rational& rational, const double* x, const double* factors,
                      double* values) {
    double above[width], below[width];
    polynomials<width>(rational.numerator, x, above);
    polynomials<width>(rational.denominator, x, below);
    for (int i = 0; i < width; ++i) values[i] = factors[i] * above[i] / below[i];
}

// Wichura's AS 241 (PPND16). With q = u - 1/2, the part |q| <= 0.425: q times a quotient in
// 0.180625 - q^2.
inline constexpr Rational centre{
    {2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
     4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
     1.3314166789178437745e+2, 3.3871328727963666080e+0},
    {5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4,
     2.1213794301586595867e+4, 5.3941960214247511077e+3, 6.8718700749205790830e+2,
     4.2313330701600911252e+1, 1.0}};
// The tails, with r = sqrt(-ln u) <= 5: a quotient in r - 1.6.
inline constexpr Rational tail{
    {7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
     1.27045825245236838258e+0, 3.64784832476320460504e+0, 5.76949722146069140550e+0,
     4.63033784615654529590e+0, 1.42343711074968357734e+0},
    {1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
     1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e+0,
     2.05319162663775882187e+0, 1.0}};
// The far tails, r > 5 (u below 1.4e-11): a quotient in r - 5.
inline constexpr Rational far_tail{
    {2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
     2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e+0,
     5.46378491116411436990e+0, 6.65790464350110377720e+0},
    {2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
     7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
     5.99832206555887937690e-1, 1.0}};

}  // namespace detail

/// The standard normal quantiles of `width` uniforms in (0, 1); relative error about 1e-15.
template <int width>
inline void normal_quantiles(const double* uniforms, double* normals) {
    constexpr double centre_reach = 0.425;
    double q[width], arguments[width], outside[width];
    for (int lane = 0; lane < width; ++lane) {
        q[lane] = uniforms[lane] - 0.5;
        arguments[lane] = 0.180625 - q[lane] * q[lane];
        outside[lane] = std::abs(q[lane]) > centre_reach ? 1.0 : 0.0;
    }
    detail::rationals<width>(detail::centre, arguments, q, normals);

    // The 15 % in the tails are gathered, so that their logarithm, root and divisions are not paid
    // for by all; filled up to whole vectors by the first of them once more, as how many there are
    // cannot be predicted.
    constexpr int group = width < 16 ? 1 : 16;
    int tails[width + group];
    const int count = flagged_lanes<width>(outside, tails);
    if (count == 0) return;
    std::fill_n(tails + count, group, tails[0]);
    for (int begin = 0; begin < count; begin += group) {
        const int* const lanes = tails + begin;
        double roots[group], signs[group], beyond[group], values[group];
        for (int i = 0; i < group; ++i) {
            const double u = uniforms[lanes[i]];
            roots[i] = std::min(u, 1.0 - u);
            signs[i] = std::copysign(1.0, u - 0.5);
        }
        logarithms<group>(roots, roots);
        for (int i = 0; i < group; ++i) {
            roots[i] = std::sqrt(-roots[i]);
            beyond[i] = roots[i] - 1.6;
        }
        detail::rationals<group>(detail::tail, beyond, signs, values);
        for (int i = 0; i < group; ++i) {
            // About one draw in 3e10.
            if (roots[i] > 5.0) {
                const double further = roots[i] - 5.0;
                detail::rationals<1>(detail::far_tail, &further, signs + i, values + i);
            }
            normals[lanes[i]] = values[i];
        }
    }
}

/// The standard normal distribution function, the way back from a normal to its uniform; 1/2 at 0.
[[nodiscard]] inline double normal_probability(double normal) {
    return 0.5 * complementary_error(-normal * 0.70710678118654752440);  // 1/sqrt(2)
}

[[nodiscard]] inline double normal_quantile(double uniform) {
    double normal = 0.0;
    normal_quantiles<1>(&uniform, &normal);
    return normal;
}

}  // namespace coffer::random
