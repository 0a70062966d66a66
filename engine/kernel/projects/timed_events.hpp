#pragma once
// What the months see of timed projects (projects/timed_runs.hpp).
#include <algorithm>

#include "coffer/kernel/path_store.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "projects/marks.hpp"

namespace coffer::kernel {

/// What the months see of timed projects beside their own figures, from the month on in which it
/// happens: finishes that bring output or begin project income, links to projects that are not
/// timed.
template <int width, class Observer>
void begin_timed_events(Block<width, Observer>& block) {
    if (Observer::enabled) return;
    const auto& plan = block.plan;
    auto& state = block.state;
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        const auto& project = plan.projects[p];
        if (!project.timed) continue;
        double* finish = lanes_of<width>(state.finish, p);
        if (project.yearly_output > 0.0) {
            fill_lanes<width>(finish, never);
        } else {
            std::copy_n(lanes_of<width>(state.timed_finish, project.last_stage), width, finish);
        }
    }
    std::fill(state.next_timed_event.begin(), state.next_timed_event.end(), 0.0);
}

/// Behind the month's progress.
template <int width, class Observer>
void step_timed_events(Block<width, Observer>& block) {
    if (Observer::enabled) return;
    const auto& plan = block.plan;
    auto& state = block.state;
    const double now = block.month;
    for (std::size_t e = 0; e < plan.timed_events.size(); ++e) {
        if (state.next_timed_event[e] > now) continue;
        const auto& event = plan.timed_events[e];
        const auto& stage = plan.stages[event.stage];
        const auto& project = plan.projects[stage.project];
        const double* months = lanes_of<width>(
            event.start ? state.timed_start_month : state.timed_finish_month, event.stage);
        const double* moments =
            lanes_of<width>(event.start ? state.timed_start : state.timed_finish, event.stage);
        double happens[width];
        double next = never;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            happens[lane] = months[lane] == now ? 1.0 : 0.0;
            next = std::min(next, months[lane] > now ? months[lane] : never);
        }
        state.next_timed_event[e] = next;
        int lanes[width];
        const int count = flagged_lanes<width>(happens, lanes);
        for (int i = 0; i < count; ++i) {
            const int lane = lanes[i];
            release(block, event.released, moments[lane], lane);
            if (event.start) continue;
            if (stage.kept_finish != plan::nowhere) {
                lanes_of<width>(state.kept_finish, stage.kept_finish)[lane] = moments[lane];
                state.lanes_begun[stage.kept_finish] += 1;
            }
            if (event.stage != project.last_stage || project.yearly_output <= 0.0) continue;
            lanes_of<width>(state.finish, stage.project)[lane] = moments[lane];
            state.lanes_finished[stage.project] += 1;
        }
    }
}

}  // namespace coffer::kernel
