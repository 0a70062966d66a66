#pragma once
// What projects need in the known months (docs/model.md section 1, "Known months").
#include "core/lanes.hpp"
#include "core/state.hpp"

namespace coffer::kernel {

/// Whether the month is known of a project.
template <int width, class Observer>
[[nodiscard]] bool is_known(const Block<width, Observer>& block, const plan::ProjectPlan& project) {
    return project.actuals && static_cast<std::size_t>(block.month) < project.actuals->spent.size();
}

/// What a project spends in a known month is what it needs.
template <int width, class Observer>
void need_known(Block<width, Observer>& block, std::size_t p, const double* price) {
    auto& state = block.state;
    const double* cost = lanes_of<width>(state.final_cost, p);
    const double* spent_share = lanes_of<width>(state.spent_share, p);
    double* share = lanes_of<width>(state.wanted_share, p);
    const double spent =
        block.plan.projects[p].actuals->spent[static_cast<std::size_t>(block.month)];
    fill_lanes<width>(lanes_of<width>(state.need, p), spent);
    fill_lanes<width>(lanes_of<width>(state.funded, p), 0.0);
    for (int lane = 0; lane < width; ++lane) {
        share[lane] = spent_share[lane] + spent / (cost[lane] * price[lane]);
    }
}

}  // namespace coffer::kernel
