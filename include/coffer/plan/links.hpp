#pragma once
#include <vector>

#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The moment at which a link is released whose earlier stage started or finished at `moment`.
[[nodiscard]] inline double released_at(const LinkPlan& link, double moment,
                                        const std::vector<WorkCalendar>& calendars) {
    if (link.lag_calendar == nowhere) return moment + link.lag;
    return calendars[link.lag_calendar].moment_after(moment, link.lag);
}

}  // namespace coffer::plan
