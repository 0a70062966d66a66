#pragma once
// What rules on debt make of a year: full-calibre debt, the coverage of special debt, the tier that
// acts on the next year.
#include <algorithm>

#include "core/lanes.hpp"
#include "core/state.hpp"
#include "debt/market.hpp"
#include "debt/restructuring.hpp"

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

inline double covered(double income, double service) {
    return std::min(plan::most_coverage, income / std::max(100.0, service));
}

/// The slot holds the year's special debt service until here.
template <int width, class Observer>
void close_coverage(Block<width, Observer>& block) {
    using plan::CoverageSlot;
    const auto first = block.plan.optional_slots.coverage;
    double* coverage = block.slot(first, CoverageSlot::special_coverage);
    double* life = block.slot(first, CoverageSlot::life);
    double* all_income = lanes_of<width>(block.state.special_income, 0);
    double* all_service = lanes_of<width>(block.state.special_service, 0);
    const double* income = block.slot(plan::YearSlot::fund_revenue);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        all_income[lane] += income[lane];
        all_service[lane] += coverage[lane];
        coverage[lane] = covered(income[lane], coverage[lane]);
        life[lane] = covered(all_income[lane], all_service[lane]);
    }
}

/// What a project earns for its bonds since the plan began, over what they have cost until now: as
/// it is, with a tenth less income and with a tenth more cost.
template <int width, class Observer>
void close_coverages(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto year = static_cast<std::size_t>(block.year());
    for (std::size_t c = 0; c < plan.coverages.size(); ++c) {
        const auto& coverage = plan.coverages[c];
        const double* income = lanes_of<width>(state.coverage_income, c);
        const double* cost = lanes_of<width>(state.coverage_cost, c);
        const double* due =
            lanes_of<width>(state.coverage_due, c * static_cast<std::size_t>(plan.years) + year);
        double* service = lanes_of<width>(state.coverage_service, c);
        const double fixed = coverage.service[year];
        double* figures[model::coverage_cases];
        for (std::size_t which = 0; which < model::coverage_cases; ++which) {
            figures[which] = lanes_of<width>(state.yearly, coverage.slots[which]);
        }
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            service[lane] += fixed + due[lane];
            figures[0][lane] = covered(income[lane] - cost[lane], service[lane]);
            figures[1][lane] = covered(0.9 * income[lane] - cost[lane], service[lane]);
            figures[2][lane] = covered(income[lane] - 1.1 * cost[lane], service[lane]);
        }
    }
}

template <int width, class Observer>
void close_debt_rules(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    double full_calibre[width];
    if (plan.optional_slots.full_calibre != plan::no_slot) close_full_calibre(block, full_calibre);
    if (plan.optional_slots.coverage != plan::no_slot) close_coverage(block);
    close_coverages(block);
    if (plan.tier_rules) {
        remember_tiers(block, plan.tier_rules->full_calibre
                                  ? full_calibre
                                  : block.slot(plan::YearSlot::debt_ratio));
    }
    test_restructuring(block);
}

}  // namespace coffer::kernel
