#pragma once
// What `volatility`, a column of plans of earlier builds, is as `annual_sd`: the same noise.
#include <cmath>

#include "coffer/model/growth_weights.hpp"

namespace coffer::model {

/// Of a growth: it was the standard deviation of an annualised monthly rate.
[[nodiscard]] inline double growth_sd_of(double volatility, double persistence) {
    return volatility * growth_weights(even_months(), persistence).year_sd;
}

/// Of a rate: it was the long-run spread.
[[nodiscard]] inline double rate_sd_of(double volatility, double persistence) {
    return volatility * rate_change_sd(persistence);
}

/// Of a line, beside `permanent` = 0: it was drawn anew each year.
[[nodiscard]] inline double line_sd_of(double volatility) { return volatility * std::sqrt(2.0); }

}  // namespace coffer::model
