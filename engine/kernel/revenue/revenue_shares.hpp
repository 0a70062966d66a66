#pragma once
// Amounts that are shares of what lines of revenue bring in the month (docs/model.md section 3),
// and money that moves from one account to another. A plan without them does nothing here.
#include <algorithm>
#include <string>

#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"

namespace coffer::kernel {

template <int width>
struct RevenueSharesState {
    Table<width> realised;  ///< this month's amounts of lines of revenue that others are a share of

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed({&realised}, plan.realised_columns);
    }
};

/// Keeps the month's amount of a line that others are a share of.
template <int width, class Observer>
void keep_realised(Block<width, Observer>& block, std::size_t column, const double* amounts) {
    if (column == plan::nowhere) return;
    std::copy_n(amounts, width, lanes_of<width>(block.state.realised, column));
}

/// The share of this month's revenue, in whole fen.
template <int width, class Observer>
void share_of_revenue(Block<width, Observer>& block, const plan::RevenueSharePlan& of,
                      double* amounts) {
    fill_lanes<width>(amounts, 0.0);
    for (const std::size_t column : of.columns) {
        add_lanes<width>(amounts, lanes_of<width>(block.state.realised, column));
    }
    const double share = of.share[static_cast<std::size_t>(block.year())];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) amounts[lane] = round_fen(share * amounts[lane]);
}

/// docs/model.md section 6, step 2: transfers between accounts, as far as there is cash.
template <int width, class Observer>
void move_between_accounts(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    for (const auto& transfer : plan.account_transfers) {
        double amounts[width];
        if (transfer.of_revenue.any()) {
            share_of_revenue(block, transfer.of_revenue, amounts);
        } else {
            fill_lanes<width>(
                amounts, round_fen(transfer.flow.amount[static_cast<std::size_t>(block.month)]));
        }
        double* from = lanes_of<width>(block.state.cash, static_cast<std::size_t>(transfer.from));
        [[maybe_unused]] const double wanted = amounts[0];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            amounts[lane] = std::min(amounts[lane], std::max(0.0, from[lane]));
            from[lane] -= amounts[lane];
        }
        if constexpr (Observer::enabled) {
            record(block, {Book::Kind::cash, static_cast<std::size_t>(transfer.from)},
                   "moved_out:" + transfer.id, -amounts[0]);
            if (wanted > amounts[0]) {
                block.observer.event(block.month, transfer.id, EventKind::transfer_cut,
                                     CauseKind::account_holds_less, (wanted - amounts[0]) / 100.0);
            }
        }
        receive(block, transfer.to, amounts, "moved_in", transfer.id);
        add_lanes<width>(block.slot(plan.account_transfer_slots, plan::AccountTransferSlot::moved),
                         amounts);
    }
}

}  // namespace coffer::kernel
