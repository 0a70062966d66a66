#pragma once
// The waterfall (docs/model.md section 6, step 6): expenditure, debt service and projects are paid
// in the order of the plan.
#include <algorithm>
#include <string>

#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"
#include "debt/construction_loans.hpp"
#include "debt/restructuring.hpp"
#include "debt/service.hpp"
#include "drivers/flows.hpp"
#include "funding/other_money.hpp"
#include "projects/contractors.hpp"
#include "projects/known_needs.hpp"
#include "revenue/project_income.hpp"
#include "revenue/revenue_shares.hpp"
#include "revenue/settlement.hpp"
#include "treasury/debt_payments.hpp"
#include "treasury/reserves.hpp"

namespace coffer::kernel {

template <int width>
struct ExpenditureState {
    Table<width> expenditure_noise;  ///< `line_columns` a line
    Table<width> payables, supplier_payables;

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed({&payables}, 1);
        layout.zeroed({&supplier_payables}, plan.owes_suppliers ? 1 : 0);
        layout.set_by_steps({&expenditure_noise}, line_columns * plan.expenditure.size());
    }
};

enum class Entrant { running, starting };

/// Leaves in the pool what is tied to others than this row; what was drawn in known months may have
/// left less than that.
template <int width, class Observer>
void leave_tied(Block<width, Observer>& block, std::size_t row, std::size_t source, double* draw) {
    const double* pool = lanes_of<width>(block.state.pool, source);
    const double* tied = lanes_of<width>(block.state.tied, row);
    const double* tied_in_pool = lanes_of<width>(block.state.tied_in_pool, source);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double others = tied_in_pool[lane] - tied[lane];
        draw[lane] = std::min(draw[lane], std::max(0.0, pool[lane] - others));
    }
}

/// What is drawn is taken from the row's own money first: it is of no use to anybody else.
template <int width, class Observer>
void use_tied(Block<width, Observer>& block, std::size_t row, std::size_t source,
              const double* draw) {
    double* tied = lanes_of<width>(block.state.tied, row);
    double* tied_in_pool = lanes_of<width>(block.state.tied_in_pool, source);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double own = std::min(draw[lane], tied[lane]);
        tied[lane] -= own;
        tied_in_pool[lane] -= own;
    }
}

/// Takes `draw` from a source, as far as cash within `reach` (of fiscal funds) and the platform
/// company allow, and books it; `left` is the need not met yet. Returns whether any lane still
/// lacks money.
template <int width, class Observer>
bool take_from_source(Block<width, Observer>& block, const plan::FundablePlan& fundable,
                      std::size_t row, const plan::FundingPlan& funding, Reach reach, double* draw,
                      double* left) {
    using Kind = model::Source::Kind;
    auto& state = block.state;
    const auto& source = block.plan.sources[funding.source];
    double* drawn = lanes_of<width>(state.drawn, row);
    double* pool = lanes_of<width>(state.pool, funding.source);
    if (source.kind == Kind::fiscal) {
        double available[width];
        cash_within_reach(block, reach, available);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) draw[lane] = std::min(draw[lane], available[lane]);
        take_cash(block, model::Account::general, draw, "project", fundable.id);
        add_lanes<width>(block.slot(plan::YearSlot::fiscal_project_spending), draw);
    }
    if (source.kind == Kind::platform && block.plan.platform) {
        draw_platform(block, fundable.id, draw);
    }
    if (source.holds_tied) use_tied(block, row, funding.source, draw);
    if (funding.capitalises) {
        draw_construction_loan(block, row, funding.source, draw);
    } else if (source.kind == Kind::bank_loan) {
        add_lanes<width>(lanes_of<width>(state.loan_drawn, funding.source), draw);
    }
    count_expenditure(block, budget_of(source.kind), draw);
    if (source.kind == Kind::fiscal || model::lies_in_treasury(source.kind)) {
        add_lanes<width>(lanes_of<width>(state.paid_out, 0), draw);
    }
    double most_left = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        drawn[lane] += draw[lane];
        left[lane] -= draw[lane];
        most_left = std::max(most_left, left[lane]);
    }
    if (source.unlimited) {
        record(block, {Book::Kind::pool, funding.source}, "arrival", draw[0], FlowKind::arrival);
    } else {
        double most_in_pool = 0.0;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            pool[lane] -= draw[lane];
            most_in_pool = std::max(most_in_pool, pool[lane]);
        }
        state.used_up[funding.source] = most_in_pool > 0.0 ? 0 : 1;
    }
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::pool, funding.source}, "drawn:" + fundable.id, -draw[0]);
    }
    return most_left > 0.0;
}

