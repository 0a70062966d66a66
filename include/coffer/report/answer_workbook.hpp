#pragma once
#include <optional>
#include <string>

#include "coffer/base/text.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// An answer as a workbook: its sentences on the first sheet, then a sheet for each of its tables,
/// with the columns that readers see. Money in the answer's unit. None when it could not be made
/// (no room for temporary files).
[[nodiscard]] std::optional<std::string> answer_workbook(const results::Answer& answer,
                                                         const Text& title, Language language);

}  // namespace coffer::report
