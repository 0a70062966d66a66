#pragma once
#include <vector>

#include "coffer/report/page.hpp"
#include "coffer/results/manifest.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::report {

/// What the figures say, a sentence each: what is likely, which targets are at risk, what breaks
/// first and when, cash, debt, projects in trouble, what the check warned of. The same sentences
/// for terminal, workbook and page.
[[nodiscard]] std::vector<page::Sentence> verdict_of(const statistics::Forecast& forecast,
                                                     const results::Manifest& manifest);

}  // namespace coffer::report
