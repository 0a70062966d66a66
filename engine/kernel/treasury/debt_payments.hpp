#pragma once
// Interest and principal as they are paid in the waterfall (docs/model.md section 5).
#include <algorithm>
#include <string>
#include <vector>

#include "coffer/model/names.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"
#include "debt/restructuring.hpp"
#include "treasury/platform.hpp"
#include "treasury/reserves.hpp"

namespace coffer::kernel {

/// Pays the interest or principal of a class, arrears first; what is left joins the arrears.
/// `paid` receives what was paid in all.
template <int width, class Observer>
void pay_debt(Block<width, Observer>& block, std::size_t debt_class, const char* kind,
              const double* due, double* arrears, double* paid) {
    double owed[width];
    double most_owed = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double sum = arrears[lane] + due[lane];
        owed[lane] = sum;
        most_owed = std::max(most_owed, sum);
    }
    if (most_owed == 0.0) {
        fill_lanes<width>(paid, 0.0);
        return;
    }
    const auto& accounts = block.plan.paying_accounts[debt_class];
    const bool own_ledger = block.plan.platform.has_value() &&
                            debt_class == static_cast<std::size_t>(model::DebtClass::platform);
    double fallback[width];
    if (own_ledger) {
        fill_lanes<width>(fallback, 0.0);
        pay_platform_debt(block, kind, due, owed, paid);
    } else {
        pay_mandatory(block, accounts, owed, kind, model::debt_class_names[debt_class], kind, paid,
                      fallback);
    }
    if (debt_class == static_cast<std::size_t>(model::DebtClass::special)) {
        add_lanes<width>(
            block.slot(block.plan.coverage_slots, plan::CoverageSlot::special_fallback), fallback);
    }
    double* gap = block.slot(plan::YearSlot::financing_gap);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        gap[lane] += std::max(0.0, due[lane] - paid[lane]);
    }
    if constexpr (Observer::enabled) {
        const double change = owed[0] - paid[0] - arrears[0];
        const bool of_interest = std::string_view(kind) == "interest";
        record(block, {Book::Kind::arrears, debt_class},
               std::string(change > 0.0 ? "unpaid_" : "cleared_") + kind, change);
        if (accounts.ring_fenced && !own_ledger && fallback[0] > 0.0) {
            block.observer.event(
                block.month, model::debt_class_names[debt_class],
                of_interest ? EventKind::fallback_interest : EventKind::fallback_principal,
                Cause(CauseKind::account_used_up, {model::name_of(accounts.order[0])}),
                fallback[0] / 100.0);
        }
        if (due[0] > paid[0]) {
            block.observer.event(
                block.month, model::debt_class_names[debt_class],
                of_interest ? EventKind::unpaid_interest : EventKind::unpaid_principal,
                own_ledger             ? CauseKind::company_used_up
                : accounts.ring_fenced ? CauseKind::its_accounts_used_up
                                       : CauseKind::all_accounts_used_up,
                (due[0] - paid[0]) / 100.0);
        }
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) arrears[lane] = owed[lane] - paid[lane];
}

template <int width, class Observer>
void pay_interest(Block<width, Observer>& block, const std::vector<std::size_t>& classes) {
    auto& state = block.state;
    for (const std::size_t c : classes) {
        double paid[width];
        pay_debt(block, c, "interest", lanes_of<width>(state.due_interest, c),
                 lanes_of<width>(state.interest_arrears, c), paid);
        if (c == static_cast<std::size_t>(model::DebtClass::general)) {
            count_expenditure(block, model::Account::general, paid);
        } else if (c == static_cast<std::size_t>(model::DebtClass::special)) {
            count_expenditure(block, model::Account::fund, paid);
        }
    }
}

template <int width, class Observer>
void pay_principal(Block<width, Observer>& block, const std::vector<std::size_t>& classes) {
    auto& state = block.state;
    for (const std::size_t c : classes) {
        double paid[width];
        pay_debt(block, c, "principal", lanes_of<width>(state.due_principal, c),
                 lanes_of<width>(state.principal_arrears, c), paid);
        double* debt = lanes_of<width>(state.debt, c);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) debt[lane] -= paid[lane];
        record(block, {Book::Kind::debt, c}, "repaid", -paid[0]);
    }
}

}  // namespace coffer::kernel
