#pragma once
#include <string>

#include "coffer/base/text.hpp"
#include "coffer/results/manifest.hpp"
#include "coffer/results/read.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::report {

/// The forecast as a planner reads it in a terminal: fans of the main indicators, targets, cash,
/// tiers, projects at risk, and the first plan year against the reference path. Money in the
/// manifest's unit.
[[nodiscard]] std::string render(const statistics::Forecast& forecast,
                                 const results::Manifest& manifest, Language language);

/// The core tables (results::core_tables) for a terminal, wide ones in parts.
[[nodiscard]] std::string core_tables_text(const results::RunResults& results, Language language);

}  // namespace coffer::report
