#pragma once
// Projects in the known months: they spend what they spent and stand where they stood, whatever
// gates, capacities and money would have allowed (docs/model.md section 1, "Known months").
#include <algorithm>

#include "coffer/kernel/path_store.hpp"
#include "core/block.hpp"
#include "projects/marks.hpp"
#include "projects/needs.hpp"
#include "projects/state.hpp"

namespace coffer::kernel {

/// Stages that one lane has begun by now: releases their links, and sees whether they are late.
template <int width, class Observer>
void note_known_starts(Block<width, Observer>& block, std::size_t p, int lane) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    if (!project.start_matters) return;
    const double position = lanes_of<width>(state.position, p)[lane];
    const auto at = static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
    for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
        const auto& stage = block.plan.stages[s];
        if (stage.from_start.empty() && stage.start_by < 0) continue;
        double& started = lanes_of<width>(state.stage_started, s)[lane];
        const double begin = lanes_of<width>(state.stage_begin, s)[lane];
        if (started != 0.0 || (s >= at && position <= begin + reached_within)) continue;
        started = 1.0;
        release(block, stage.from_start, block.month, lane);
        if (stage.start_by >= 0 && block.month > stage.start_by) {
            state.late(lane, static_cast<Eigen::Index>(p)) = 1;
        }
    }
}

/// Moves one lane to where the project stood at the end of the month.
template <int width, class Observer>
void move_to_known(Block<width, Observer>& block, std::size_t p, int lane) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    const auto month = static_cast<std::size_t>(block.month);
    const double capacity = block.plan.calendars[project.calendar].cumulative[month + 1];
    const std::size_t stage = project.actuals->stage[month];
    double& position = lanes_of<width>(state.position, p)[lane];
    double& cursor = lanes_of<width>(state.cursor, p)[lane];
    double& working = lanes_of<width>(state.working, p)[lane];
    double& running = lanes_of<width>(state.running, p)[lane];
    while (stage != plan::nowhere && lanes_of<width>(state.finish, p)[lane] == never) {
        const double begin = lanes_of<width>(state.stage_begin, stage)[lane];
        const double end = lanes_of<width>(state.stage_end, stage)[lane];
        const double share = project.actuals->share[month];
        const double target = share >= 1.0 ? end : begin + share * (end - begin);
        const auto at =
            static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
        if (working == 0.0) {
            // Stages before the one it stands in are finished; of that one something is done.
            if (at > stage || (at == stage && share <= 0.0)) break;
            // Its links, where it ran ahead of them, are seen to when the known months are over.
            if (block.plan.retains_logic && !block.plan.stages[at].closing) {
                begin_work(block, p, lane, block.month);
            } else {
                pass_gate(block, p, lane, block.month);
            }
        }
        const double old_position = position;
        const double old_cursor = cursor;
        position = std::max(position, target);
        if (running == 0.0 && position > old_position) {
            running = 1.0;
            block.slot(plan::YearSlot::projects_started)[lane] += 1.0;
            if constexpr (Observer::enabled) {
                block.observer.event(block.month, project.id, EventKind::started,
                                     CauseKind::actuals, block.month);
            }
        }
        if (position < lanes_of<width>(state.mark, p)[lane] - reached_within) break;
        // As if the work of the month went evenly; where the calendar knows none, at its beginning.
        // So fast that months of work stay within the rounding of a moment.
        constexpr double at_once = 1e15;
        const double time = capacity - old_cursor;
        const double moved = position - old_position;
        reach_marks(block, p, lane, old_position,
                    time > reached_within && moved > 0.0 ? moved / time : at_once);
        if (working != 0.0) break;
    }
    if (working != 0.0) cursor = std::max(cursor, capacity);
    note_known_starts(block, p, lane);
}

/// A stage that ran ahead of its links goes on when they are released, like one that has not begun.
template <int width, class Observer>
void wait_for_links(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const auto& stages = block.plan.stages;
    double* working = lanes_of<width>(state.working, p);
    for (int lane = 0; lane < width; ++lane) {
        const auto s = static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
        if (working[lane] == 0.0 || !stages[s].gated || stages[s].closing) continue;
        double& pending = lanes_of<width>(state.gate_pending, s)[lane];
        if (pending == passed_gate) continue;
        if (stages[s].incoming > 0 && gate_opening(block, s, lane) > block.month + 1.0) {
            working[lane] = 0.0;
            state.lanes_working[p] -= 1;
            state.lanes_at_gate[p] += 1;
        } else {
            pending = passed_gate;
        }
    }
}

/// What has not begun by the last known month does not begin before the next.
template <int width, class Observer>
void hold_gates_of_known(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const double next = block.month + 1.0;
    const auto& project = block.plan.projects[p];
    // Also where any link opens the gate, and one that comes later with a lead.
    const auto& calendar = block.plan.calendars[project.calendar];
    const double until = calendar.cumulative[static_cast<std::size_t>(block.month) + 1];
    double* cursor = lanes_of<width>(state.cursor, p);
    for (int lane = 0; lane < width; ++lane) cursor[lane] = std::max(cursor[lane], until);
    for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
        double* opening = lanes_of<width>(state.gate_opening, s);
        for (int lane = 0; lane < width; ++lane) {
            if (opening[lane] != never) opening[lane] = std::max(opening[lane], next);
        }
    }
    if (!block.plan.served_stages.empty()) {
        double* ready = lanes_of<width>(state.ready, p);
        for (int lane = 0; lane < width; ++lane) ready[lane] = std::max(ready[lane], next);
    }
    state.next_opening[p] = 0.0;
}

/// A known month of a project: what it got is spent on its final cost.
template <int width, class Observer>
void advance_known_project(Block<width, Observer>& block, std::size_t p, const double* price) {
    auto& state = block.state;
    const double* cost = lanes_of<width>(state.final_cost, p);
    const double* funded = lanes_of<width>(state.funded, p);
    double* spent_share = lanes_of<width>(state.spent_share, p);
    for (int lane = 0; lane < width; ++lane) {
        spent_share[lane] += funded[lane] / (cost[lane] * price[lane]);
        move_to_known(block, p, lane);
    }
    state.held_up[p] = 0;
    const auto& actuals = *block.plan.projects[p].actuals;
    if (static_cast<std::size_t>(block.month) + 1 == actuals.spent.size()) {
        if (block.plan.retains_logic) wait_for_links(block, p);
        hold_gates_of_known(block, p);
    }
}

}  // namespace coffer::kernel
