#pragma once
// What rules on debt make of a year: full-calibre debt, the coverage of special debt, the tier that
// acts on the next year.
#include <algorithm>

#include "restructuring.hpp"
#include "step_market.hpp"

namespace coffer::kernel {

template <int width, class Observer>
void close_full_calibre(Block<width, Observer>& block, double* ratio) {
    using plan::FullCalibreSlot;
    const auto& plan = block.plan;
    const auto slot = [&](FullCalibreSlot which) {
        return block.slot(plan.optional_slots.full_calibre, which);
    };
    double* debt = slot(FullCalibreSlot::debt);
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        if (plan.full_calibre[c]) add_lanes<width>(debt, lanes_of<width>(block.state.debt, c));
    }
    const double* capacity = block.slot(plan::YearSlot::fiscal_capacity);
    for (int lane = 0; lane < width; ++lane) {
        ratio[lane] = debt[lane] / std::max(100.0, capacity[lane]);
        const auto& bounds = plan.tiers;
        const auto which = ratio[lane] >= bounds.red      ? FullCalibreSlot::red
                           : ratio[lane] >= bounds.orange ? FullCalibreSlot::orange
                           : ratio[lane] >= bounds.yellow ? FullCalibreSlot::yellow
                                                          : FullCalibreSlot::green;
        slot(which)[lane] = 1.0;
    }
    std::copy_n(ratio, width, slot(FullCalibreSlot::ratio));
}

/// The slot holds the year's special debt service until here.
template <int width, class Observer>
void close_coverage(Block<width, Observer>& block) {
    double* coverage =
        block.slot(block.plan.optional_slots.coverage, plan::CoverageSlot::special_coverage);
    const double* income = block.slot(plan::YearSlot::fund_revenue);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        coverage[lane] =
            std::min(plan::most_coverage, income[lane] / std::max(100.0, coverage[lane]));
    }
}

template <int width, class Observer>
void close_debt_rules(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    double full_calibre[width];
    if (plan.optional_slots.full_calibre != plan::no_slot) close_full_calibre(block, full_calibre);
    if (plan.optional_slots.coverage != plan::no_slot) close_coverage(block);
    if (plan.tier_rules) {
        remember_tiers(block, plan.tier_rules->full_calibre
                                  ? full_calibre
                                  : block.slot(plan::YearSlot::debt_ratio));
    }
    test_restructuring(block);
}

}  // namespace coffer::kernel
