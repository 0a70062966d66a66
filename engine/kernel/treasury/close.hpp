#pragma once
// The end of months and years: stocks, ratios, and what the next year compares with.
#include <algorithm>
#include <utility>

#include "core/block.hpp"
#include "core/first_hits.hpp"
#include "core/lanes.hpp"
#include "debt/close.hpp"
#include "revenue/economy.hpp"
#include "revenue/settlement.hpp"
#include "treasury/platform.hpp"
#include "treasury/reserves.hpp"

namespace coffer::kernel {

template <int width>
struct YearBeforeState {
    Table<width> previous_fai, previous_revenue, previous_debt;

    void lay_out(Layout<width>& layout, const plan::Plan& /*plan*/) {
        layout.zeroed({&previous_fai, &previous_revenue, &previous_debt}, 1);
    }
};

/// FAI of the recorded path that is counted and not reported yet, at the month's beginning or end.
template <int width, class Observer>
double unreported_fai(Block<width, Observer>& block, bool opening) {
    double sum = block.state.unreported.row(0).sum();
    const auto& carried_in = block.plan.fai.carried_in;
    const auto month = static_cast<std::size_t>(block.month) + (opening ? 0 : 1);
    for (std::size_t m = month; m < carried_in.size(); ++m) sum += carried_in[m];
    return sum;
}

/// Shows the recorder every balance the kernel holds.
template <int width, class Observer>
void show_balances(Block<width, Observer>& block, bool opening) {
    if constexpr (Observer::enabled) {
        auto& state = block.state;
        const auto show = [&](Book book, double fen) {
            if (opening) {
                block.observer.opening(block.month, book, fen);
            } else {
                block.observer.closing(block.month, book, fen);
            }
        };
        for (std::size_t a = 0; a < model::account_count; ++a) {
            show({Book::Kind::cash, a}, lanes_of<width>(state.cash, a)[0]);
        }
        for (std::size_t s = 0; s < block.plan.sources.size(); ++s) {
            show({Book::Kind::pool, s}, lanes_of<width>(state.pool, s)[0]);
        }
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            if (!block.plan.class_used[c]) continue;
            show({Book::Kind::debt, c}, lanes_of<width>(state.debt, c)[0]);
            show({Book::Kind::arrears, c}, lanes_of<width>(state.interest_arrears, c)[0] +
                                               lanes_of<width>(state.principal_arrears, c)[0]);
        }
        show({Book::Kind::payables, 0}, lanes_of<width>(state.payables, 0)[0]);
        if (block.plan.owes_suppliers) {
            show({Book::Kind::supplier_payables, 0},
                 lanes_of<width>(state.supplier_payables, 0)[0]);
        }
        if (block.plan.owes_contractors) {
            show({Book::Kind::contractor_payables, 0},
                 lanes_of<width>(state.contractor_payables, 0)[0]);
        }
        if (block.plan.platform) {
            show({Book::Kind::platform, 0}, lanes_of<width>(state.platform_cash, 0)[0]);
        }
        if (block.plan.settlement_columns > 0) {
            show({Book::Kind::settlement, 0}, owed_by_higher_level(block));
        }
        show_reserves(block, show);
        if (block.plan.fai.lag > 0) show({Book::Kind::fai, 0}, unreported_fai(block, opening));
    }
}

template <int width, class Observer>
void begin_year(Block<width, Observer>& block) {
    auto& state = block.state;
    state.yearly.setZero();
    state.lacking.rightCols(static_cast<Eigen::Index>(block.plan.pipelines.size())).setZero();
    fill_lanes<width>(block.slot(plan::YearSlot::cash_min), 1e300);
    fill_lanes<width>(lanes_of<width>(state.paid_out, 0), 0.0);
}

/// What is unpaid of three guarantees and remittance, to suppliers and to contractors.
template <int width, class Observer>
void total_payables(Block<width, Observer>& block, double* total) {
    auto& state = block.state;
    std::copy_n(lanes_of<width>(state.payables, 0), width, total);
    if (block.plan.owes_suppliers) {
        add_lanes<width>(total, lanes_of<width>(state.supplier_payables, 0));
    }
    if (block.plan.owes_contractors) {
        add_lanes<width>(total, lanes_of<width>(state.contractor_payables, 0));
    }
}

/// Interest and principal in arrears, of all classes.
template <int width, class Observer>
void total_arrears(Block<width, Observer>& block, double* arrears) {
    fill_lanes<width>(arrears, 0.0);
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        if (!block.plan.class_used[c]) continue;
        add_lanes<width>(arrears, lanes_of<width>(block.state.interest_arrears, c));
        add_lanes<width>(arrears, lanes_of<width>(block.state.principal_arrears, c));
    }
}

