#pragma once
#include <optional>
#include <string>

#include "coffer/base/text.hpp"
#include "coffer/results/manifest.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::report {

/// A forecast as a workbook to hand on: the verdict, indicators by year with charts, targets,
/// projects, debt service, cash by month. Money in 亿元. None when it could not be made (no room
/// for temporary files).
[[nodiscard]] std::optional<std::string> results_workbook(const statistics::Forecast& forecast,
                                                          const results::Manifest& manifest,
                                                          Language language);

}  // namespace coffer::report
