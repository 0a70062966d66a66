#include "coffer/analysis/track.hpp"

#include <algorithm>
#include <cmath>

namespace coffer::analysis {
namespace {

/// Less of a figure is not open.
constexpr double nothing_open = 1e-3;

bool is_open(double low, double middle, double high) {
    return high - low > nothing_open * std::max(1.0, std::fabs(middle));
}

/// The last month of the plan on which a figure depends.
int last_month_of(const plan::Plan& plan, const statistics::SeriesSummary& series) {
    if (series.month == 0) return 12 * (series.year - plan.first_year) + 11;
    return months_since(plan.start, {series.year, series.month});
}

}  // namespace

double TrackedFigure::distance() const {
    const double side = actual < p50 ? p50 - p05 : p95 - p50;
    // On a side on which nothing was thought possible every step is beyond the edge.
    return side > 0.0 ? (actual - p50) / side
                      : (actual == p50 ? 0.0 : (actual > p50 ? 99.0 : -99.0));
}

std::size_t TrackRecord::within() const {
    return static_cast<std::size_t>(std::count_if(figures.begin(), figures.end(),
                                                  [](const auto& each) { return each.within(); }));
}

std::size_t TrackRecord::above() const {
    return static_cast<std::size_t>(std::count_if(
        figures.begin(), figures.end(), [](const auto& each) { return each.actual > each.p50; }));
}

std::optional<double> TrackRecord::bias() const {
    double actual = 0.0, forecast = 0.0;
    for (const TrackedFigure& figure : figures) {
        actual += figure.actual;
        forecast += figure.p50;
    }
    if (model::info(indicator).unit != model::Unit::money || forecast <= 0.0) return std::nullopt;
    return actual / forecast - 1.0;
}

std::vector<TrackRecord> track_record(const statistics::Forecast& earlier, const plan::Plan& plan,
                                      const kernel::PathStore& paths, int known_months) {
    std::vector<TrackRecord> records;
    for (const bool by_month : {true, false}) {
        for (const auto& series : earlier.series) {
            const int last = last_month_of(plan, series);
            if (by_month != (series.month > 0) || series.dimension != "total") continue;
            if (last < 0 || last >= known_months) continue;
            const auto& was = series.summary.quantiles;
            const double p05 = was[statistics::place_of_p05], p50 = was[statistics::place_of_p50],
                         p95 = was[statistics::place_of_p95];
            if (!is_open(p05, p50, p95)) continue;
            const statistics::FigureId id{series.indicator, series.dimension, series.year,
                                          series.month};
            const auto figure = statistics::find_figure(plan, id);
            if (!figure) continue;
            const Eigen::ArrayXd now = statistics::sample_of(paths, *figure);
            // What is known is alike on all paths, as good as any of them.
            const double actual = now[0];
            if (is_open(now.minCoeff(), actual, now.maxCoeff())) continue;
            if (records.empty() || records.back().indicator != series.indicator ||
                records.back().by_month != by_month) {
                records.push_back({series.indicator, by_month, {}});
            }
            records.back().figures.push_back({id, p05, p50, p95, actual});
        }
    }
    return records;
}

}  // namespace coffer::analysis
