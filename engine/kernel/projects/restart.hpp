#pragma once
// Restarts after a suspension (docs/model.md section 4). A plan in which they take neither time nor
// money does not come here.
#include <algorithm>
#include <string>
#include <vector>

#include "core/block.hpp"

namespace coffer::kernel {

template <int width>
struct RestartsState {
    /// Share of final cost that a restart still costs, the part of the month's need that pays for
    /// it, value of C at which it is done, 1 when the pause is over.
    Table<width> restart_share, restart_due, restart_until, restart_pending;
    std::vector<char> restarting;  ///< by project: some lane does after a suspension

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed_where_costs({&restart_share, &restart_due, &restart_until, &restart_pending},
                                  plan.has_restarts() ? plan.projects.size() : 0);
        restarting.assign(plan.projects.size(), 0);
    }
    void reset() { std::fill(restarting.begin(), restarting.end(), 0); }
};

/// Lanes whose pause is over begin to restart: part of the time to come is used for it.
template <int width, class Observer>
void begin_restarts(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const auto& plan = block.plan;
    double* pending = lanes_of<width>(state.restart_pending, p);
    double* cursor = lanes_of<width>(state.cursor, p);
    double* share = lanes_of<width>(state.restart_share, p);
    double* restart_until = lanes_of<width>(state.restart_until, p);
    const double until = plan.calendars[plan.projects[p].calendar]
                             .cumulative[static_cast<std::size_t>(block.month)] +
                         plan.restart_months;
    const double cost = plan.restart_cost;
    if constexpr (Observer::enabled) {
        if (pending[0] != 0.0) {
            block.observer.event(block.month, plan.projects[p].id, EventKind::restarted,
                                 Cause(CauseKind::pause_over, {plan.restart_months}), cost);
        }
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        cursor[lane] = pending[lane] != 0.0 ? until : cursor[lane];
        restart_until[lane] = pending[lane] != 0.0 ? until : restart_until[lane];
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

/// What a month's money pays for: the funded share of the work, the unpaid share of the restart.
struct Paid {
    double work = 1.0, restart_unpaid = 0.0;
};

/// What a restart still costs is paid first, and no work is done until it is. One division for
/// both, because it takes as long as the rest of a loop; it stands outside the choices.
[[nodiscard]] inline Paid paid_for(double need, double funded, double restart_due) {
    const bool restarted = funded >= restart_due;
    const double work_need = need - restart_due;
    const double of = restarted ? work_need : restart_due;
    const double part = restarted ? funded - restart_due : restart_due - funded;
    const double quotient = part / (of > 0.0 ? of : 1.0);
    const double work = work_need > 0.0 ? quotient : 1.0;
    return {restarted ? work : 0.0, restarted ? 0.0 : quotient};
}

}  // namespace coffer::kernel