/// Stocks at the month's end, and what is kept of the month.
template <int width, class Observer>
void close_month(Block<width, Observer>& block) {
    auto& state = block.state;
    double* cash = block.slot(plan::MonthSlot::cash);
    double* lowest = block.slot(plan::YearSlot::cash_min);
    const double* general = lanes_of<width>(state.cash, 0);
    const double* fund = lanes_of<width>(state.cash, 1);
    const double* capital = lanes_of<width>(state.cash, 2);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        cash[lane] = general[lane] + fund[lane] + capital[lane];
        lowest[lane] = std::min(lowest[lane], cash[lane]);
    }
    note_first_shortages(block, cash);
    for (const plan::MonthSlot slot : block.plan.kept_months) {
        if (slot == plan::MonthSlot::arrears) total_arrears(block, block.slot(slot));
        if (slot == plan::MonthSlot::payables) total_payables(block, block.slot(slot));
    }
}

/// Room below the debt limits and idle bond money at the year's end.
template <int width, class Observer>
void close_financing(Block<width, Observer>& block) {
    using plan::FinancingSlot;
    const auto& plan = block.plan;
    const auto month = static_cast<std::size_t>(block.month);
    const std::pair<FinancingSlot, model::DebtClass> rooms[] = {
        {FinancingSlot::limit_room_general, model::DebtClass::general},
        {FinancingSlot::limit_room_special, model::DebtClass::special}};
    for (const auto& [slot, debt_class] : rooms) {
        const auto c = static_cast<std::size_t>(debt_class);
        if (plan.debt_limit[c].empty()) continue;
        double* room = block.slot(plan.financing_slots, slot);
        const double* debt = lanes_of<width>(block.state.debt, c);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane)
            room[lane] = plan.debt_limit[c][month] - debt[lane];
    }
    double* idle = block.slot(plan.financing_slots, FinancingSlot::idle_bond_money);
    fill_lanes<width>(idle, 0.0);
    for (std::size_t i = 0; i < plan.sources.size(); ++i) {
        const auto kind = plan.sources[i].kind;
        if (kind != model::Source::Kind::special_bond &&
            kind != model::Source::Kind::general_bond) {
            continue;
        }
        add_lanes<width>(idle, lanes_of<width>(block.state.pool, i));
    }
}

/// Cash with the earmarked money in it, and for how many months of the year's payments it lasts.
template <int width, class Observer>
void close_cash(Block<width, Observer>& block) {
    double* held = block.slot(plan::YearSlot::cash_held);
    double* cover = block.slot(plan::YearSlot::cash_cover);
    const double* paid = lanes_of<width>(block.state.paid_out, 0);
    std::copy_n(block.slot(plan::MonthSlot::cash), width, held);
    for (const std::size_t source : block.plan.treasury_pools) {
        add_lanes<width>(held, lanes_of<width>(block.state.pool, source));
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double months = held[lane] / std::max(100.0, paid[lane] / 12.0);
        cover[lane] = std::min(plan::most_cash_cover, months);
    }
}

/// What is unpaid of expenditure and of work at the year's end.
template <int width, class Observer>
void close_payables(Block<width, Observer>& block) {
    using plan::PayablesSlot;
    const auto& plan = block.plan;
    const auto first = plan.payables_slots;
    if (!first.any()) return;
    const auto show = [](Table<width>& owed, double* slot) {
        std::copy_n(lanes_of<width>(owed, 0), width, slot);
    };
    total_payables(block, block.slot(first, PayablesSlot::total));
    show(block.state.payables, block.slot(first, PayablesSlot::three_guarantees));
    if (plan.owes_suppliers) {
        show(block.state.supplier_payables, block.slot(first, PayablesSlot::suppliers));
    }
    if (plan.owes_contractors) {
        show(block.state.contractor_payables,
             block.slot(plan.contractor_slots, plan::ContractorSlot::owed));
    }
}

/// The year's figures over its budget.
template <int width, class Observer>
void close_budget(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (!plan.budget_slots.any()) return;
    const double budget = plan.general_revenue_budget[static_cast<std::size_t>(block.year())];
    const double* revenue = block.slot(plan::YearSlot::general_revenue);
    double* execution = block.slot(plan.budget_slots, plan::BudgetSlot::general_revenue_execution);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) execution[lane] = revenue[lane] / budget;
}

