#pragma once
// What follows when a project reaches a mark of its work: stages end, links are released.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "coffer/model/names.hpp"
#include "coffer/plan/links.hpp"
#include "core/block.hpp"
#include "projects/gates.hpp"
#include "projects/known_needs.hpp"
#include "projects/state.hpp"

namespace coffer::kernel {

/// Releases links at a moment on one lane.
template <int width, class Observer>
void release(Block<width, Observer>& block, const std::vector<plan::LinkPlan>& links, double moment,
             int lane) {
    for (const auto& link : links) {
        block.state.next_opening[block.plan.stages[link.to_stage].project] = 0.0;
        const double released = plan::released_at(link, moment, block.plan.calendars);
        double& opening = lanes_of<width>(block.state.gate_opening, link.to_stage)[lane];
        double& pending = lanes_of<width>(block.state.gate_pending, link.to_stage)[lane];
        if (block.plan.stages[link.to_stage].any_link) {
            if (pending == passed_gate) continue;
            opening = std::min(opening, released);
            pending = 0.0;
        } else {
            opening = std::max(opening, released);
            pending -= 1.0;
        }
    }
}

/// One lane of a project has reached a milestone, and perhaps following ones, at a speed in work
/// done for a unit of its time.
template <int width, class Observer>
void reach_marks(Block<width, Observer>& block, std::size_t p, int lane, double old_position,
                 double speed) {
    auto& state = block.state;
    const auto& plan = block.plan;
    const auto& project = plan.projects[p];
    const auto& calendar = plan.calendars[project.calendar];
    double& position = lanes_of<width>(state.position, p)[lane];
    double& cursor = lanes_of<width>(state.cursor, p)[lane];
    auto& stage_at = state.stage_at(lane, static_cast<Eigen::Index>(p));
    const double old_cursor = cursor;
    while (true) {
        const auto s = next_milestone<Observer>(plan, static_cast<std::size_t>(stage_at));
        const double end = lanes_of<width>(state.stage_end, s)[lane];
        lanes_of<width>(state.mark, p)[lane] = end;
        if (position < end - reached_within) break;
        const double ahead = std::max(0.0, end - old_position);
        // At full speed no division, which would take as long as the rest.
        const double work = old_cursor + (speed == 1.0 ? ahead : ahead / speed);
        const auto& stage = plan.stages[s];
        const bool last = s == project.last_stage;
        // Before a gate alone the moment matters to nobody.
        const bool takes = !last && plan.stages[s + 1].served;
        const bool dated = last || Observer::enabled || stage.deadline >= 0 ||
                           !stage.outgoing.empty() || !stage.freed.empty() || takes ||
                           stage.kept_finish != plan::nowhere;
        double moment = dated ? calendar.moment_of(work, block.month) : 0.0;
        // A stage that is known to have ended in a month did so, though work may rest in it.
        if (is_known(block, project)) moment = std::max(moment, block.month + 0.0);
        // What holds a finish back is not work: it does not wait for the end of a winter stop.
        if (stage.closing) moment = std::max(moment, lanes_of<width>(state.gate_opening, s)[lane]);
        release(block, stage.outgoing, moment, lane);
        free_holdings(block, stage, moment, lane);
        if (stage.kept_finish != plan::nowhere) {
            lanes_of<width>(state.kept_finish, stage.kept_finish)[lane] = moment;
            state.lanes_begun[stage.kept_finish] += 1;
        }
        if (takes) lanes_of<width>(state.ready, p)[lane] = moment;
        if (stage.deadline >= 0 && moment > stage.deadline + 1.0 + reached_within) {
            state.late(lane, static_cast<Eigen::Index>(p)) = 1;
        }
        const bool held_back = !last && plan.stages[s + 1].closing;
        if constexpr (Observer::enabled) {
            block.observer.event(block.month, project.id,
                                 held_back ? EventKind::work_finished : EventKind::stage_finished,
                                 Cause(CauseKind::stage, {model::name_of(stage.kind)}), moment);
        }
        if (last) {
            lanes_of<width>(state.finish, p)[lane] = moment;
            lanes_of<width>(state.working, p)[lane] = 0.0;
            state.lanes_working[p] -= 1;
            state.lanes_finished[p] += 1;
            lanes_of<width>(state.capacity, 0)[lane] += project.yearly_output;
            block.slot(plan::YearSlot::projects_completed)[lane] += 1.0;
            if constexpr (Observer::enabled) {
                block.observer.event(block.month, project.id, EventKind::completed,
                                     CauseKind::last_stage, moment);
            }
            return;
        }
        stage_at = static_cast<std::int32_t>(s + 1);
        const bool open =
            held_back && lanes_of<width>(state.gate_pending, s + 1)[lane] == passed_gate;
        if (plan.stages[s + 1].gated && !open) {
            position = end;
            cursor = work;
            lanes_of<width>(state.working, p)[lane] = 0.0;
            state.lanes_working[p] -= 1;
            state.lanes_at_gate[p] += 1;
            state.next_opening[p] = 0.0;
            return;
        }
    }
    cursor = calendar.cumulative[static_cast<std::size_t>(block.month) + 1];
}

}  // namespace coffer::kernel
