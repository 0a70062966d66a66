#pragma once
// What becomes of suspended projects (docs/model.md section 4): some are cancelled, the others
// restart. A plan without hazard and without cost or time of a restart comes here for neither.
#include <algorithm>
#include <string>

#include "flows.hpp"

namespace coffer::kernel {

/// Cancels suspended lanes of a project: they stop working for good, at no gate and unfinished.
template <int width, class Observer>
void step_cancellation(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    double* pause_left = lanes_of<width>(state.pause_left, p);
    double most_left = 0.0;
    for (int lane = 0; lane < width; ++lane) most_left = std::max(most_left, pause_left[lane]);
    if (most_left <= 0.0) return;
    double uniforms[width], hit[width];
    draw_chances(block, project.stream, random::Purpose::cancellation, block.month, uniforms);
    const double hazard = block.plan.cancellation_hazard;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double chosen = uniforms[lane] < hazard ? 1.0 : 0.0;
        hit[lane] = pause_left[lane] > 0.0 ? chosen : 0.0;
    }
    int lanes[width];
    const int count = flagged_lanes<width>(hit, lanes);
    for (int i = 0; i < count; ++i) {
        const int lane = lanes[i];
        pause_left[lane] = 0.0;
        lanes_of<width>(state.working, p)[lane] = 0.0;
        lanes_of<width>(state.cancelled, p)[lane] = 1.0;
        state.lanes_working[p] -= 1;
        block.slot(plan::YearSlot::projects_cancelled)[lane] += 1.0;
    }
    if constexpr (Observer::enabled) {
        if (count == 0) return;
        block.observer.event(block.month, project.id, "cancelled",
                             "suspended; cancellation u=" + std::to_string(uniforms[0]) +
                                 " below hazard " + std::to_string(hazard),
                             lanes_of<width>(state.spent, p)[0] / 100.0);
    }
}

/// Lanes whose pause is over begin to restart: part of the time to come is used for it.
template <int width, class Observer>
void begin_restarts(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const auto& plan = block.plan;
    double* pending = lanes_of<width>(state.restart_pending, p);
    double* cursor = lanes_of<width>(state.cursor, p);
    double* share = lanes_of<width>(state.restart_share, p);
    const double until = plan.calendars[plan.projects[p].calendar]
                             .cumulative[static_cast<std::size_t>(block.month)] +
                         plan.restart_months;
    const double cost = plan.restart_cost;
    if constexpr (Observer::enabled) {
        if (pending[0] != 0.0) {
            block.observer.event(block.month, plan.projects[p].id, "restarted",
                                 "its pause is over; restarting takes " +
                                     std::to_string(plan.restart_months) +
                                     " months of work and this share of its cost",
                                 cost);
        }
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        cursor[lane] = pending[lane] != 0.0 ? until : cursor[lane];
        share[lane] = pending[lane] != 0.0 ? cost : share[lane];
        pending[lane] = 0.0;
    }
}

/// Adds what restarts cost to the month's need; returns the largest such amount. Who restarts is
/// running.
template <int width, class Observer>
double add_restart_cost(Block<width, Observer>& block, std::size_t p, const double* price,
                        const double* asking) {
    auto& state = block.state;
    const double* share = lanes_of<width>(state.restart_share, p);
    const double* cost = lanes_of<width>(state.final_cost, p);
    double* due = lanes_of<width>(state.restart_due, p);
    double* need = lanes_of<width>(state.need, p);
    double most = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double amount = round_fen(cost[lane] * price[lane] * share[lane]);
        due[lane] = asking[lane] != 0.0 ? amount : 0.0;
        need[lane] += due[lane];
        most = std::max(most, due[lane]);
    }
    return most;
}

/// The funded share of the month's work: what a restart still costs is paid first, and no work is
/// done until it is.
[[nodiscard]] inline double work_ratio(double need, double funded, double restart_due) {
    const double for_restart = std::min(funded, restart_due);
    const double work_need = need - restart_due;
    const double quotient = (funded - for_restart) / (work_need > 0.0 ? work_need : 1.0);
    const double without_work = funded >= restart_due ? 1.0 : 0.0;
    return work_need > 0.0 ? quotient : without_work;
}

}  // namespace coffer::kernel
