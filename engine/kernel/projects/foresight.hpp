#pragma once
// What leads wait for is foreseen: work under way tells when it ends (docs/model/projects.md,
// "Leads"). Rejected: a pass over all stages ahead of each month, which would foresee what stands
// behind gates too, and cost as much as the month.
#include <algorithm>
#include <cstdint>

#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/links.hpp"
#include "core/block.hpp"
#include "projects/needs.hpp"
#include "projects/state.hpp"

namespace coffer::kernel {

/// The moment at which the finish of a stage is due on a lane that works on it, or on one before it
/// in the same run, if it gets its money and works at full pace; `never` where that cannot be told.
template <int width, class Observer>
double foreseen_finish(Block<width, Observer>& block, std::size_t s, int lane) {
    auto& state = block.state;
    const auto& plan = block.plan;
    const auto p = plan.stages[s].project;
    if (lanes_of<width>(state.working, p)[lane] == 0.0) return never;
    if (lanes_of<width>(state.pause_left, p)[lane] > 0.0) return never;
    if (plan.has_restarts() && lanes_of<width>(state.restart_pending, p)[lane] != 0.0) return never;
    const auto at = static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
    if (s < at || s > last_open_stage(block, p, at, lane)) return never;
    const double ahead =
        lanes_of<width>(state.stage_end, s)[lane] - lanes_of<width>(state.position, p)[lane];
    const double work = lanes_of<width>(state.cursor, p)[lane] + std::max(0.0, ahead);
    return plan.calendars[plan.projects[p].calendar].moment_ahead(work).value_or(never);
}

/// Before gates open: as of the end of the month before, so that the order of projects is of no
/// account.
template <int width, class Observer>
void step_foresight(Block<width, Observer>& block) {
    auto& state = block.state;
    const auto& plan = block.plan;
    for (std::size_t i = 0; i < plan.leads.size(); ++i) {
        const auto& lead = plan.leads[i];
        double* foreseen = lanes_of<width>(state.foreseen, i);
        fill_lanes<width>(foreseen, never);
        if (state.lanes_working[plan.stages[lead.from_stage].project] == 0) continue;
        double earliest = never;
        for (int lane = 0; lane < width; ++lane) {
            const double finish = foreseen_finish(block, lead.from_stage, lane);
            if (finish >= never) continue;
            foreseen[lane] = plan::released_at(lead.link, finish, plan.calendars);
            earliest = std::min(earliest, foreseen[lane]);
        }
        double& next = state.next_opening[plan.stages[lead.link.to_stage].project];
        next = std::min(next, earliest);
    }
}

}  // namespace coffer::kernel
