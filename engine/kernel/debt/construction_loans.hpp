#pragma once
// Loans whose interest is capitalised while the project is built (docs/model.md section 5). A
// balance for each project and loan, because each stops growing when its own project is finished;
// from then on its contract is served like any other.
#include <algorithm>
#include <string>

#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"
#include "debt/service.hpp"

namespace coffer::kernel {

template <int width>
struct ConstructionLoansState {
    /// By funding row: the balance of a loan whose interest is capitalised, what this month draws
    /// on it, interest counted since it was last added, and the month of its first drawing plus one
    /// (0: none yet).
    Table<width> construction_loan, construction_drawn, construction_counted, construction_clock;

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed(
            {&construction_loan, &construction_drawn, &construction_counted, &construction_clock},
            plan.construction_loans.empty() ? 0 : plan.funding_rows);
    }
};

/// A drawing during construction: debt of its class, on a balance of its own.
template <int width, class Observer>
void draw_construction_loan(Block<width, Observer>& block, std::size_t row, std::size_t source,
                            const double* draw) {
    constexpr auto bank = static_cast<std::size_t>(model::DebtClass::bank);
    add_lanes<width>(lanes_of<width>(block.state.construction_drawn, row), draw);
    add_lanes<width>(lanes_of<width>(block.state.debt, bank), draw);
    add_lanes<width>(block.slot(plan::YearSlot::new_debt), draw);
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::debt, bank}, "drawn:" + block.plan.sources[source].id, draw[0]);
    }
}

/// Whether the contract of what was issued then pays interest so many months later.
[[nodiscard]] inline bool pays_interest(const plan::ContractSchedule& schedule, int months) {
    const auto& steps = schedule.steps;
    auto step = std::lower_bound(
        steps.begin(), steps.end(), months,
        [](const plan::ContractStep& each, int month) { return each.month < month; });
    for (; step != steps.end() && step->month == months; ++step) {
        if (step->interest != plan::InterestRule::count) return true;
    }
    return false;
}

/// The rest of a loan's contract once its project is finished: its payments after this month, the
/// first with the interest since `moment`. A lane at a time: it happens once.
template <int width, class Observer>
void begin_repayment(Block<width, Observer>& block, const plan::SourcePlan& source, int issued,
                     double moment, double rate, double balance, int lane) {
    constexpr auto bank = static_cast<std::size_t>(model::DebtClass::bank);
    auto& state = block.state;
    const auto& terms = source.debt;
    const auto months = static_cast<std::size_t>(block.plan.months);
    const auto begun = std::min(static_cast<std::size_t>(moment), months - 1);
    const double part_of_month = moment - static_cast<double>(begun);
    const double years_then =
        terms.years_at[begun] + part_of_month * (terms.years_at[begun + 1] - terms.years_at[begun]);
    const auto& schedule = terms.schedule(issued);
    double face = balance, counted = 0.0, owed = 0.0, part = 0.0;
    bool first = true, anew = true;
    for (plan::ContractStep step : schedule.steps) {
        const int due = issued + step.month;
        if (due <= block.month) continue;
        if (due >= block.plan.months) break;
        if (first) step.years = terms.years_at[static_cast<std::size_t>(due) + 1] - years_then;
        first = false;
        if (step.principal != plan::PrincipalRule::none) {
            step.anew = step.anew || anew;
            anew = false;
        }
        double interest = 0.0, principal = 0.0, capitalised = 0.0;
        plan::take_step<1>(step, schedule.payments_per_year, &rate,
                           {&balance, &face, &counted, &owed, &part}, &interest, &principal,
                           &capitalised);
        const auto column = bank * months + static_cast<std::size_t>(due);
        lanes_of<width>(state.ladder_interest, column)[lane] += interest;
        lanes_of<width>(state.ladder_principal, column)[lane] += principal;
        if (source.coverage != plan::nowhere) {
            const auto year = source.coverage * static_cast<std::size_t>(block.plan.years) +
                              static_cast<std::size_t>(due / 12);
            lanes_of<width>(state.coverage_due, year)[lane] += interest + principal;
        }
        if (terms.kept != plan::nowhere) {
            const auto year = terms.kept * static_cast<std::size_t>(block.plan.years) +
                              static_cast<std::size_t>(due / 12);
            lanes_of<width>(state.kept_due, year)[lane] += interest + principal;
        }
        if constexpr (Observer::enabled) {
            block.observer.due(due, terms.debt, interest, principal);
        }
        if (block.plan.new_debt_capitalises) {
            lanes_of<width>(state.ladder_capitalised, column)[lane] += capitalised;
        }
    }
}

