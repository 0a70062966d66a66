#include "coffer/results/figures.hpp"

namespace coffer::results {

Figures::Figures(const statistics::Forecast& forecast) {
    for (const statistics::SeriesSummary& series : forecast.series) {
        by_id_.emplace(Key{series.indicator, series.dimension, series.year, series.month}, &series);
    }
}

const statistics::SeriesSummary* Figures::find(const statistics::FigureId& id) const {
    const auto found = by_id_.find(Key{id.indicator, id.dimension, id.year, id.month});
    return found == by_id_.end() ? nullptr : found->second;
}

}  // namespace coffer::results
