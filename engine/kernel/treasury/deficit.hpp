#pragma once
// Bonds that borrow the budget's deficit before it is paid.
#include <algorithm>

#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"
#include "debt/issue.hpp"
#include "debt/market.hpp"
#include "debt/service.hpp"
#include "treasury/waterfall.hpp"

namespace coffer::kernel {

/// docs/model.md section 6, step 4: what this month's budget lacks is borrowed before it is paid.
/// The budget is expenditure, carried payables and debt service; projects have sources of their
/// own.
template <int width, class Observer>
void cover_deficit(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (!plan.covers_deficit) return;
    auto& state = block.state;
    double lacking[width], amounts[width];
    const double* payables = lanes_of<width>(state.payables, 0);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) lacking[lane] = plan.cash_floor + payables[lane];
    if (!plan.reserve.empty()) add_lanes<width>(lacking, lanes_of<width>(state.reserve, 0));
    if (plan.owes_suppliers) {
        add_lanes<width>(lacking, lanes_of<width>(state.supplier_payables, 0));
    }
    for (std::size_t i = 0; i < plan.expenditure.size(); ++i) {
        if (plan.expenditure[i].remittance) continue;  // has been deducted
        expenditure_due(block, i, amounts, Asked::to_foresee);
        add_lanes<width>(lacking, amounts);
    }
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        if (!plan.class_used[c]) continue;
        if (plan.platform && c == static_cast<std::size_t>(model::DebtClass::platform)) continue;
        for (auto* owed : {&state.due_interest, &state.due_principal, &state.interest_arrears,
                           &state.principal_arrears}) {
            add_lanes<width>(lacking, lanes_of<width>(*owed, c));
        }
    }
    for (std::size_t a = 0; a < model::account_count; ++a) {
        const double* cash = lanes_of<width>(state.cash, a);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) lacking[lane] -= cash[lane];
    }
    for (std::size_t i = 0; i < plan.sources.size(); ++i) {
        const auto& source = plan.sources[i];
        if (source.deficit_share.empty()) continue;
        // Up to whole fen, so that the sources together borrow enough.
        const double share = source.deficit_share[static_cast<std::size_t>(block.month)];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            amounts[lane] =
                round_fen_up(share * std::max(0.0, lacking[lane]) / source.debt.net_share);
        }
        if (plan.tier_rules) {
            refuse_while_closed(block, block.slot(plan.tier_slots, plan::TierSlot::bonds_refused),
                                source.id, EventKind::deficit_not_covered, amounts);
        }
        const auto debt_class = static_cast<std::size_t>(plan::debt_class_of(source.kind));
        if (!plan.debt_limit[debt_class].empty()) {
            [[maybe_unused]] const double wanted = amounts[0];
            double room[width];
            room_below_limit(block, debt_class, room);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                amounts[lane] = std::min(amounts[lane], room[lane]);
            }
            tell_cut(block, source.id, debt_class, wanted, amounts[0]);
        }
        add_lanes<width>(block.slot(plan::YearSlot::new_debt), amounts);
        issue_debt(block, source, amounts, "issued:");
        take_off_costs(block, source.debt, amounts);
        receive(block, model::Account::general, amounts, "deficit_bond", source.id);
        if constexpr (Observer::enabled) {
            if (amounts[0] > 0.0) {
                block.observer.event(block.month, source.id, EventKind::deficit_covered,
                                     CauseKind::short_of_budget, amounts[0] / 100.0);
            }
        }
    }
}

}  // namespace coffer::kernel
