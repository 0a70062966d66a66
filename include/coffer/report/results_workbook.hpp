#pragma once
#include <optional>
#include <string>

#include "coffer/base/text.hpp"
#include "coffer/results/read.hpp"

namespace coffer::report {

/// A forecast as a workbook to hand on: the verdict, indicators by year with charts, targets,
/// projects, debt service, cash by month, the core tables. Money in the manifest's unit. None when
/// it could not be made (no room for temporary files).
[[nodiscard]] std::optional<std::string> results_workbook(const results::RunResults& results,
                                                          Language language);

}  // namespace coffer::report
