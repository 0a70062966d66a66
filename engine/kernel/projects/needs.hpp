#pragma once
// What projects and pipelines ask for in a month: gates that are passed, the work that could be
// done, what it costs.
#include <algorithm>
#include <string>

#include "coffer/kernel/path_store.hpp"
#include "coffer/model/names.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "debt/restructuring.hpp"
#include "drivers/flows.hpp"
#include "projects/known_needs.hpp"
#include "projects/restart.hpp"
#include "projects/state.hpp"

namespace coffer::kernel {

/// The last stage that a lane may work on from stage `s` on: the next gate is not open.
template <int width, class Observer>
std::size_t last_open_stage(Block<width, Observer>& block, std::size_t p, std::size_t s, int lane) {
    const auto& stages = block.plan.stages;
    auto end = stages[s].run_end;
    while (end < block.plan.projects[p].last_stage && stages[end + 1].closing &&
           lanes_of<width>(block.state.gate_pending, end + 1)[lane] == passed_gate) {
        end = stages[end + 1].run_end;
    }
    return end;
}

/// The position at its end.
template <int width, class Observer>
double limit_from(Block<width, Observer>& block, std::size_t p, std::size_t s, int lane) {
    return lanes_of<width>(block.state.stage_end, last_open_stage(block, p, s, lane))[lane];
}

/// Opens what holds back the finish of stages ahead when its moment lies before this month: it no
/// longer stops the work.
template <int width, class Observer>
void open_finishes(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
        if (!block.plan.stages[s].closing) continue;
        double* pending = lanes_of<width>(state.gate_pending, s);
        const double* opening = lanes_of<width>(state.gate_opening, s);
        for (int lane = 0; lane < width; ++lane) {
            const auto at =
                static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
            if (pending[lane] != 0.0 || opening[lane] > block.month || at >= s) continue;
            pending[lane] = passed_gate;
            if (lanes_of<width>(state.working, p)[lane] == 0.0) continue;
            lanes_of<width>(state.limit, p)[lane] = limit_from(block, p, at, lane);
        }
    }
}

/// Sets one lane of a project to work on the stage it stands before, from a moment on.
template <int width, class Observer>
void begin_work(Block<width, Observer>& block, std::size_t p, int lane, double opening) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    const auto s = static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
    double& cursor = lanes_of<width>(state.cursor, p)[lane];
    cursor = std::max(cursor, block.plan.calendars[project.calendar].work_before(opening));
    lanes_of<width>(state.working, p)[lane] = 1.0;
    const double mark =
        lanes_of<width>(state.stage_end, next_milestone<Observer>(block.plan, s))[lane];
    lanes_of<width>(state.mark, p)[lane] = mark;
    lanes_of<width>(state.limit, p)[lane] = limit_from(block, p, s, lane);
    state.lanes_at_gate[p] -= 1;
    state.lanes_working[p] += 1;
    if (lanes_of<width>(state.running, p)[lane] == 0.0) state.lanes_to_begin[p] += 1;
    const double due = cursor + (mark - lanes_of<width>(state.position, p)[lane]) - reached_within;
    lanes_of<width>(state.due, p)[lane] = due;
    state.next_due[p] = std::min(state.next_due[p], due);
    if constexpr (Observer::enabled) {
        block.observer.event(block.month, project.id, EventKind::gate_open,
                             Cause(CauseKind::stage, {model::name_of(block.plan.stages[s].kind)}),
                             opening);
    }
}

/// Lets one lane of a project through the gate it stands at, from a moment on.
template <int width, class Observer>
void pass_gate(Block<width, Observer>& block, std::size_t p, int lane, double opening) {
    auto& state = block.state;
    const auto s = static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
    lanes_of<width>(state.gate_opening, s)[lane] = opening;
    lanes_of<width>(state.gate_pending, s)[lane] = passed_gate;
    begin_work(block, p, lane, opening);
}

