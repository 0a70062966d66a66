#pragma once
// Loans whose interest is capitalised while the project is built (docs/model.md section 5). A
// balance for each project and loan, because each stops growing when its own project is finished;
// from then on it is a cohort like any other.
#include <string>

#include "step_debt.hpp"

namespace coffer::kernel {

/// A drawing during construction: debt of its class, on a balance of its own.
template <int width, class Observer>
void draw_construction_loan(Block<width, Observer>& block, std::size_t row, std::size_t source,
                            const double* draw) {
    constexpr auto bank = static_cast<std::size_t>(model::DebtClass::bank);
    add_lanes<width>(lanes_of<width>(block.state.construction_loan, row), draw);
    add_lanes<width>(lanes_of<width>(block.state.debt, bank), draw);
    add_lanes<width>(block.slot(plan::YearSlot::new_debt), draw);
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::debt, bank}, "drawn:" + block.plan.sources[source].id, draw[0]);
    }
}

/// Adds the month's interest to the balances; those of finished projects begin to be repaid.
template <int width, class Observer>
void capitalise_interest(Block<width, Observer>& block) {
    constexpr auto bank = static_cast<std::size_t>(model::DebtClass::bank);
    const auto& plan = block.plan;
    auto& state = block.state;
    for (const auto& loan : plan.construction_loans) {
        double* balance = lanes_of<width>(state.construction_loan, loan.row);
        double most = 0.0;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) most = std::max(most, balance[lane]);
        if (most == 0.0) continue;
        const auto& source = plan.sources[loan.source];
        const double* finish = lanes_of<width>(state.finish, loan.project);
        double rates[width], interest[width], completed[width], ended[width];
        issue_rates(block, source.debt, rates);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            ended[lane] = finish[lane] <= block.month ? 1.0 : 0.0;
        }
        if (plan.has_cancellations()) {
            add_lanes<width>(ended, lanes_of<width>(state.cancelled, loan.project));
        }
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            interest[lane] = round_fen(balance[lane] * rates[lane] / 12.0);
            balance[lane] += interest[lane];
            completed[lane] = ended[lane] != 0.0 ? balance[lane] : 0.0;
            balance[lane] -= completed[lane];
        }
        add_lanes<width>(lanes_of<width>(state.debt, bank), interest);
        add_lanes<width>(
            block.slot(plan.optional_slots.financing, plan::FinancingSlot::capitalised_interest),
            interest);
        add_cohort(block, bank, source.debt, source.debt.payments, plan::class_right, completed);
        if constexpr (Observer::enabled) {
            record(block, {Book::Kind::debt, bank}, "capitalised:" + source.id, interest[0]);
            if (completed[0] > 0.0) {
                block.observer.event(
                    block.month, source.id, "loan_repayment_begins",
                    plan.projects[loan.project].id +
                        (finish[0] <= block.month ? " is finished" : " is cancelled"),
                    completed[0] / 100.0);
            }
        }
    }
}

}  // namespace coffer::kernel
