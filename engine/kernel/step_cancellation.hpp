#pragma once
// Some suspended projects are given up (docs/model.md section 4, "Cancellation").
#include <algorithm>
#include <string>

#include "step_gates.hpp"

namespace coffer::kernel {

/// Cancels suspended lanes of a project: they stop working for good, at no gate and unfinished.
template <int width, class Observer>
void cancel_project(Block<width, Observer>& block, std::size_t p) {
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
        const auto s = static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
        const auto& stages = block.plan.stages;
        free_holdings(block, stages[s], block.month, lane);
        if (s < project.last_stage && stages[s + 1].closing) {
            free_holdings(block, stages[s + 1], block.month, lane);
        }
    }
    if constexpr (Observer::enabled) {
        if (count == 0) return;
        block.observer.event(block.month, project.id, "cancelled",
                             "suspended; cancellation u=" + std::to_string(uniforms[0]) +
                                 " below hazard " + std::to_string(hazard),
                             lanes_of<width>(state.spent, p)[0] / 100.0);
    }
}

/// Before capacities are shared, so that what cancelled projects held is there for others.
template <int width, class Observer>
void step_cancellations(Block<width, Observer>& block) {
    if (!block.plan.has_cancellations()) return;
    for (std::size_t p = 0; p < block.plan.projects.size(); ++p) {
        if (block.state.held_up[p] != 0) cancel_project(block, p);
    }
}

}  // namespace coffer::kernel