/// Draws on one source for one project or pipeline; `left` is the need not met yet. Returns whether
/// any lane still lacks money.
template <int width, class Observer>
bool draw_from(Block<width, Observer>& block, const plan::FundablePlan& fundable, std::size_t row,
               const plan::FundingPlan& funding, const double* spent_and_need, double* left) {
    auto& state = block.state;
    if (state.used_up[funding.source] != 0) return true;
    const auto& source = block.plan.sources[funding.source];
    const double* drawn = lanes_of<width>(state.drawn, row);
    const double* pool = lanes_of<width>(state.pool, funding.source);
    double draw[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double cap = round_fen_up(funding.cap * spent_and_need[lane]) - drawn[lane];
        draw[lane] = std::min(left[lane], std::max(0.0, cap));
    }
    if (fundable.guards_capital) limit_other_money(block, fundable, funding, spent_and_need, draw);
    if (!source.unlimited) {
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) draw[lane] = std::min(draw[lane], pool[lane]);
    }
    if (source.holds_tied) leave_tied(block, row, funding.source, draw);
    return take_from_source(block, fundable, row, funding, Reach::above_floor, draw, left);
}

/// What projects drew in a known month, whatever their limits are now.
template <int width, class Observer>
void draw_known(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (!plan.known.projects || block.month >= plan.known.months) return;
    auto& state = block.state;
    bool any = false;
    for (const auto& ref : plan.allocation_order) {
        if (ref.pipeline || !is_known(block, plan.projects[ref.index])) continue;
        any = true;
        const auto& project = plan.projects[ref.index];
        double left[width], draw[width];
        std::copy_n(lanes_of<width>(state.need, ref.index), width, left);
        for (std::size_t i = 0; i < project.funding.size(); ++i) {
            const double drew = project.actuals->drawn[i][static_cast<std::size_t>(block.month)];
            if (drew <= 0.0) continue;
            const auto source = project.funding[i].source;
            fill_lanes<width>(draw, drew);
            const double* pool = lanes_of<width>(state.pool, source);
            for (int lane = 0; lane < width && !plan.sources[source].unlimited; ++lane) {
                draw[lane] = std::min(draw[lane], pool[lane]);
            }
            take_from_source(block, project, project.first_row + i, project.funding[i],
                             Reach::all_cash, draw, left);
        }
        const double* need = lanes_of<width>(state.need, ref.index);
        double* funded = lanes_of<width>(state.funded, ref.index);
        double* spent = lanes_of<width>(state.spent, ref.index);
        for (int lane = 0; lane < width; ++lane) {
            funded[lane] = need[lane] - left[lane];
            spent[lane] += funded[lane];
        }
    }
    if (any) use_reserve(block, "known_projects");
}

/// docs/model.md section 6, step 7: the greedy allocation to what runs or to what would start.
template <int width, class Observer>
void allocate(Block<width, Observer>& block, Entrant entrant) {
    auto& state = block.state;
    const auto& plan = block.plan;
    for (const auto& ref : plan.allocation_order) {
        if (ref.pipeline && entrant == Entrant::starting) continue;
        const auto& needs =
            entrant == Entrant::running ? state.needs_running : state.needs_starting;
        const bool asks = ref.pipeline || needs[ref.index] != 0;
        const bool owes =
            !ref.pipeline && entrant == Entrant::running && owes_contractors(block, ref.index);
        if (!asks && !owes) continue;
        const plan::FundablePlan& fundable =
            ref.pipeline ? static_cast<const plan::FundablePlan&>(plan.pipelines[ref.index])
                         : plan.projects[ref.index];
        const auto column = ref.pipeline ? plan.projects.size() + ref.index : ref.index;
        const double* need = lanes_of<width>(state.need, column);
        double* spent = lanes_of<width>(state.spent, column);
        double* funded = lanes_of<width>(state.funded, column);

        double mine[width], left[width], spent_and_need[width];
        if (ref.pipeline) {
            std::copy_n(need, width, mine);
        } else if (!asks) {
            fill_lanes<width>(mine, 0.0);
        } else {
            const double* running = lanes_of<width>(state.running, ref.index);
            const double wanted = entrant == Entrant::running ? 1.0 : 0.0;
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                mine[lane] = running[lane] == wanted ? need[lane] : 0.0;
            }
        }
        if (owes) {
            add_lanes<width>(mine, lanes_of<width>(state.owed_to_contractors, ref.index));
        }
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            left[lane] = mine[lane];
            spent_and_need[lane] = spent[lane] + mine[lane];
        }
        bool lacking = true;
        for (std::size_t i = 0; lacking && i < fundable.funding.size(); ++i) {
            lacking = draw_from(block, fundable, fundable.first_row + i, fundable.funding[i],
                                spent_and_need, left);
        }
        double got[width];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            got[lane] = mine[lane] - left[lane];
            spent[lane] += got[lane];
        }
        if (owes) pay_contractors(block, ref.index, got);
        if (asks) add_lanes<width>(funded, got);
        if (lacking && asks && !ref.pipeline) state.held_up[ref.index] = 1;
    }
}

