#pragma once
// Revenue of the month (docs/model.md section 6, step 2): lines, taxpayers and their outages, taxes
// of completed projects.
#include <algorithm>
#include <string>

#include "coffer/plan/sample.hpp"
#include "core/block.hpp"
#include "core/draws.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"
#include "drivers/flows.hpp"
#include "revenue/operations.hpp"
#include "revenue/project_income.hpp"
#include "revenue/revenue_shares.hpp"
#include "revenue/settlement.hpp"

namespace coffer::kernel {

template <int width>
struct RevenueState {
    Table<width> revenue_noise, taxpayer_noise;  ///< `line_columns` a line
    Table<width> tax_left, project_left;         ///< by rounding, of the year
    Table<width> outage_left;                    ///< months of outage still to come, by taxpayer
    Table<width> outage_waiting;                 ///< uniforms of the next draw (draw_next_chances)

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed({&outage_left}, plan.taxpayers.size());
        layout.set_by_steps({&tax_left}, plan.taxpayers.size());
        layout.set_by_steps({&project_left}, 2 * plan.projects.size());
        layout.set_by_steps({&revenue_noise}, line_columns * plan.revenue.size());
        layout.set_by_steps({&taxpayer_noise}, line_columns * plan.taxpayers.size());
        layout.set_by_steps({&outage_waiting}, plan.taxpayers.size());
    }
};

/// The share of a taxpayer's output lost this month; moves its outage on.
template <int width, class Observer>
void step_outage(Block<width, Observer>& block, std::size_t index, double* lost) {
    const auto& taxpayer = block.plan.taxpayers[index];
    fill_lanes<width>(lost, 0.0);
    if (taxpayer.hazard <= 0.0) return;
    double uniforms[width];
    draw_next_chances(block, taxpayer.output.stream, random::Purpose::outage_start, block.month,
                      lanes_of<width>(block.state.outage_waiting, index), uniforms);
    double* left = lanes_of<width>(block.state.outage_left, index);
    bool any_begins = false;
    for (int lane = 0; lane < width; ++lane) {
        any_begins |= left[lane] <= 0.0 && uniforms[lane] < taxpayer.hazard;
    }
    if (any_begins) {
        double length_uniforms[width], normals[width];
        draw(block, taxpayer.output.stream, random::Purpose::outage_duration, block.month,
             length_uniforms, normals);
        for (int lane = 0; lane < width; ++lane) {
            if (left[lane] > 0.0 || uniforms[lane] >= taxpayer.hazard) continue;
            const double length =
                plan::sample(taxpayer.duration, length_uniforms[lane], normals[lane]);
            // round_fen is plain rounding to whole numbers.
            left[lane] = std::max(1.0, round_fen(length));
            if constexpr (Observer::enabled) {
                block.observer.event(
                    block.month, taxpayer.id, EventKind::outage,
                    Cause(CauseKind::outage_chance, {uniforms[lane], taxpayer.hazard}), left[lane]);
            }
        }
    }
    const double loss = taxpayer.loss;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double out = left[lane] > 0.0 ? 1.0 : 0.0;
        lost[lane] = out * loss;
        left[lane] -= out;
    }
}

/// docs/model.md section 6, step 2.
template <int width, class Observer>
void step_revenue(Block<width, Observer>& block) {
    using plan::YearSlot;
    const auto& plan = block.plan;
    auto& state = block.state;
    double amounts[width];
    if (block.month % 12 == 0) {
        state.tax_left = 0.0;
        state.project_left = 0.0;
    }
    double* general_revenue = block.slot(YearSlot::general_revenue);
    double* general_this_month = block.slot(plan::MonthSlot::general_revenue);
    fill_lanes<width>(general_this_month, 0.0);
    const auto add_general = [&](const double* received, std::size_t district) {
        add_lanes<width>(general_revenue, received);
        add_lanes<width>(general_this_month, received);
        if (district == plan::no_slot) return;
        add_lanes<width>(lanes_of<width>(state.yearly, district), received);
    };

    for (std::size_t i = 0; i < plan.revenue.size(); ++i) {
        const auto& line = plan.revenue[i];
        if (!begun(block, line.income)) continue;
        double* columns = lanes_of<width>(state.revenue_noise, line_columns * i);
        flow_amounts(block, line.flow, columns, amounts);
        if (line.income.any()) take_share(block, line.income, line.id, amounts);
        round_on<width>(left_of<width>(columns), amounts);
        keep_realised(block, line.realised, amounts);
        if (line.income.slot != plan::no_slot) {
            add_lanes<width>(lanes_of<width>(state.yearly, line.income.slot), amounts);
        }
        if (line.coverage != plan::nowhere) {
            add_lanes<width>(lanes_of<width>(state.coverage_income, line.coverage), amounts);
        }
        if (line.platform) {
            receive_platform(block, amounts, line.income.any() ? line.item : "income", line.id);
            add_lanes<width>(block.slot(plan.platform_slots, plan::PlatformSlot::income), amounts);
            continue;
        }
        if (line.settlement.any()) {
            receive_settled(block, line, amounts);
        } else {
            receive(block, line.account, amounts, line.item, line.id);
        }
        if (line.transfer) {
            add_lanes<width>(block.slot(YearSlot::transfers), amounts);
        } else if (line.account == model::Account::general) {
            add_general(amounts, line.district);
        } else {
            add_lanes<width>(
                block.slot(line.account == model::Account::fund ? YearSlot::fund_revenue
                                                                : YearSlot::state_capital_revenue),
                amounts);
        }
    }
    for (std::size_t i = 0; i < plan.taxpayers.size(); ++i) {
        const auto& taxpayer = plan.taxpayers[i];
        double lost[width];
        step_outage(block, i, lost);
        // What is known of its output is so after all outages.
        if (static_cast<std::size_t>(block.month) < taxpayer.output.known.size()) {
            fill_lanes<width>(lost, 0.0);
        }
        double* columns = lanes_of<width>(state.taxpayer_noise, line_columns * i);
        flow_amounts(block, taxpayer.output, columns, amounts);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) amounts[lane] *= 1.0 - lost[lane];
        round_on<width>(left_of<width>(columns), amounts);
        add_lanes<width>(block.slot(YearSlot::taxpayer_output), amounts);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) amounts[lane] *= taxpayer.kept;
        round_on<width>(lanes_of<width>(state.tax_left, i), amounts);
        keep_realised(block, taxpayer.realised, amounts);
        receive(block, model::Account::general, amounts, "taxpayer", taxpayer.id);
        add_general(amounts, taxpayer.district);
    }
    for (std::size_t i = 0; i < plan.operations.size(); ++i) {
        const auto& operation = plan.operations[i];
        if (operation.new_output <= 0.0 || state.lanes_finished[operation.project] == 0) continue;
        const double* attained = lanes_of<width>(state.attained, i);
        const double planned = operation.new_output, tax_rate = operation.tax_rate;
        double share[width], output[width];
        share_in_operation(block, i, lanes_of<width>(state.finish, operation.project), share);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double full = planned * attained[lane] * share[lane];
            output[lane] = full;
            amounts[lane] = full * tax_rate;
        }
        round_on<width>(lanes_of<width>(state.project_left, 2 * operation.project), output);
        round_on<width>(lanes_of<width>(state.project_left, 2 * operation.project + 1), amounts);
        add_lanes<width>(block.slot(YearSlot::new_output), output);
        receive(block, model::Account::general, amounts, "project_tax", operation.id);
        add_general(amounts, operation.district);
    }
}

}  // namespace coffer::kernel