/// One loan of one project: the interest of the month, half of whose drawings bear it; on the
/// loan's days of payment and at the end of construction it joins the balance.
template <int width, class Observer>
void grow_construction_loan(Block<width, Observer>& block, const plan::ConstructionLoanPlan& loan) {
    constexpr auto bank = static_cast<std::size_t>(model::DebtClass::bank);
    const auto& plan = block.plan;
    auto& state = block.state;
    double* balance = lanes_of<width>(state.construction_loan, loan.row);
    double* drawn = lanes_of<width>(state.construction_drawn, loan.row);
    double* counted = lanes_of<width>(state.construction_counted, loan.row);
    double* clock = lanes_of<width>(state.construction_clock, loan.row);
    double most = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        most = std::max(most, balance[lane] + drawn[lane]);
    }
    if (most == 0.0) return;
    const auto& source = plan.sources[loan.source];
    const auto& terms = source.debt;
    const double* finish = lanes_of<width>(state.finish, loan.project);
    const double* cancelled =
        plan.has_cancellations() ? lanes_of<width>(state.cancelled, loan.project) : nullptr;
    const auto month = static_cast<std::size_t>(block.month);
    const double years = terms.years_at[month + 1] - terms.years_at[month];
    double rates[width], added[width];
    issue_rates(block, terms, rates);
    for (int lane = 0; lane < width; ++lane) {
        added[lane] = 0.0;
        if (balance[lane] + drawn[lane] == 0.0) continue;
        if (clock[lane] == 0.0) clock[lane] = block.month + 1;
        const bool given_up = cancelled != nullptr && cancelled[lane] != 0.0;
        const double built = given_up ? block.month : finish[lane];
        const double part = std::clamp(built - block.month, 0.0, 1.0);
        counted[lane] += (balance[lane] + drawn[lane] / 2.0) * rates[lane] * (years * part);
        balance[lane] += drawn[lane];
        drawn[lane] = 0.0;
        // Issued at the beginning of the month of its first drawing.
        const int issued = static_cast<int>(clock[lane]) - 2;
        const int since = block.month - issued;
        const bool matures = since >= terms.tenor_months - 1;
        const bool ended = built <= block.month + 1 || matures;
        if (!ended && !pays_interest(terms.schedule(issued), since)) continue;
        added[lane] = round_fen(counted[lane]);
        counted[lane] = 0.0;
        balance[lane] += added[lane];
        if (!ended) continue;
        // What is drawn after the finish (in known months) bears no interest from before.
        const double then = std::clamp(built, block.month + 0.0, block.month + 1.0);
        begin_repayment(block, source, issued, then, rates[lane], balance[lane], lane);
        if constexpr (Observer::enabled) {
            block.observer.event(block.month, source.id, EventKind::loan_repayment_begins,
                                 Cause(given_up                   ? CauseKind::project_cancelled
                                       : built <= block.month + 1 ? CauseKind::project_finished
                                                                  : CauseKind::loan_matures,
                                       {plan.projects[loan.project].id}),
                                 balance[lane] / 100.0);
        }
        balance[lane] = 0.0;
        clock[lane] = 0.0;
    }
    add_lanes<width>(lanes_of<width>(state.debt, bank), added);
    add_lanes<width>(block.slot(plan.financing_slots, plan::FinancingSlot::capitalised_interest),
                     added);
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::debt, bank}, "capitalised:" + source.id, added[0]);
    }
}

/// docs/model.md section 5, loans under construction; after projects have progressed.
template <int width, class Observer>
void step_construction_loans(Block<width, Observer>& block) {
    for (const auto& loan : block.plan.construction_loans) grow_construction_loan(block, loan);
}

}  // namespace coffer::kernel
