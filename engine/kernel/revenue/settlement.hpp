#pragma once
// What of a year's transfers and remittance is settled with the higher level in the year after
// (年终结算; docs/model.md section 6, step 2). A plan without settlements does nothing here.
#include <algorithm>
#include <string>

#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"

namespace coffer::kernel {

template <int width>
struct SettlementState {
    /// By settled line: what is left to settle of even plan years, and of odd ones.
    Table<width> unsettled;

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed({&unsettled}, plan.settlement_columns);
    }
};

/// What the year before the plan has left.
template <int width, class Observer>
void begin_settlements(Block<width, Observer>& block) {
    const auto begin = [&block](const auto& lines) {
        for (const auto& line : lines) {
            if (!line.settlement.any()) continue;
            // The plan's first year is even, so the one before it is odd.
            fill_lanes<width>(lanes_of<width>(block.state.unsettled, line.settlement.columns + 1),
                              line.settlement.opening);
        }
    };
    begin(block.plan.revenue);
    begin(block.plan.expenditure);
}

/// Takes off `amounts` what is left to the year after; `due` is what the year before left and this
/// month settles. The sign is that of a claim of the county.
template <int width, class Observer>
void leave_and_settle(Block<width, Observer>& block, const plan::SettlementPlan& settlement,
                      const std::string& id, double sign, double* amounts, double* due) {
    auto& unsettled = block.state.unsettled;
    const auto odd = static_cast<std::size_t>(block.year() % 2);
    double* mine = lanes_of<width>(unsettled, settlement.columns + odd);
    double* before = lanes_of<width>(unsettled, settlement.columns + 1 - odd);
    double left[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        left[lane] = round_fen(settlement.share * amounts[lane]);
        mine[lane] += left[lane];
        amounts[lane] -= left[lane];
    }
    fill_lanes<width>(due, 0.0);
    if (block.month % 12 == block.plan.settlement_month) {
        std::copy_n(before, width, due);
        fill_lanes<width>(before, 0.0);
    }
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::settlement, 0}, "left:" + id, sign * left[0]);
        record(block, {Book::Kind::settlement, 0}, "settled:" + id, -sign * due[0]);
    }
}

/// Cash of a transfer that is settled later, and of what is settled now.
template <int width, class Observer>
void receive_settled(Block<width, Observer>& block, const plan::RevenuePlan& line,
                     const double* amounts) {
    double now[width], due[width];
    std::copy_n(amounts, width, now);
    leave_and_settle(block, line.settlement, line.id, 1.0, now, due);
    receive(block, line.account, now, line.item, line.id);
    receive(block, line.account, due, "settled", line.id);
}

/// What has to be remitted this month of what is due for it.
template <int width, class Observer>
void settle_remittance(Block<width, Observer>& block, const plan::ExpenditurePlan& line,
                       double* amounts) {
    double due[width];
    leave_and_settle(block, line.settlement, line.id, -1.0, amounts, due);
    add_lanes<width>(amounts, due);
}

/// Of the recorded path: what the higher level owes, less what it is owed.
template <int width, class Observer>
double owed_by_higher_level(const Block<width, Observer>& block) {
    const auto sum = [&block](const auto& lines) {
        double total = 0.0;
        for (const auto& line : lines) {
            if (!line.settlement.any()) continue;
            total += lanes_of<width>(block.state.unsettled, line.settlement.columns)[0] +
                     lanes_of<width>(block.state.unsettled, line.settlement.columns + 1)[0];
        }
        return total;
    };
    return sum(block.plan.revenue) - sum(block.plan.expenditure);
}

}  // namespace coffer::kernel
