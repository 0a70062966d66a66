#pragma once
// The track record of a plan: earlier forecasts of its months and years against what came.
#include <optional>
#include <string>
#include <vector>

#include "coffer/analysis/variant.hpp"
#include "coffer/statistics/figures.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::analysis {

/// A figure that a forecast left open and that is known now.
struct TrackedFigure {
    statistics::FigureId id;
    double p05 = 0.0, p50 = 0.0, p95 = 0.0;  ///< as it was forecast
    double actual = 0.0;

    [[nodiscard]] bool within() const { return p05 <= actual && actual <= p95; }
    /// How far it came out from the median, in halves of the range: 1 is its edge.
    [[nodiscard]] double distance() const;
};

/// How one indicator of one forecast did.
struct TrackRecord {
    model::Indicator indicator{};
    bool by_month = false;
    std::vector<TrackedFigure> figures;  ///< in time

    [[nodiscard]] std::size_t within() const;
    [[nodiscard]] std::size_t above() const;  ///< that came out above the median
    /// Sum of what came over the sum of medians, less one; none where that has no meaning.
    [[nodiscard]] std::optional<double> bias() const;
};

/// Compares an earlier forecast of the plan with what is known of it now, on `paths` of the plan
/// with all that is known. A figure is known when what is known leaves less than a thousandth of it
/// open, and was forecast when more was. Totals only; indicator order, months before years.
[[nodiscard]] std::vector<TrackRecord> track_record(const statistics::Forecast& earlier,
                                                    const plan::Plan& plan,
                                                    const kernel::PathStore& paths,
                                                    int known_months);

}  // namespace coffer::analysis
