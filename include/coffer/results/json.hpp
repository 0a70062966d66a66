#pragma once
#include <string>

#include "coffer/results/manifest.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::results {

/// One document: the manifest, yearly indicators, targets, projects, the first plan year.
[[nodiscard]] std::string forecast_json(const statistics::Forecast& forecast,
                                        const Manifest& manifest);

}  // namespace coffer::results
