#include "figures/slots.hpp"

#include <set>

namespace coffer::plan {

using model::Indicator;

namespace {

void add_districts(Indicator indicator, std::set<std::string> districts, std::vector<Slot>& slots) {
    districts.erase("");
    for (const auto& district : districts) slots.push_back({indicator, "district:" + district});
}

/// In the order of FunnelSlot, after the money attracted.
constexpr std::array funnel_counts = {"negotiating", "signed",       "landed",
                                      "arrived",     "newly_signed", "newly_landed"};

}  // namespace

std::vector<Slot> make_slots(const model::Model& model) {
    std::vector<Slot> slots{{Indicator::fai, "total"},
                            {Indicator::fai, "named"},
                            {Indicator::fai, "pipeline"},
                            {Indicator::fai_growth, "total"},
                            {Indicator::first_year_execution, "total"},
                            {Indicator::funding_shortfall, "total"},
                            {Indicator::projects_started, "total"},
                            {Indicator::projects_completed, "total"},
                            {Indicator::projects_suspended, "total"},
                            {Indicator::projects_cancelled, "total"},
                            {Indicator::new_capacity, "total"},
                            {Indicator::new_output, "total"},
                            {Indicator::taxpayer_output, "total"},
                            {Indicator::general_revenue, "total"},
                            {Indicator::general_revenue_growth, "total"},
                            {Indicator::transfers, "total"},
                            {Indicator::fund_revenue, "total"},
                            {Indicator::state_capital_revenue, "total"},
                            {Indicator::fiscal_capacity, "total"},
                            {Indicator::expenditure, "total"},
                            {Indicator::three_guarantees, "total"},
                            {Indicator::three_guarantees_cover, "total"},
                            {Indicator::fiscal_project_spending, "total"},
                            {Indicator::financing_gap, "total"},
                            {Indicator::cash, "total"},
                            {Indicator::cash_min, "total"},
                            {Indicator::gdp, "total"},
                            {Indicator::debt_statutory, "total"},
                            {Indicator::debt_statutory, "general"},
                            {Indicator::debt_statutory, "special"},
                            {Indicator::debt_total, "total"},
                            {Indicator::new_debt, "total"},
                            {Indicator::debt_ratio, "total"},
                            {Indicator::debt_to_gdp, "total"},
                            {Indicator::debt_tier, "green"},
                            {Indicator::debt_tier, "yellow"},
                            {Indicator::debt_tier, "orange"},
                            {Indicator::debt_tier, "red"},
                            {Indicator::debt_service, "total"},
                            {Indicator::interest, "total"},
                            {Indicator::implicit_interest_rate, "total"},
                            {Indicator::principal, "total"},
                            {Indicator::refinanced, "total"},
                            {Indicator::arrears, "total"},
                            {Indicator::cash_held, "total"},
                            {Indicator::cash_cover, "total"}};
    std::set<std::string> investing;
    for (const auto& project : model.projects) investing.insert(project.district);
    for (const auto& pipeline : model.pipelines) investing.insert(pipeline.district);
    add_districts(Indicator::fai, investing, slots);
    add_districts(Indicator::general_revenue, model.revenue_districts(), slots);
    for (const auto& series : model.economic_series) {
        slots.push_back({Indicator::economy, "series:" + series.id});
        slots.push_back({Indicator::economy_growth, "series:" + series.id});
    }
    if (model.budget.general_revenue) {
        slots.push_back({Indicator::general_revenue_execution, "total"});
    }
    if (model.economy.gdp) slots.push_back({Indicator::gdp_growth, "total"});
    std::set<std::string> watched;
    for (const auto& target : model.targets) {
        if (target.dimension.starts_with("instrument:")) watched.insert(target.dimension);
    }
    for (const auto& dimension : watched) slots.push_back({Indicator::debt_service, dimension});
    if (model.funnels.empty()) return slots;
    slots.push_back({Indicator::investment_attracted, "total"});
    for (const char* count : funnel_counts) slots.push_back({Indicator::prospects, count});
    for (const auto& funnel : model.funnels) {
        if (model.funnels.size() == 1) break;
        if (funnel.source) {
            slots.push_back({Indicator::investment_attracted, "funnel:" + funnel.id});
        }
        for (const auto& count : funnel.counts()) {
            slots.push_back({Indicator::prospects, count + ":" + funnel.id});
        }
    }
    return slots;
}

FunnelSlots slots_of_funnel(const std::vector<Slot>& slots, const std::string& id) {
    FunnelSlots result{};
    result[0] = find_slot(slots, Indicator::investment_attracted, "funnel:" + id);
    for (std::size_t i = 0; i < funnel_counts.size(); ++i) {
        result[i + 1] = find_slot(slots, Indicator::prospects, funnel_counts[i] + (":" + id));
    }
    return result;
}

std::size_t find_slot(const std::vector<Slot>& slots, Indicator indicator,
                      const std::string& dimension) {
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
        if (slots[slot].indicator == indicator && slots[slot].dimension == dimension) return slot;
    }
    return no_slot;
}

void add_financing_slots(Plan& plan) {
    if (!plan.limits_debt && !plan.earns_deposit_rate && !plan.capitalises && !plan.costs_issue) {
        return;
    }
    plan.optional_slots.financing = plan.slots.size();
    plan.slots.push_back({Indicator::debt_limit_room, "general"});
    plan.slots.push_back({Indicator::debt_limit_room, "special"});
    plan.slots.push_back({Indicator::idle_bond_money, "total"});
    plan.slots.push_back({Indicator::capitalised_interest, "total"});
    plan.slots.push_back({Indicator::issue_costs, "total"});
}

model::Indicator indicator_of(MonthSlot slot) {
    switch (slot) {
        case MonthSlot::fai:
            return Indicator::fai;
        case MonthSlot::general_revenue:
            return Indicator::general_revenue;
        case MonthSlot::debt_service:
            return Indicator::debt_service;
        case MonthSlot::arrears:
            return Indicator::arrears;
        case MonthSlot::payables:
            return Indicator::payables;
        default:
            return Indicator::cash;
    }
}

bool Plan::reported(std::size_t slot, int year) const {
    if (optional_slots.financing != no_slot && slot >= optional_slots.financing &&
        slot < optional_slots.financing + static_cast<std::size_t>(FinancingSlot::count)) {
        switch (static_cast<FinancingSlot>(slot - optional_slots.financing)) {
            case FinancingSlot::limit_room_general:
                return !debt_limit[static_cast<std::size_t>(model::DebtClass::general)].empty();
            case FinancingSlot::limit_room_special:
                return !debt_limit[static_cast<std::size_t>(model::DebtClass::special)].empty();
            case FinancingSlot::idle_bond_money:
                return limits_debt || earns_deposit_rate;
            case FinancingSlot::issue_costs:
                return costs_issue;
            default:
                return capitalises;
        }
    }
    switch (static_cast<YearSlot>(slot)) {
        case YearSlot::fai_growth:
            return year > 0 || base_fai > 0.0;
        case YearSlot::general_revenue_growth:
            return year > 0 || base_general_revenue > 0.0;
        case YearSlot::first_year_execution:
            return year == 0 && first_year_plan > 0.0;
        case YearSlot::gdp:
        case YearSlot::debt_to_gdp:
            return base_gdp > 0.0;
        default:
            return true;
    }
}

}  // namespace coffer::plan