/// Drawings of the month on bank loans become debt.
template <int width, class Observer>
void book_loan_drawings(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    for (std::size_t i = 0; i < plan.sources.size(); ++i) {
        if (plan.sources[i].kind != model::Source::Kind::bank_loan) continue;
        double* drawn = lanes_of<width>(block.state.loan_drawn, i);
        add_lanes<width>(block.slot(plan::YearSlot::new_debt), drawn);
        issue_debt(block, plan.sources[i], drawn, "drawn:");
        fill_lanes<width>(drawn, 0.0);
    }
}

/// What a line costs the project whose bonds it belongs to, paid or not.
template <int width, class Observer>
void count_cost(Block<width, Observer>& block, const plan::ExpenditurePlan& line,
                const double* amounts) {
    if (line.coverage == plan::nowhere) return;
    add_lanes<width>(lanes_of<width>(block.state.coverage_cost, line.coverage), amounts);
}

/// This month's amount of an expenditure line.
template <int width, class Observer>
void expenditure_due(Block<width, Observer>& block, std::size_t line, double* amounts,
                     Asked asked = Asked::to_move) {
    const auto& expenditure = block.plan.expenditure[line];
    if (!begun(block, expenditure.income)) {
        fill_lanes<width>(amounts, 0.0);
        return;
    }
    if (expenditure.of_revenue.any()) {
        share_of_revenue(block, expenditure.of_revenue, amounts);
    } else {
        double* columns = lanes_of<width>(block.state.expenditure_noise, line_columns * line);
        flow_amounts(block, expenditure.flow, columns, amounts);
        if (expenditure.income.any())
            take_share(block, expenditure.income, expenditure.id, amounts);
        round_on<width>(left_of<width>(columns), amounts, asked);
    }
    const bool known = static_cast<std::size_t>(block.month) < expenditure.flow.known.size();
    if (expenditure.can_be_cut() && !known) cut_other(block, amounts);
}

/// Remittance to higher levels (上解): deducted before anything is paid, at whatever account holds
/// the money; what no account holds is carried with the payables.
template <int width, class Observer>
void deduct_remittances(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (!plan.remits) return;
    double* payables = lanes_of<width>(block.state.payables, 0);
    for (std::size_t i = 0; i < plan.expenditure.size(); ++i) {
        const auto& line = plan.expenditure[i];
        if (!line.remittance) continue;
        double amounts[width], paid[width];
        expenditure_due(block, i, amounts);
        add_lanes<width>(block.slot(plan.remittance_slots, plan::RemittanceSlot::due), amounts);
        if (line.settlement.any()) settle_remittance(block, line, amounts);
        pay(block, line.account, Reach::all_cash, amounts, "remittance", line.id, paid);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) payables[lane] += amounts[lane] - paid[lane];
        if constexpr (Observer::enabled) {
            record(block, {Book::Kind::payables, 0}, "unpaid:" + line.id, amounts[0] - paid[0]);
        }
    }
}

/// Three guarantees (三保): carried payables first, then this month's lines; the rest is carried.
template <int width, class Observer>
void pay_three_guarantees(Block<width, Observer>& block) {
    using plan::YearSlot;
    const auto& plan = block.plan;
    double* payables = lanes_of<width>(block.state.payables, 0);
    if (!plan.has_three_guarantees && random::flag_bits<width>(payables) == 0) return;
    double paid[width], paid_now[width], due[width];
    fill_lanes<width>(due, 0.0);
    pay_mandatory(block, model::Account::general, payables, "payables", "three_guarantees",
                  "payables", paid);
    record(block, {Book::Kind::payables, 0}, "paid", -paid[0]);
    count_expenditure(block, model::Account::general, paid);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) payables[lane] -= paid[lane];
    for (std::size_t i = 0; i < plan.expenditure.size(); ++i) {
        const auto& line = plan.expenditure[i];
        if (!line.three_guarantees) continue;
        double amounts[width];
        expenditure_due(block, i, amounts);
        count_cost(block, line, amounts);
        pay_mandatory(block, line.account, amounts, "expenditure", line.id, line.id, paid_now);
        count_expenditure(block, line.account, paid_now);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            due[lane] += amounts[lane];
            paid[lane] += paid_now[lane];
            payables[lane] += amounts[lane] - paid_now[lane];
        }
        if constexpr (Observer::enabled) {
            record(block, {Book::Kind::payables, 0}, "unpaid:" + line.id, amounts[0] - paid_now[0]);
            if (amounts[0] > paid_now[0]) {
                block.observer.event(block.month, line.id, EventKind::unpaid_expenditure,
                                     CauseKind::all_accounts_used_up,
                                     (amounts[0] - paid_now[0]) / 100.0);
            }
        }
    }
    double* gap = block.slot(YearSlot::financing_gap);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) gap[lane] += std::max(0.0, due[lane] - paid[lane]);
    add_lanes<width>(block.slot(YearSlot::three_guarantees), paid);
    add_lanes<width>(block.slot(YearSlot::expenditure), paid);
}