/// The moment from which a lane may pass the gate of stage `s` as far as links and dates go, or
/// `never` while it waits for a link.
template <int width, class Observer>
double gate_opening(Block<width, Observer>& block, std::size_t s, int lane) {
    if (lanes_of<width>(block.state.gate_pending, s)[lane] > 0.0) return never;
    return std::max(lanes_of<width>(block.state.gate_opening, s)[lane],
                    block.plan.stages[s].not_before);
}

/// Lists the lanes of a project that stand at a gate: they do not work, and are neither finished
/// nor cancelled. Returns how many.
template <int width, class Observer>
int lanes_at_gates(Block<width, Observer>& block, std::size_t p, int* lanes) {
    auto& state = block.state;
    const double* working = lanes_of<width>(state.working, p);
    const double* finish = lanes_of<width>(state.finish, p);
    double stands[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double unfinished = finish[lane] == never ? 1.0 : 0.0;
        stands[lane] = working[lane] == 0.0 ? unfinished : 0.0;
    }
    if (block.plan.has_cancellations()) {
        const double* cancelled = lanes_of<width>(state.cancelled, p);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) stands[lane] *= 1.0 - cancelled[lane];
    }
    return flagged_lanes<width>(stands, lanes);
}

/// Lets the lanes of a project through the gates that have opened before the end of this month.
/// Gates that are served in order were passed in step_gates.
template <int width, class Observer>
void pass_gates(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    if (state.next_opening[p] >= block.month + 1) return;
    int lanes[width];
    const int count = lanes_at_gates(block, p, lanes);
    double next = never;
    for (int i = 0; i < count; ++i) {
        const int lane = lanes[i];
        const auto s = static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
        const double opening = gate_opening(block, s, lane);
        if (block.plan.stages[s].served) {
            next = std::min(next, std::max(opening, lanes_of<width>(state.ready, p)[lane]));
        } else if (opening < block.month + 1) {
            pass_gate(block, p, lane, opening);
        } else {
            next = std::min(next, opening);
        }
    }
    state.next_opening[p] = next;
}

/// F(x) for all lanes: the share of the work, weighted by its cost, that goes with a position.
template <int width, class Observer>
void work_at(Block<width, Observer>& block, const plan::ProjectPlan& project,
             const double* position, double* reached) {
    fill_lanes<width>(reached, 0.0);
    const auto& curve = project.s_curve;
    for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
        const double weight = block.plan.stages[s].cost_share;
        if (weight == 0.0) continue;
        const double* begin = lanes_of<width>(block.state.stage_begin, s);
        const double* inverse = lanes_of<width>(block.state.stage_inverse, s);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double done = (position[lane] - begin[lane]) * inverse[lane];
            const double u = std::min(std::max(done, 0.0), 1.0);
            reached[lane] +=
                weight *
                (u * (curve[1] + u * (curve[2] + u * (curve[3] + u * (curve[4] + u * curve[5])))));
        }
    }
}

/// G(F(x)) for all lanes: the share of cost that goes with a position.
template <int width, class Observer>
void share_at(Block<width, Observer>& block, const plan::ProjectPlan& project,
              const double* position, double* share) {
    double reached[width];
    work_at(block, project, position, reached);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        share[lane] =
            project.spent_start +
            project.slope_before * (std::min(reached[lane], project.knee) - project.start) +
            project.slope_after * std::max(0.0, reached[lane] - project.knee);
    }
}

/// Price escalation of project costs this month.
template <int width, class Observer>
void escalation(Block<width, Observer>& block, double* factor) {
    if (!block.plan.has_cost_driver) {
        fill_lanes<width>(factor, 1.0);
        return;
    }
    const double step = block.plan.cost_steps[static_cast<std::size_t>(block.month)];
    const double* index = lanes_of<width>(block.state.log_index, block.plan.cost_driver);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) factor[lane] = index[lane] + step;
    random::exponentials<width>(factor, factor);
}

