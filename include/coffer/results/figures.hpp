#pragma once
#include <map>
#include <string>
#include <tuple>

#include "coffer/statistics/figures.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::results {

/// Looks figures of a forecast up; the forecast must outlive it. Thread-safe once made.
class Figures {
  public:
    explicit Figures(const statistics::Forecast& forecast);

    /// Null when the forecast does not have it.
    [[nodiscard]] const statistics::SeriesSummary* find(const statistics::FigureId& id) const;

  private:
    using Key = std::tuple<model::Indicator, std::string, int, int>;

    std::map<Key, const statistics::SeriesSummary*> by_id_;
};

}  // namespace coffer::results
