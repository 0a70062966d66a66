#include "treasury/treasury.hpp"

#include <algorithm>
#include <utility>

namespace coffer::plan {

namespace {

void add_payables(FiguresPart& figures, TreasuryPart& plan) {
    if (!plan.payables_slots.any()) figures.add_figures(plan.payables_slots, payables_figures);
}

/// What else the category of the line just added means.
void add_kind(const model::ExpenditureLine& line, FiguresPart& figures, TreasuryPart& plan) {
    using Category = model::ExpenditureLine::Category;
    auto& added = plan.expenditure.back();
    added.rank = line.rank;
    plan.has_three_guarantees |= line.category == Category::three_guarantees;
    added.contracted = line.category == Category::contracted;
    added.remittance = line.category == Category::remittance;
    if (added.contracted) {
        plan.owes_suppliers = true;
        add_payables(figures, plan);
    }
    if (added.remittance) {
        plan.remits = true;
        if (!plan.remittance_slots.any()) {
            figures.add_figures(plan.remittance_slots, remittance_figures);
        }
    }
}

}  // namespace

void add_accounts(const model::Model& model, TreasuryPart& plan) {
    plan.cash_floor = static_cast<double>(model.treasury.cash_floor.fen());
    for (std::size_t account = 0; account < model::account_count; ++account) {
        plan.opening_cash[account] = static_cast<double>(model.treasury.opening[account].fen());
    }
}

void add_expenditure(const model::Model& model, const FlowCompiler& flow, FiguresPart& figures,
                     TreasuryPart& plan) {
    for (const auto& line : model.expenditure) {
        plan.expenditure.push_back(
            {line.id, line.account,
             line.category == model::ExpenditureLine::Category::three_guarantees,
             line.category == model::ExpenditureLine::Category::platform_subsidy, flow(line.flow)});
        add_kind(line, figures, plan);
    }
    plan.owes_contractors = model.owes_contractors();
    if (!plan.owes_contractors) return;
    add_payables(figures, plan);
    figures.add_figures(plan.contractor_slots, contractor_figures);
}

void add_settlements(const model::Model& model, RevenuePart& revenue, TreasuryPart& plan) {
    if (!model.settles_later()) return;
    plan.settlement_month = (model.treasury.settlement_month - model.first_month + 12) % 12;
    const auto add = [&plan](const model::Settlement& settlement, SettlementPlan& to) {
        to = {settlement.share, plan.settlement_columns,
              static_cast<double>(settlement.unsettled.fen())};
        plan.settlement_columns += 2;
    };
    // Lines of the model stand first, in its order.
    for (std::size_t i = 0; i < model.revenue.size(); ++i) {
        const auto& settlement = model.revenue[i].settlement;
        if (settlement) add(*settlement, revenue.revenue[i].settlement);
    }
    for (std::size_t i = 0; i < model.expenditure.size(); ++i) {
        const auto& settlement = model.expenditure[i].settlement;
        if (settlement) add(*settlement, plan.expenditure[i].settlement);
    }
}

/// A payment without a class serves those that no other of its step names.
void add_waterfall(const model::Model& model, const DebtPart& debt, TreasuryPart& plan) {
    const auto& payments = model.treasury.waterfall;
    for (const auto& payment : payments) {
        PaymentPlan result;
        result.step = payment.step;
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            const auto named = [&](const model::WaterfallPayment& other) {
                return other.step == payment.step && other.debt_class &&
                       static_cast<std::size_t>(*other.debt_class) == c;
            };
            const bool serves = payment.debt_class
                                    ? named(payment)
                                    : std::none_of(payments.begin(), payments.end(), named);
            if (debt.class_used[c] && serves) result.classes.push_back(c);
        }
        plan.waterfall.push_back(std::move(result));
    }
}

}  // namespace coffer::plan
