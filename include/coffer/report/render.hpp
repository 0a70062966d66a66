#pragma once
#include <string>

#include "coffer/base/text.hpp"
#include "coffer/results/manifest.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::report {

/// The forecast as a planner reads it in a terminal: fans of the main indicators, targets, cash,
/// tiers, projects at risk, and the first plan year against the median path. Money in the
/// manifest's unit.
[[nodiscard]] std::string render(const statistics::Forecast& forecast,
                                 const results::Manifest& manifest, Language language);

}  // namespace coffer::report
