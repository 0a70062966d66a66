#pragma once
// Some suspended projects are given up (docs/model.md section 4, "Cancellation").
#include <algorithm>
#include <string>
#include <vector>

#include "core/block.hpp"
#include "core/draws.hpp"
#include "projects/gates.hpp"
#include "projects/known_needs.hpp"

namespace coffer::kernel {

template <int width>
struct CancellationState {
    Table<width> cancelled;      ///< 1 when it is
    std::vector<char> given_up;  ///< by project: some lane is cancelled

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed_where_costs({&cancelled},
                                  plan.has_cancellations() ? plan.projects.size() : 0);
        given_up.assign(plan.projects.size(), 0);
    }
    void reset() { std::fill(given_up.begin(), given_up.end(), 0); }
};

/// Cancels suspended lanes of a project: they stop working for good, at no gate and unfinished.
template <int width, class Observer>
void cancel_project(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    double* pause_left = lanes_of<width>(state.pause_left, p);
    double suspended[width];
    double any_suspended = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        suspended[lane] = pause_left[lane] > 0.0 ? 1.0 : 0.0;
        any_suspended = std::max(any_suspended, suspended[lane]);
    }
    if (any_suspended == 0.0) return;
    const double hazard = block.plan.cancellation_hazard;
    double uniforms[width];
    int lanes[width];
    int count = flagged_lanes<width>(suspended, lanes);
    draw_chances_of(block, project.stream, random::Purpose::cancellation, block.month, lanes, count,
                    uniforms);
    count = static_cast<int>(
        std::remove_if(lanes, lanes + count, [&](int lane) { return uniforms[lane] >= hazard; }) -
        lanes);
    if (count > 0) state.given_up[p] = 1;
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
        block.observer.event(block.month, project.id, EventKind::cancelled,
                             Cause(CauseKind::cancellation_chance, {uniforms[0], hazard}),
                             lanes_of<width>(state.spent, p)[0] / 100.0);
    }
}

/// Money that was kept for cancelled projects is there for others: what is tied to them, also when
/// it arrives later, and the capital that they had committed.
template <int width, class Observer>
void release_reserves(Block<width, Observer>& block, std::size_t p) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto& project = plan.projects[p];
    const double* cancelled = lanes_of<width>(state.cancelled, p);
    for (std::size_t i = 0; i < project.funding.size(); ++i) {
        const auto row = project.first_row + i;
        const auto source = project.funding[i].source;
        if (plan.ties_receipts && plan.sources[source].holds_tied) {
            double* tied = lanes_of<width>(state.tied, row);
            double* tied_in_pool = lanes_of<width>(state.tied_in_pool, source);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                const double released = cancelled[lane] * tied[lane];
                tied[lane] -= released;
                tied_in_pool[lane] -= released;
            }
        }
        if (!plan.capital_gates) continue;
        double* committed = lanes_of<width>(state.capital_until, row);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) committed[lane] *= 1.0 - cancelled[lane];
    }
}

/// Before gates open, so that what cancelled projects held is there for others.
template <int width, class Observer>
void step_cancellations(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (!plan.has_cancellations()) return;
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        const bool may_be_given_up = !is_known(block, plan.projects[p]);
        if (block.state.held_up[p] != 0 && may_be_given_up) cancel_project(block, p);
        if (block.state.given_up[p] != 0) release_reserves(block, p);
    }
}

}  // namespace coffer::kernel
