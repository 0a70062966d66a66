#pragma once
#include <string>

#include "coffer/base/money.hpp"
#include "coffer/random/elementary.hpp"
#include "core/lanes.hpp"
#include "core/state.hpp"

namespace coffer::kernel {

/// Lets a month take more or less than its share of the year; over the year it comes to nothing.
template <int width, class Observer>
void vary_month(Block<width, Observer>& block, const plan::FlowPlan& flow, const double* line,
                double* amounts) {
    if (flow.month_sd == 0.0) return;
    const std::size_t shock = block.plan.walks[flow.walk].shock;
    const double* share = lanes_of<width>(block.state.month_share,
                                          12 * shock + static_cast<std::size_t>(block.month % 12));
    const double* mean = line + 2 * width;
    const double sd = flow.month_sd;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) amounts[lane] *= 1.0 + sd * (share[lane] - mean[lane]);
}

/// Moves a flow's later months by how far the known ones missed what the path would have been.
template <int width, class Observer>
void learn_from_known(Block<width, Observer>& block, const plan::FlowPlan& flow, double* amounts) {
    double exponent[width];
    fill_lanes<width>(exponent, 0.0);
    const auto months = static_cast<std::size_t>(block.plan.months);
    for (std::size_t year = 0; year * months < flow.gains.size(); ++year) {
        const double gain = flow.gains[year * months + static_cast<std::size_t>(block.month)];
        const double* miss = lanes_of<width>(block.state.observed, flow.observed + year);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) exponent[lane] += gain * miss[lane];
    }
    random::exponentials<width>(exponent, exponent);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) amounts[lane] *= exponent[lane];
}

/// The month's flow before rounding, as if nothing were known (docs/model.md section 3).
template <int width, class Observer>
void drawn_amounts(Block<width, Observer>& block, const plan::FlowPlan& flow, const double* line,
                   double* amounts) {
    const auto month = static_cast<std::size_t>(block.month);
    const double amount = flow.amount[month];
    if (flow.certain() || amount == 0.0) {
        fill_lanes<width>(amounts, amount);
        return;
    }
    if (flow.steady()) {
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) amounts[lane] = amount * line[lane];
        vary_month(block, flow, line, amounts);
        return;
    }
    double exponent[width];
    fill_lanes<width>(exponent, flow.offset[month]);
    for (const auto& sensitivity : flow.sensitivities) {
        const double* index = lanes_of<width>(block.state.log_index, sensitivity.driver);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            exponent[lane] += sensitivity.elasticity * index[lane];
        }
    }
    if (flow.walk_sd > 0.0) {
        const double* index = lanes_of<width>(block.state.walk_index, flow.walk);
        const double sd = flow.walk_sd;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) exponent[lane] += sd * index[lane];
    }
    add_lanes<width>(exponent, line);
    random::exponentials<width>(exponent, exponent);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) amounts[lane] = amount * exponent[lane];
    vary_month(block, flow, line, amounts);
}

/// The month's flow before rounding: what is known, or what is drawn.
template <int width, class Observer>
void flow_amounts(Block<width, Observer>& block, const plan::FlowPlan& flow, const double* line,
                  double* amounts) {
    const auto month = static_cast<std::size_t>(block.month);
    if (month < flow.known.size()) {
        fill_lanes<width>(amounts, flow.known[month]);
        return;
    }
    drawn_amounts(block, flow, line, amounts);
    if (flow.observed != plan::nowhere) learn_from_known(block, flow, amounts);
}

}  // namespace coffer::kernel
