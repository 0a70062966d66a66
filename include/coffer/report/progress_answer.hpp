#pragma once
#include <cstdint>

#include "coffer/analysis/progress.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// A plan under way (序时进度): main figures, targets with the causes of their change, then plan,
/// actual and forecast by line, source and project, and by district.
[[nodiscard]] results::Answer progress_answer(const analysis::ProgressReport& report,
                                              const model::Model& model, std::uint64_t paths,
                                              MoneyUnit unit);

}  // namespace coffer::report