/// What suppliers are owed of earlier months is paid before this month's bills.
template <int width, class Observer>
void pay_suppliers(Block<width, Observer>& block) {
    double* owed = lanes_of<width>(block.state.supplier_payables, 0);
    if (random::flag_bits<width>(owed) == 0) return;
    double paid[width];
    pay(block, model::Account::general, Reach::above_floor, owed, "payables", "suppliers", paid);
    record(block, {Book::Kind::supplier_payables, 0}, "paid", -paid[0]);
    count_expenditure(block, model::Account::general, paid);
    add_lanes<width>(block.slot(plan::YearSlot::expenditure), paid);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) owed[lane] -= paid[lane];
}

/// What of a contracted line is not paid stays owed.
template <int width, class Observer>
void owe_suppliers(Block<width, Observer>& block, const std::string& line, const double* amounts,
                   const double* paid) {
    double* owed = lanes_of<width>(block.state.supplier_payables, 0);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) owed[lane] += amounts[lane] - paid[lane];
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::supplier_payables, 0}, "unpaid:" + line, amounts[0] - paid[0]);
    } else {
        static_cast<void>(line);
    }
}

/// Other expenditure: what is not covered by cash above the floor lapses, or is owed to suppliers
/// where it was contracted.
template <int width, class Observer>
void pay_other(Block<width, Observer>& block) {
    using plan::YearSlot;
    const auto& plan = block.plan;
    double* gap = block.slot(YearSlot::financing_gap);
    if (plan.owes_suppliers) pay_suppliers(block);
    for (std::size_t i = 0; i < plan.expenditure.size(); ++i) {
        const auto& line = plan.expenditure[i];
        if (!line.is_other()) continue;
        double amounts[width], paid[width];
        if (!begun(block, line.income)) continue;
        expenditure_due(block, i, amounts);
        count_cost(block, line, amounts);
        pay(block, line.account, Reach::above_floor, amounts, line.item, line.id, paid);
        count_expenditure(block, line.account, paid);
        if (line.contracted) owe_suppliers(block, line.id, amounts, paid);
        if (line.income.slot != plan::no_slot) {
            add_lanes<width>(lanes_of<width>(block.state.yearly, line.income.slot), paid);
        }
        if (line.platform_subsidy) {
            receive_platform(block, paid, "subsidy", line.id);
            add_lanes<width>(block.slot(plan.platform_slots, plan::PlatformSlot::subsidy), paid);
        }
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) gap[lane] += amounts[lane] - paid[lane];
        add_lanes<width>(block.slot(YearSlot::expenditure), paid);
        if constexpr (Observer::enabled) {
            if (amounts[0] > paid[0]) {
                block.observer.event(
                    block.month, line.id,
                    line.contracted ? EventKind::unpaid_expenditure : EventKind::expenditure_cut,
                    CauseKind::no_cash_above_floor, (amounts[0] - paid[0]) / 100.0);
            }
        }
    }
}

/// docs/model.md section 6, step 6.
template <int width, class Observer>
void step_waterfall(Block<width, Observer>& block) {
    using model::WaterfallStep;
    for (const auto& payment : block.plan.waterfall) {
        switch (payment.step) {
            case WaterfallStep::three_guarantees:
                pay_three_guarantees(block);
                use_reserve(block, "three_guarantees");
                break;
            case WaterfallStep::interest:
                pay_interest(block, payment.classes);
                use_reserve(block, "interest");
                break;
            case WaterfallStep::principal:
                pay_principal(block, payment.classes);
                use_reserve(block, "principal");
                break;
            case WaterfallStep::running_projects:
                draw_known(block);
                allocate(block, Entrant::running);
                break;
            case WaterfallStep::new_projects:
                allocate(block, Entrant::starting);
                break;
            case WaterfallStep::other:
                pay_other(block);
                break;
        }
    }
    book_loan_drawings(block);
    carry_unpaid_work(block);
}

}  // namespace coffer::kernel
