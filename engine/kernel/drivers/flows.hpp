#pragma once
// The amount of a line in a month (docs/model.md section 3): what is known, or its planned amount
// moved by drivers, by luck of the year and by the shares of months.
#include <string>

#include "coffer/base/money.hpp"
#include "coffer/random/elementary.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

/// Columns of what a year holds for a line: its exponent of the year, where it stood when the plan
/// began, the mean of its months' shares, and what rounding has left over since the year began.
inline constexpr std::size_t line_columns = 4;

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

/// Whether an amount is only looked at, and will be asked for again this month.
enum class Asked { to_move, to_foresee };

/// Makes amounts whole fen. What rounding leaves over goes on to the next month, so that the months
/// of a year sum to the year's amount: twelve roundings alone would miss it by up to 6 fen.
template <int width>
void round_on(double* left, double* amounts, Asked asked = Asked::to_move) {
    const double moves = asked == Asked::to_move ? 1.0 : 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double exact = amounts[lane] + left[lane];
        // Zero is added so that nothing is never -0.
        amounts[lane] = round_fen(exact) + 0.0;
        left[lane] += moves * (exact - amounts[lane] - left[lane]);
    }
}

/// What rounding has left over of a line.
template <int width>
[[nodiscard]] double* left_of(double* line) {
    return line + 3 * width;
}

/// The month's flow in whole fen.
template <int width, class Observer>
void whole_flow_amounts(Block<width, Observer>& block, const plan::FlowPlan& flow, double* line,
                        double* amounts) {
    flow_amounts(block, flow, line, amounts);
    round_on<width>(left_of<width>(line), amounts);
}

}  // namespace coffer::kernel