/// docs/model.md section 6, step 5: what projects and pipelines need this month.
template <int width, class Observer>
void step_needs(Block<width, Observer>& block, const double* price) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto month = static_cast<std::size_t>(block.month);
    for (auto* flags : {&state.needs_money, &state.needs_running, &state.needs_starting}) {
        std::fill(flags->begin(), flags->end(), 0);
    }
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        const auto& project = plan.projects[p];
        if (is_known(block, project)) {
            need_known(block, p, price);
            continue;
        }
        if (state.lanes_at_gate[p] + state.lanes_working[p] == 0) continue;
        if (project.has_closing) open_finishes(block, p);
        if (state.lanes_at_gate[p] > 0) pass_gates(block, p);
        if (state.lanes_working[p] == 0 || project.total <= 0.0) continue;
        hold_back(block, p);
        if (state.restarting[p] != 0) begin_restarts(block, p);
        const double capacity = plan.calendars[project.calendar].cumulative[month + 1];
        const double* working = lanes_of<width>(state.working, p);
        const double* pause_left = lanes_of<width>(state.pause_left, p);
        const double* position = lanes_of<width>(state.position, p);
        const double* cursor = lanes_of<width>(state.cursor, p);
        const double* limit = lanes_of<width>(state.limit, p);
        double* wanted = lanes_of<width>(state.wanted_position, p);
        double* share = lanes_of<width>(state.wanted_share, p);
        double* need = lanes_of<width>(state.need, p);
        double asking[width];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double at_work = working[lane] != 0.0 ? 1.0 : 0.0;
            asking[lane] = pause_left[lane] <= 0.0 ? at_work : 0.0;
            const double work = std::max(0.0, capacity - cursor[lane]);
            const double target = std::min(limit[lane], position[lane] + work);
            wanted[lane] = asking[lane] != 0.0 ? target : position[lane];
        }
        slow_down(block, p, capacity, asking);
        share_at(block, project, wanted, share);
        const double* cost = lanes_of<width>(state.final_cost, p);
        const double* spent_share = lanes_of<width>(state.spent_share, p);
        const double* running = lanes_of<width>(state.running, p);
        double most_running = 0.0, most_starting = 0.0;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double full = cost[lane] * price[lane];
            const double amount = round_fen(full * std::max(0.0, share[lane] - spent_share[lane]));
            // The share that whole fen pay for: what rounding left out is asked for next month, so
            // that a project asks for its cost and not for a fen a month more or less.
            share[lane] = spent_share[lane] + amount / full;
            need[lane] = asking[lane] != 0.0 ? amount : 0.0;
            most_running = std::max(most_running, need[lane] * running[lane]);
            most_starting = std::max(most_starting, need[lane] * (1.0 - running[lane]));
        }
        if (state.restarting[p] != 0) {
            most_running = std::max(most_running, add_restart_cost(block, p, price, asking));
        }
        fill_lanes<width>(lanes_of<width>(state.funded, p), 0.0);
        state.needs_running[p] = most_running > 0.0 ? 1 : 0;
        state.needs_starting[p] = most_starting > 0.0 ? 1 : 0;
        state.needs_money[p] = most_running > 0.0 || most_starting > 0.0 ? 1 : 0;
    }
    for (std::size_t i = 0; i < plan.pipelines.size(); ++i) {
        double* need = lanes_of<width>(state.need, plan.projects.size() + i);
        whole_flow_amounts(block, plan.pipelines[i].need,
                           lanes_of<width>(state.pipeline_noise, line_columns * i), need);
        const bool known = month < plan.pipelines[i].need.known.size();
        if (!known) cut_pipeline(block, plan.pipelines[i], need);
        fill_lanes<width>(lanes_of<width>(state.funded, plan.projects.size() + i), 0.0);
    }
}

}  // namespace coffer::kernel
