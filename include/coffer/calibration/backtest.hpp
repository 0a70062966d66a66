#pragma once
// Forecasts of years that have passed, by the engine, from what was known before
// (docs/calibration.md).
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "coffer/calibration/panel.hpp"
#include "coffer/model/line_kinds.hpp"

namespace coffer::calibration {

struct BacktestOptions {
    int first_origin = 0;
    int last_origin = 0;
    int first_horizon = 1;
    int last_horizon = 3;
    std::uint64_t paths = 2000;
    std::uint64_t seed = 1;
    int threads = 0;
};

/// One forecast against what came. Scores are of the log of the value; smaller is better.
struct Score {
    std::string unit;
    int origin = 0;
    int horizon = 0;
    double pit = 0.0;  ///< share of paths below what came
    double crps = 0.0;
    double crps_last_value = 0.0;
    double crps_last_growth = 0.0;
    double crps_own_drift = 0.0;     ///< normal random walk with the place's own mean and spread
    double crps_pooled_drift = 0.0;  ///< normal random walk with all places' mean and spread
    double interval = 0.0;           ///< interval score of the 90 % fan
};

/// Means over scores.
struct ScoreRow {
    int horizon = 0;  ///< 0: all of 1 to 3
    std::size_t n = 0;
    double coverage50 = 0.0, coverage80 = 0.0, coverage90 = 0.0;
    double crps = 0.0, crps_last_value = 0.0, crps_last_growth = 0.0;
    double crps_own_drift = 0.0, crps_pooled_drift = 0.0;
    double interval = 0.0;
    /// Kupiec's likelihood ratio of the 90 % fan; forecasts of one origin hang together, so that
    /// it rejects too easily.
    double kupiec = 0.0;
};

/// Share of outcomes in each tenth of the fan, with two standard errors by origins.
struct PitDecile {
    double share = 0.0;
    double low = 0.0;
    double high = 0.0;
};

struct Backtest {
    std::string value;
    std::vector<Score> scores;
    std::vector<ScoreRow> rows;  ///< by horizon, then all
    std::array<PitDecile, 10> deciles{};
};

/// For every origin a plan is made from earlier years and simulated, every unit one of its series.
/// None when `go_on` says no between two origins.
[[nodiscard]] std::optional<Backtest> backtest(const Panel& panel, const model::LineKindInfo& kind,
                                               const BacktestOptions& options,
                                               const std::function<bool(int done, int all)>& go_on);

}  // namespace coffer::calibration
