#pragma once
// Standard normals by inversion: one uniform gives one normal, monotonically, which is what common
// random numbers and medians (u = 1/2 gives exactly 0) need. Rejected: Box-Muller, twice as fast
// per normal, but it pairs draws and has no notion of a quantile.
#include <algorithm>
#include <cmath>

#include "coffer/random/elementary.hpp"
#include "coffer/random/lanes.hpp"

namespace coffer::random {

namespace detail {

/// Wichura's AS 241 (PPND16), the part |p - 1/2| <= 0.425; q = p - 1/2.
[[nodiscard]] inline double normal_quantile_centre(double q) {
    const double r = 0.180625 - q * q;
    const double numerator = (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r +
                                   6.7265770927008700853e+4) *
                                      r +
                                  4.5921953931549871457e+4) *
                                     r +
                                 1.3731693765509461125e+4) *
                                    r +
                                1.9715909503065514427e+3) *
                                   r +
                               1.3314166789178437745e+2) *
                                  r +
                              3.3871328727963666080e+0);
    const double denominator = (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r +
                                     3.9307895800092710610e+4) *
                                        r +
                                    2.1213794301586595867e+4) *
                                       r +
                                   5.3941960214247511077e+3) *
                                      r +
                                  6.8718700749205790830e+2) *
                                     r +
                                 4.2313330701600911252e+1) *
                                    r +
                                1.0);
    return q * numerator / denominator;
}

/// The tail with r = sqrt(-ln p) <= 5, returned as a positive number.
[[nodiscard]] inline double normal_quantile_tail(double r) {
    r -= 1.6;
    const double numerator = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r +
                                   2.41780725177450611770e-1) *
                                      r +
                                  1.27045825245236838258e+0) *
                                     r +
                                 3.64784832476320460504e+0) *
                                    r +
                                5.76949722146069140550e+0) *
                                   r +
                               4.63033784615654529590e+0) *
                                  r +
                              1.42343711074968357734e+0);
    const double denominator =
        (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r +
              1.51986665636164571966e-2) *
                 r +
             1.48103976427480074590e-1) *
                r +
            6.89767334985100004550e-1) *
               r +
           1.67638483018380384940e+0) *
              r +
          2.05319162663775882187e+0) *
             r +
         1.0);
    return numerator / denominator;
}

/// The far tail, r > 5 (p below 1.4e-11).
[[nodiscard]] inline double normal_quantile_far_tail(double r) {
    r -= 5.0;
    const double numerator = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r +
                                   1.24266094738807843860e-3) *
                                      r +
                                  2.65321895265761230930e-2) *
                                     r +
                                 2.96560571828504891230e-1) *
                                    r +
                                1.78482653991729133580e+0) *
                                   r +
                               5.46378491116411436990e+0) *
                                  r +
                              6.65790464350110377720e+0);
    const double denominator =
        (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r +
              1.84631831751005468180e-5) *
                 r +
             7.86869131145613259100e-4) *
                r +
            1.48753612908506148525e-2) *
               r +
           1.36929880922735805310e-1) *
              r +
          5.99832206555887937690e-1) *
             r +
         1.0);
    return numerator / denominator;
}

}  // namespace detail

/// The standard normal quantiles of `width` uniforms in (0, 1); relative error about 1e-15.
template <int width>
inline void normal_quantiles(const double* uniforms, double* normals) {
    constexpr double centre_reach = 0.425;
    for (int lane = 0; lane < width; ++lane) {
        normals[lane] = detail::normal_quantile_centre(uniforms[lane] - 0.5);
    }
    // The 15 % in the tails are gathered first, so that their logarithm, root and divisions are
    // not paid for by all.
    double outside[width];
    for (int lane = 0; lane < width; ++lane) {
        outside[lane] = std::abs(uniforms[lane] - 0.5) > centre_reach ? 1.0 : 0.0;
    }
    const std::uint64_t tails = flag_bits<width>(outside);
    // Filled up to whole vectors: a rest would be worked out one by one.
    constexpr int group = width < packing_slack ? 1 : packing_slack;
    double packed[width + packing_slack], roots[width + packing_slack];
    const int count = pack_lanes<width>(tails, uniforms, packed);
    for (int i = count; i < count + group; ++i) packed[i] = 0.05;
    double farthest = 0.0;
    for (int begin = 0; begin < count; begin += group) {
        for (int i = begin; i < begin + group; ++i) {
            const double u = packed[i];
            roots[i] = std::sqrt(-logarithm(std::min(u, 1.0 - u)));
            const double tail = detail::normal_quantile_tail(roots[i]);
            packed[i] = u < 0.5 ? -tail : tail;
            farthest = std::max(farthest, roots[i]);
        }
    }
    // About one draw in 3e10.
    if (farthest > 5.0) {
        for (int i = 0; i < count; ++i) {
            if (roots[i] <= 5.0) continue;
            packed[i] = std::copysign(detail::normal_quantile_far_tail(roots[i]), packed[i]);
        }
    }
    unpack_lanes<width>(tails, packed, normals);
}

/// The standard normal distribution function, the way back from a normal to its uniform; 1/2 at 0.
[[nodiscard]] inline double normal_probability(double normal) {
    return 0.5 * std::erfc(-normal * 0.70710678118654752440);  // 1/sqrt(2)
}

[[nodiscard]] inline double normal_quantile(double uniform) {
    double normal = 0.0;
    normal_quantiles<1>(&uniform, &normal);
    return normal;
}

}  // namespace coffer::random
