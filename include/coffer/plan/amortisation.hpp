#pragma once
// Amortisation of a loan, written once for tables (plan), cohorts and floating loans (kernel).
#include <cmath>

namespace coffer::plan {

/// (1 + rate)^-periods by repeated multiplication: the same bits on every machine.
[[nodiscard]] inline double discount_factor(double rate_per_period, int periods) {
    double growth = 1.0;
    double square = 1.0 + rate_per_period;
    for (int left = periods; left > 0; left /= 2) {
        if (left % 2 == 1) growth *= square;
        square *= square;
    }
    return 1.0 / growth;
}

/// The level payment (annuity in arrears) that repays `balance` in `periods` payments:
/// balance * i / (1 - (1+i)^-n); for tiny i, where that difference would lose its digits, its
/// series balance / n * (1 + i (n + 1) / 2), which is balance / n without interest. Not rounded.
[[nodiscard]] inline double level_payment(double balance, double rate_per_period, int periods) {
    constexpr double tiny = 1e-6;  // the next term of the series is below (i n)^2 / 12
    if (std::abs(rate_per_period) * periods < tiny) {
        return balance / periods * (1.0 + rate_per_period * (periods + 1) / 2.0);
    }
    return balance * rate_per_period / (1.0 - discount_factor(rate_per_period, periods));
}

}  // namespace coffer::plan
