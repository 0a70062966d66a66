#pragma once
// What projects bring and cost once they are finished (docs/model.md section 3): lines of revenue
// and expenditure of which a share flows. A plan without project income does nothing here.
#include <algorithm>
#include <string>
#include <vector>

#include "coffer/kernel/path_store.hpp"
#include "core/block.hpp"
#include "revenue/operations.hpp"

namespace coffer::kernel {

template <int width>
struct ProjectIncomeState {
    /// Moments of the finishes that project income begins with, share of a land sale sold so far.
    Table<width> kept_finish, land_sold;
    std::vector<int> lanes_begun;  ///< by kept finish: lanes that have reached it

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed({&land_sold}, plan.land_sales);
        layout.set_by_steps({&kept_finish}, plan.kept_finishes);
        lanes_begun.assign(plan.kept_finishes, 0);
    }
    void reset() { std::fill(lanes_begun.begin(), lanes_begun.end(), 0); }
};

template <int width, class Observer>
void begin_project_income(Block<width, Observer>& block) {
    block.state.kept_finish.setConstant(never);
}

/// Whether a line can flow this month on any lane.
template <int width, class Observer>
[[nodiscard]] bool begun(const Block<width, Observer>& block,
                         const plan::ProjectIncomePlan& income) {
    return !income.any() || block.state.lanes_begun[income.finish] != 0;
}

/// Leaves of a line's amounts what flows this month: it grows over its months from the finish on,
/// and of land what that share is above what was sold before.
template <int width, class Observer>
void take_share(Block<width, Observer>& block, const plan::ProjectIncomePlan& income,
                const std::string& id, double* amounts) {
    auto& state = block.state;
    const double* finish = lanes_of<width>(state.kept_finish, income.finish);
    const double month_end = block.month + 1.0;
    double share[width];
    if (income.sale != plan::nowhere) {
        const double share_a_month = 1.0 / income.months;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            // Negative for what is not finished: its finish is beyond the horizon.
            share[lane] = std::max(0.0, std::min(1.0, (month_end - finish[lane]) * share_a_month));
        }
        double* sold = lanes_of<width>(state.land_sold, income.sale);
        if constexpr (Observer::enabled) {
            if (sold[0] == 0.0 && share[0] > 0.0) {
                block.observer.event(block.month, id, EventKind::land_released,
                                     Cause(CauseKind::stage_finished_at, {finish[0]}),
                                     amounts[0] / 100.0);
            }
        }
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            amounts[lane] *= share[lane] - sold[lane];
            sold[lane] = share[lane];
        }
        return;
    }
    share_in_operation(block, income.operation, finish, share);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) amounts[lane] *= share[lane];
}

}  // namespace coffer::kernel
