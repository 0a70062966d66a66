#include <algorithm>
#include <cmath>

#include "coffer/plan/plan.hpp"

namespace coffer::plan {

double WorkCalendar::work_before(double moment) const {
    const auto months = productivity.size();
    const auto month = std::min(static_cast<std::size_t>(std::max(moment, 0.0)), months);
    if (month == months) return cumulative[months];
    return cumulative[month] + (moment - static_cast<double>(month)) * productivity[month];
}

double WorkCalendar::moment_of(double work, int month) const {
    // Rounding of sums of productivities must not push a finish past an idle winter.
    constexpr double slack = 1e-9;
    auto k = static_cast<std::size_t>(month);
    while (k > 0 && cumulative[k] >= work - slack) --k;
    if (productivity[k] <= 0.0) return static_cast<double>(k);
    const double fraction = (work - cumulative[k]) / productivity[k];
    return static_cast<double>(k) + std::clamp(fraction, 0.0, 1.0);
}

}  // namespace coffer::plan