/// What follows from the year's flows and its closing stocks (docs/indicators.md).
template <int width, class Observer>
void close_year(Block<width, Observer>& block) {
    using plan::YearSlot;
    const auto& plan = block.plan;
    auto& state = block.state;
    const double* general = lanes_of<width>(state.debt, 0);
    const double* special = lanes_of<width>(state.debt, 1);
    const double* bank = lanes_of<width>(state.debt, 2);
    const double* platform = lanes_of<width>(state.debt, 3);
    const double* hidden = lanes_of<width>(state.debt, 4);
    const double* other = lanes_of<width>(state.debt, 5);
    const double* payables = lanes_of<width>(state.payables, 0);
    double* previous_fai = lanes_of<width>(state.previous_fai, 0);
    double* previous_revenue = lanes_of<width>(state.previous_revenue, 0);
    double* previous_debt = lanes_of<width>(state.previous_debt, 0);
    const double* remitted =
        plan.remits ? block.slot(plan.remittance_slots, plan::RemittanceSlot::due) : nullptr;
    double gdp[width];
    gross_domestic_product(block, gdp);
    for (int lane = 0; lane < width; ++lane) {
        const auto at = [&](YearSlot slot) -> double& { return block.slot(slot)[lane]; };
        const double fai = at(YearSlot::fai_total);
        const double revenue = at(YearSlot::general_revenue);
        at(YearSlot::fai_growth) = growth(previous_fai[lane], fai);
        at(YearSlot::general_revenue_growth) = growth(previous_revenue[lane], revenue);
        previous_fai[lane] = fai;
        previous_revenue[lane] = revenue;
        if (plan.first_year_plan > 0.0) at(YearSlot::first_year_execution) /= plan.first_year_plan;
        const double guaranteed = at(YearSlot::three_guarantees);
        const double claimed = guaranteed + payables[lane];
        at(YearSlot::three_guarantees_cover) = claimed > 0.0 ? guaranteed / claimed : 1.0;
        const double fiscal_capacity =
            revenue + at(YearSlot::transfers) + at(YearSlot::fund_revenue) +
            at(YearSlot::state_capital_revenue) - (plan.remits ? remitted[lane] : 0.0);
        at(YearSlot::fiscal_capacity) = fiscal_capacity;
        at(YearSlot::cash) = block.slot(plan::MonthSlot::cash)[lane];
        const double statutory = general[lane] + special[lane];
        at(YearSlot::debt_statutory) = statutory;
        at(YearSlot::debt_statutory_general) = general[lane];
        at(YearSlot::debt_statutory_special) = special[lane];
        at(YearSlot::debt_total) =
            statutory + bank[lane] + platform[lane] + hidden[lane] + other[lane];
        const double debt_before = previous_debt[lane];
        at(YearSlot::implicit_interest_rate) =
            debt_before < 100.0 ? 0.0 : at(YearSlot::interest) / debt_before;
        previous_debt[lane] = at(YearSlot::debt_total);
        at(YearSlot::gdp) = gdp[lane];
        at(YearSlot::debt_to_gdp) = statutory / std::max(100.0, gdp[lane]);
        const double ratio = statutory / std::max(100.0, fiscal_capacity);
        at(YearSlot::debt_ratio) = ratio;
        at(YearSlot::tier_red) = ratio >= plan.tiers.red ? 1.0 : 0.0;
        at(YearSlot::tier_orange) =
            ratio >= plan.tiers.orange && ratio < plan.tiers.red ? 1.0 : 0.0;
        at(YearSlot::tier_yellow) =
            ratio >= plan.tiers.yellow && ratio < plan.tiers.orange ? 1.0 : 0.0;
        at(YearSlot::tier_green) = ratio < plan.tiers.yellow ? 1.0 : 0.0;
    }
    total_arrears(block, block.slot(YearSlot::arrears));
    for (const auto& watched : plan.watched_service) {
        fill_lanes<width>(lanes_of<width>(state.yearly, watched.slot),
                          watched.by_year[static_cast<std::size_t>(block.year())]);
    }
    for (std::size_t kept = 0; kept < plan.kept_service.size(); ++kept) {
        const auto column =
            kept * static_cast<std::size_t>(plan.years) + static_cast<std::size_t>(block.year());
        add_lanes<width>(lanes_of<width>(state.yearly, plan.kept_service[kept]),
                         lanes_of<width>(state.kept_due, column));
    }
    close_cash(block);
    close_payables(block);
    close_budget(block);
    close_gdp_growth(block, gdp);
    close_economic_series(block);
    if (plan.financing_slots.any()) close_financing(block);
    double* shortfall = block.slot(YearSlot::funding_shortfall);
    fill_lanes<width>(shortfall, 0.0);
    for (Eigen::Index column = 0; column < state.lacking.cols(); ++column) {
        add_lanes<width>(shortfall, lanes_of<width>(state.lacking, column));
    }
    if (plan.has_cancellations()) {
        // What they lacked nobody lacks any more.
        for (std::size_t p = 0; p < plan.projects.size(); ++p) {
            const double* cancelled = lanes_of<width>(state.cancelled, p);
            const double* lacking = lanes_of<width>(state.lacking, p);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                shortfall[lane] -= cancelled[lane] * lacking[lane];
            }
        }
    }
    close_debt_rules(block);
    close_platform(block);
    close_reserves(block);
}

}  // namespace coffer::kernel
