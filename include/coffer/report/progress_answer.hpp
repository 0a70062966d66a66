#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "coffer/analysis/progress.hpp"
#include "coffer/analysis/track.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// An earlier forecast and how it did.
struct EarlierForecast {
    std::string label;  ///< its folder
    std::vector<analysis::TrackRecord> records;
};

/// A plan under way (序时进度): main figures, targets with the causes of their change, then plan,
/// actual and forecast by line, source and project, and by district; how earlier forecasts did.
[[nodiscard]] results::Answer progress_answer(const analysis::ProgressReport& report,
                                              const std::vector<EarlierForecast>& earlier,
                                              const model::Model& model, std::uint64_t paths,
                                              MoneyUnit unit);

}  // namespace coffer::report
