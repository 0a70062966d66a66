#include "coffer/model/better.hpp"

namespace coffer::model {

Better better_of(Indicator indicator) {
    switch (indicator) {
        case Indicator::funding_shortfall:
        case Indicator::projects_suspended:
        case Indicator::projects_cancelled:
        case Indicator::financing_gap:
        case Indicator::debt_ratio:
        case Indicator::debt_to_gdp:
        case Indicator::arrears:
        case Indicator::market_closed:
        case Indicator::bonds_refused:
        case Indicator::refinancing_refused:
        case Indicator::debt_ratio_full_calibre:
        case Indicator::special_fallback:
        case Indicator::restructuring:
        case Indicator::interest_share:
        case Indicator::restructuring_hit:
        case Indicator::projects_held_back:
        case Indicator::platform_shortfall:
        case Indicator::contingent_calls:
        case Indicator::implicit_interest_rate:
        case Indicator::payables:
        case Indicator::debt_statutory:
        case Indicator::debt_total:
        case Indicator::debt_full_calibre:
        case Indicator::debt_service:
        case Indicator::interest:
            return Better::less;
        case Indicator::fai:
        case Indicator::fai_growth:
        case Indicator::first_year_execution:
        case Indicator::projects_started:
        case Indicator::projects_completed:
        case Indicator::new_capacity:
        case Indicator::new_output:
        case Indicator::taxpayer_output:
        case Indicator::general_revenue:
        case Indicator::general_revenue_growth:
        case Indicator::general_revenue_execution:
        case Indicator::transfers:
        case Indicator::fund_revenue:
        case Indicator::state_capital_revenue:
        case Indicator::fiscal_capacity:
        case Indicator::three_guarantees_cover:
        case Indicator::cash:
        case Indicator::cash_min:
        case Indicator::cash_held:
        case Indicator::cash_cover:
        case Indicator::gdp:
        case Indicator::gdp_growth:
        case Indicator::economy:
        case Indicator::economy_growth:
        case Indicator::special_coverage:
        case Indicator::platform_cash:
        case Indicator::platform_income:
        case Indicator::stabilisation_fund:
        case Indicator::debt_limit_room:
        case Indicator::operating_revenue:
        case Indicator::land_sales:
        case Indicator::investment_attracted:
        case Indicator::prospects:
            return Better::more;
        default:
            return Better::unknown;
    }
}

}  // namespace coffer::model
