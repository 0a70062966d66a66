#pragma once
// The first month of what a county must not run into: docs/model.md section 8.
#include <algorithm>

#include "coffer/kernel/path_store.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

template <int width>
struct FirstHitsState {
    Table<width> first_hit;  ///< month of each plan::FirstHit, or `never`

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.set_by_steps({&first_hit}, plan.first_hits());
    }
};

/// Notes this month where `happens` is not zero and nothing was noted yet.
template <int width, class Observer>
void note_first(Block<width, Observer>& block, plan::FirstHit hit, const double* happens) {
    double* first = lanes_of<width>(block.state.first_hit, static_cast<std::size_t>(hit));
    const double month = block.month;
    if constexpr (Observer::enabled) {
        if (happens[0] != 0.0 && first[0] == never) {
            block.observer.event(
                block.month, "treasury", EventKind::first_hit,
                Cause(CauseKind::first_hit, {plan::first_hit_names[static_cast<std::size_t>(hit)]}),
                month);
        }
    }
    if (random::flag_bits<width>(happens) == 0) return;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        first[lane] = happens[lane] != 0.0 ? std::min(first[lane], month) : first[lane];
    }
}

/// At the month's end, when the month's cash is known.
template <int width, class Observer>
void note_first_shortages(Block<width, Observer>& block, const double* cash) {
    const auto& plan = block.plan;
    auto& state = block.state;
    double below[width], owed[width];
    const double floor = plan.cash_floor;
    const double* payables = lanes_of<width>(state.payables, 0);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        below[lane] = cash[lane] < floor ? 1.0 : 0.0;
        owed[lane] = payables[lane];
    }
    if (plan.owes_suppliers) add_lanes<width>(owed, lanes_of<width>(state.supplier_payables, 0));
    if (plan.owes_contractors) {
        add_lanes<width>(owed, lanes_of<width>(state.contractor_payables, 0));
    }
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        if (!plan.class_used[c]) continue;
        add_lanes<width>(owed, lanes_of<width>(state.interest_arrears, c));
        add_lanes<width>(owed, lanes_of<width>(state.principal_arrears, c));
    }
    note_first(block, plan::FirstHit::cash_below_floor, below);
    note_first(block, plan::FirstHit::arrears, owed);
}

}  // namespace coffer::kernel
