#pragma once
// The complement of the error function, of our own for the reason in elementary.hpp: the C
// library's changes its last bit with the processor.
#include <array>
#include <cmath>
#include <cstddef>

#include "coffer/random/elementary.hpp"

namespace coffer::random {

namespace detail {

// Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969). erf(x) /
// x for |x| <= 0.46875 in x^2.
inline constexpr std::array<double, 5> erf_above{1.85777706184603153e-1, 3.16112374387056560e+0,
                                                 1.13864154151050156e+2, 3.77485237685302021e+2,
                                                 3.20937758913846947e+3};
inline constexpr std::array<double, 5> erf_below{1.0, 2.36012909523441209e+1,
                                                 2.44024637934444173e+2, 1.28261652607737228e+3,
                                                 2.84423683343917062e+3};
// erfc(x) e^(x^2) for x up to 4.
inline constexpr std::array<double, 9> erfc_above{
    2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e+0,
    6.61191906371416295e+1, 2.98635138197400131e+2, 8.81952221241769090e+2,
    1.71204761263407058e+3, 2.05107837782607147e+3, 1.23033935479799725e+3};
inline constexpr std::array<double, 9> erfc_below{1.0,
                                                  1.57449261107098347e+1,
                                                  1.17693950891312499e+2,
                                                  5.37181101862009858e+2,
                                                  1.62138957456669019e+3,
                                                  3.29079923573345963e+3,
                                                  4.36261909014324716e+3,
                                                  3.43936767414372164e+3,
                                                  1.23033935480374942e+3};
// Beyond 4: (1/sqrt(pi) - quotient / x^2) / x, the quotient in 1 / x^2.
inline constexpr std::array<double, 6> far_erfc_above{
    1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1,
    1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4};
inline constexpr std::array<double, 6> far_erfc_below{1.0,
                                                      2.56852019228982242e+0,
                                                      1.87295284992346047e+0,
                                                      5.27905102951428412e-1,
                                                      6.05183413124413191e-2,
                                                      2.33520497626869185e-3};

template <std::size_t terms>
[[nodiscard]] inline double quotient(const std::array<double, terms>& above,
                                     const std::array<double, terms>& below, double x) {
    double numerator = 0.0, denominator = 0.0;
    polynomials<1>(above, &x, &numerator);
    polynomials<1>(below, &x, &denominator);
    return numerator / denominator;
}

/// e^(-x^2) without losing digits of large squares: x^2 = s^2 + (x - s)(x + s), s a multiple of
/// 1/16.
[[nodiscard]] inline double bell(double x) {
    const double s = std::trunc(x * 16.0) / 16.0;
    return exponential(-s * s) * exponential(-(x - s) * (x + s));
}

}  // namespace detail

/// erfc(x); relative error below 2e-15 for x < 20.
[[nodiscard]] inline double complementary_error(double x) {
    const double size = std::abs(x);
    if (size <= 0.46875) {
        return 1.0 - x * detail::quotient(detail::erf_above, detail::erf_below, x * x);
    }
    double tail = 0.0;
    if (size <= 4.0) {
        tail = detail::quotient(detail::erfc_above, detail::erfc_below, size);
    } else {
        constexpr double root = 0.56418958354775628695;  // 1/sqrt(pi)
        const double inverse = 1.0 / (size * size);
        tail = (root - inverse * detail::quotient(detail::far_erfc_above, detail::far_erfc_below,
                                                  inverse)) /
               size;
    }
    tail *= detail::bell(size);
    return x > 0.0 ? tail : 2.0 - tail;
}

}  // namespace coffer::random
