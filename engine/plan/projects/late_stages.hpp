#pragma once
#include <cstddef>
#include <vector>

#include "coffer/plan/plan.hpp"

// Stages that are planned backwards (docs/model.md section 4, "Dates"): what is found here becomes
// the earliest moment of their gates, on every path.

namespace coffer::plan {

/// Dates the stages that must finish in a month: they begin so that their median duration ends with
/// it. `calendars` reach beyond the plan.
void date_must_finishes(Plan& plan, const std::vector<WorkCalendar>& calendars);

/// Dates the stages that begin as late as nothing planned after them moves. `order` is that of
/// precedence, `begun` by stage the work of its project's calendar that lies before its beginning
/// on the planned schedule so far. Returns whether any stage moves; the planned moments are then
/// those of before, and with those of after others may move in turn.
[[nodiscard]] bool delay_late_stages(Plan& plan, const std::vector<WorkCalendar>& calendars,
                                     const std::vector<std::size_t>& order,
                                     const std::vector<double>& begun);

}  // namespace coffer::plan
