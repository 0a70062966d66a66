#pragma once
// What a monthly walk of the log index makes of a year's sum (docs/model.md, "A year's growth").
#include "coffer/model/model.hpp"

namespace coffer::model {

/// Of a deviation with stationary standard deviation one, annualised.
struct GrowthWeights {
    double year_sd = 1.0;  ///< K: of the growth of a year's sum over the year before
    /// How far the index stands above the base year's sum when the plan begins:
    /// start_level * n1 + start_rest * n2, where n1 is the deviation at that moment.
    double start_level = 0.0;
    double start_rest = 0.0;
};

/// For a line whose year is spread as `profile` (at least one month above 0).
[[nodiscard]] GrowthWeights growth_weights(const MonthProfile& profile, double persistence);

/// The monthly persistence of which a deviation halves in `half_life_months`; 0 for none.
[[nodiscard]] double persistence_of(double half_life_months);

/// Of a rate that returns to its mean: the standard deviation of its change over twelve months, per
/// unit of its stationary one.
[[nodiscard]] double rate_change_sd(double persistence);

/// Each month alike.
[[nodiscard]] MonthProfile even_months();

}  // namespace coffer::model
