#pragma once
// Bonds (docs/model.md section 5): what is issued stays within the limit on its class, and what
// waits in the pool earns deposit interest.
#include <algorithm>
#include <string>

#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"

namespace coffer::kernel {

template <int width>
struct IssueState {
    Table<width> quota_left;  ///< bonds: what a limit has kept from being issued, by source

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed({&quota_left}, plan.limits_debt ? plan.sources.size() : 0);
    }
};

/// What may still be added to a class of debt this month.
template <int width, class Observer>
void room_below_limit(const Block<width, Observer>& block, std::size_t debt_class, double* room) {
    const double limit = block.plan.debt_limit[debt_class][static_cast<std::size_t>(block.month)];
    const double* debt = lanes_of<width>(block.state.debt, debt_class);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) room[lane] = std::max(0.0, limit - debt[lane]);
}

/// Of the face of new debt, what is received for it: it was issued below or above its face, or cost
/// a fee.
template <int width, class Observer>
void take_off_costs(Block<width, Observer>& block, const plan::DebtTermsPlan& terms,
                    double* amounts) {
    if (terms.net_share == 1.0) return;
    double* costs = block.slot(block.plan.financing_slots, plan::FinancingSlot::issue_costs);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double received = round_fen(amounts[lane] * terms.net_share);
        costs[lane] += amounts[lane] - received;
        amounts[lane] = received;
    }
}

/// Tells of an issue that was cut.
template <int width, class Observer>
void tell_cut(Block<width, Observer>& block, const std::string& source, std::size_t debt_class,
              double wanted, double issued) {
    if constexpr (Observer::enabled) {
        if (wanted <= issued) return;
        block.observer.event(block.month, source, EventKind::issue_cut,
                             Cause(CauseKind::limit_reached, {model::debt_class_names[debt_class]}),
                             (wanted - issued) / 100.0);
    }
}

/// Cuts the month's issue of a source to the room below the limit. Quota that was cut is issued in
/// later windows with room and an open market: of the same year, or of any later one when it is
/// carried over.
template <int width, class Observer>
void keep_within_limit(Block<width, Observer>& block, std::size_t index, double* amounts) {
    const auto& source = block.plan.sources[index];
    const auto debt_class = static_cast<std::size_t>(plan::debt_class_of(source.kind));
    if (block.plan.debt_limit[debt_class].empty()) return;
    double* left = lanes_of<width>(block.state.quota_left, index);
    if (block.month % 12 == 0 && !source.carries_quota) {
        if constexpr (Observer::enabled) {
            if (left[0] > 0.0) {
                block.observer.event(block.month, source.id, EventKind::quota_lapsed,
                                     CauseKind::not_issued_in_time, left[0] / 100.0);
            }
        }
        fill_lanes<width>(left, 0.0);
    }
    const bool window = source.window[static_cast<std::size_t>(block.month)] != 0;
    if (!window && !block.plan.tier_rules) return;
    double room[width], offered[width];
    room_below_limit(block, debt_class, room);
    fill_lanes<width>(offered, window ? 1.0 : 0.0);
    if (block.plan.tier_rules) {
        const double* closed = lanes_of<width>(block.state.market_closed, 0);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) offered[lane] *= 1.0 - closed[lane];
    }
    [[maybe_unused]] const double wanted = amounts[0] + offered[0] * left[0];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double again = offered[lane] * left[lane];
        const double quota = amounts[lane] + again;
        amounts[lane] = std::min(quota, room[lane]);
        left[lane] += quota - amounts[lane] - again;
    }
    tell_cut(block, source.id, debt_class, wanted, amounts[0]);
}

/// Interest on the bond money that has waited since last month, into the account that serves the
/// debt.
template <int width, class Observer>
void earn_deposit_interest(Block<width, Observer>& block, std::size_t index) {
    using plan::YearSlot;
    const auto& source = block.plan.sources[index];
    if (source.monthly_deposit_rate == 0.0) return;
    const double* pool = lanes_of<width>(block.state.pool, index);
    double interest[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        interest[lane] = round_fen(pool[lane] * source.monthly_deposit_rate);
    }
    if (source.kind == model::Source::Kind::special_bond) {
        receive(block, model::Account::fund, interest, "deposit_interest", source.id);
        add_lanes<width>(block.slot(YearSlot::fund_revenue), interest);
    } else {
        receive(block, model::Account::general, interest, "deposit_interest", source.id);
        add_lanes<width>(block.slot(YearSlot::general_revenue), interest);
        add_lanes<width>(block.slot(plan::MonthSlot::general_revenue), interest);
    }
}

}  // namespace coffer::kernel
