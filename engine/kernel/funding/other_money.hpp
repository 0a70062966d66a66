#pragma once
// Money that is not project capital (docs/model.md section 6): it may cover the rest of a project's
// cost and no more, and a loan may wait until the capital has been spent.
#include <algorithm>

#include "coffer/base/money.hpp"
#include "core/lanes.hpp"
#include "core/state.hpp"

namespace coffer::kernel {

/// What a project has drawn from sources that count as capital, or from the others.
template <int width, class Observer>
void drawn_by_kind(Block<width, Observer>& block, const plan::FundablePlan& project, bool capital,
                   double* sum) {
    fill_lanes<width>(sum, 0.0);
    for (std::size_t i = 0; i < project.funding.size(); ++i) {
        if (project.funding[i].counts_as_capital != capital) continue;
        const double* drawn = lanes_of<width>(block.state.drawn, project.first_row + i);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) sum[lane] += drawn[lane];
    }
}

/// Cuts a drawing on money that is not capital.
template <int width, class Observer>
void limit_other_money(Block<width, Observer>& block, const plan::FundablePlan& project,
                       const plan::FundingPlan& funding, const double* spent_and_need,
                       double* draw) {
    if (funding.counts_as_capital) return;
    const auto year = static_cast<std::size_t>(block.year());
    double drawn[width];
    if (!project.other_share.empty()) {
        const double share = project.other_share[year];
        drawn_by_kind(block, project, false, drawn);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double most =
                round_fen_up(share * (project.spent_before + spent_and_need[lane])) - drawn[lane];
            draw[lane] = std::min(draw[lane], std::max(0.0, most));
        }
    }
    if (funding.capital_first) {
        const double wanted = project.capital[year] - project.spent_before;
        drawn_by_kind(block, project, true, drawn);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            draw[lane] = drawn[lane] >= wanted ? draw[lane] : 0.0;
        }
    }
}

}  // namespace coffer::kernel
