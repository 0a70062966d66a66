#pragma once
// The tables of a forecast as files for programs; docs/cli.md describes every column.
#include <string>
#include <string_view>
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::results {

struct File {
    std::string name;
    std::string content;
};

/// indicators.csv, intervals.csv, targets.csv, projects.csv, monthly.csv, first_hits.csv.
[[nodiscard]] std::vector<File> forecast_files(const statistics::Forecast& forecast);

/// ">=", ">", "<=", "<".
[[nodiscard]] std::string_view symbol(model::Target::Relation relation);
/// "2026", "2026-03", and of several "2026/2030" (ISO 8601).
[[nodiscard]] std::string period_text(const model::Span& span);
/// The word of targets.csv.
[[nodiscard]] std::string_view word(model::Target::Over over);

}  // namespace coffer::results
