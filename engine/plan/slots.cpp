#include "slots.hpp"

#include "coffer/plan/plan.hpp"

namespace coffer::plan {

using model::Indicator;

std::vector<Slot> make_slots(const std::vector<std::string>& districts, bool funnels) {
    std::vector<Slot> slots{{Indicator::fai, "total"},
                            {Indicator::fai, "named"},
                            {Indicator::fai, "pipeline"},
                            {Indicator::fai_growth, "total"},
                            {Indicator::first_year_execution, "total"},
                            {Indicator::funding_shortfall, "total"},
                            {Indicator::projects_started, "total"},
                            {Indicator::projects_completed, "total"},
                            {Indicator::projects_suspended, "total"},
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
                            {Indicator::arrears, "total"}};
    for (const auto& district : districts)
        slots.push_back({Indicator::fai, "district:" + district});
    if (!funnels) return slots;
    slots.push_back({Indicator::investment_attracted, "total"});
    for (const char* step : {"negotiating", "signed", "landed", "arrived"}) {
        slots.push_back({Indicator::prospects, step});
    }
    return slots;
}

model::Indicator indicator_of(MonthSlot slot) {
    switch (slot) {
        case MonthSlot::fai:
            return Indicator::fai;
        case MonthSlot::general_revenue:
            return Indicator::general_revenue;
        case MonthSlot::debt_service:
            return Indicator::debt_service;
        default:
            return Indicator::cash;
    }
}

bool Plan::reported(std::size_t slot, int year) const {
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
