#pragma once
// Section 8 of docs/model: the rows of the result. The first ones have fixed places, districts and
// rules that not every plan has follow.
#include <array>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include <coffer/model/model.hpp>

namespace coffer::naive {

enum Series : std::size_t {
    fai,
    fai_named,
    fai_pipeline,
    fai_growth,
    first_year_execution,
    funding_shortfall,
    projects_started,
    projects_completed,
    projects_suspended,
    projects_cancelled,
    new_capacity,
    new_output,
    taxpayer_output,
    general_revenue,
    general_revenue_growth,
    general_revenue_execution,
    transfers,
    fund_revenue,
    state_capital_revenue,
    fiscal_capacity,
    expenditure,
    three_guarantees,
    three_guarantees_cover,
    fiscal_project_spending,
    financing_gap,
    cash,
    cash_min,
    gdp,
    gdp_growth,
    debt_statutory,
    debt_statutory_general,
    debt_statutory_special,
    debt_total,
    new_debt,
    debt_ratio,
    debt_to_gdp,
    tier_green,
    tier_yellow,
    tier_orange,
    tier_red,
    debt_service,
    interest,
    implicit_interest_rate,
    principal,
    refinanced,
    arrears,
    // Series that not every scenario has; `Setup::defined` says which. They are always kept.
    market_closed,
    bonds_refused,
    refinancing_refused,
    debt_full_calibre,
    debt_ratio_full_calibre,
    full_green,
    full_yellow,
    full_orange,
    full_red,
    special_coverage,
    special_fallback,
    restructuring_months,
    general_interest_share,
    special_interest_share,
    general_hit,
    special_hit,
    projects_held_back,
    platform_cash,
    platform_income,
    platform_subsidy,
    platform_shortfall,
    contingent_calls,
    reserve_used,
    stabilisation_fund,
    stabilisation_used,
    advances_outstanding,
    advances_drawn,
    account_transfers,
    payables_all,
    payables_suppliers,
    payables_guaranteed,
    remittance,
    cash_held,
    cash_cover,
    fixed_series_count
};

/// Series of rules that not every scenario has, behind the districts.
struct OptionalSeries {
    std::size_t general_room = 0, special_room = 0, idle_bonds = 0, capitalised = 0;  // 0: none
    std::map<model::Yield::Kind, std::size_t> yields;
    std::size_t life_coverage = 0;  // 0: none
    std::size_t resolved = 0;
    std::size_t issue_costs = 0;
    std::map<std::string, std::size_t> each_debt;       // service, by dimension
    std::vector<std::array<std::size_t, 3>> coverages;  // as it is, less income, more cost
};

inline const std::array<std::pair<const char*, const char*>, fixed_series_count> fixed_names{{
    {"fai", "total"},
    {"fai", "named"},
    {"fai", "pipeline"},
    {"fai_growth", "total"},
    {"first_year_execution", "total"},
    {"funding_shortfall", "total"},
    {"projects_started", "total"},
    {"projects_completed", "total"},
    {"projects_suspended", "total"},
    {"projects_cancelled", "total"},
    {"new_capacity", "total"},
    {"new_output", "total"},
    {"taxpayer_output", "total"},
    {"general_revenue", "total"},
    {"general_revenue_growth", "total"},
    {"general_revenue_execution", "total"},
    {"transfers", "total"},
    {"fund_revenue", "total"},
    {"state_capital_revenue", "total"},
    {"fiscal_capacity", "total"},
    {"expenditure", "total"},
    {"three_guarantees", "total"},
    {"three_guarantees_cover", "total"},
    {"fiscal_project_spending", "total"},
    {"financing_gap", "total"},
    {"cash", "total"},
    {"cash_min", "total"},
    {"gdp", "total"},
    {"gdp_growth", "total"},
    {"debt_statutory", "total"},
    {"debt_statutory", "general"},
    {"debt_statutory", "special"},
    {"debt_total", "total"},
    {"new_debt", "total"},
    {"debt_ratio", "total"},
    {"debt_to_gdp", "total"},
    {"debt_tier", "green"},
    {"debt_tier", "yellow"},
    {"debt_tier", "orange"},
    {"debt_tier", "red"},
    {"debt_service", "total"},
    {"interest", "total"},
    {"implicit_interest_rate", "total"},
    {"principal", "total"},
    {"refinanced", "total"},
    {"arrears", "total"},
    {"market_closed", "total"},
    {"bonds_refused", "total"},
    {"refinancing_refused", "total"},
    {"debt_full_calibre", "total"},
    {"debt_ratio_full_calibre", "total"},
    {"debt_tier_full_calibre", "green"},
    {"debt_tier_full_calibre", "yellow"},
    {"debt_tier_full_calibre", "orange"},
    {"debt_tier_full_calibre", "red"},
    {"special_coverage", "total"},
    {"special_fallback", "total"},
    {"restructuring", "total"},
    {"interest_share", "general"},
    {"interest_share", "special"},
    {"restructuring_hit", "general"},
    {"restructuring_hit", "special"},
    {"projects_held_back", "total"},
    {"platform_cash", "total"},
    {"platform_income", "total"},
    {"platform_subsidy", "total"},
    {"platform_shortfall", "total"},
    {"contingent_calls", "total"},
    {"reserve_used", "total"},
    {"stabilisation_fund", "total"},
    {"stabilisation_used", "total"},
    {"advances", "total"},
    {"advances_drawn", "total"},
    {"account_transfers", "total"},
    {"payables", "total"},
    {"payables", "suppliers"},
    {"payables", "three_guarantees"},
    {"remittance", "total"},
    {"cash_held", "total"},
    {"cash_cover", "total"},
}};

inline bool counts_fen(std::size_t series) {
    switch (series) {
        case fai_growth:
        case first_year_execution:
        case projects_started:
        case projects_completed:
        case projects_suspended:
        case projects_cancelled:
        case general_revenue_growth:
        case general_revenue_execution:
        case gdp_growth:
        case three_guarantees_cover:
        case cash_cover:
        case debt_ratio:
        case debt_to_gdp:
        case implicit_interest_rate:
        case tier_green:
        case tier_yellow:
        case tier_orange:
        case tier_red:
        case market_closed:
        case debt_ratio_full_calibre:
        case full_green:
        case full_yellow:
        case full_orange:
        case full_red:
        case special_coverage:
        case restructuring_months:
        case general_interest_share:
        case special_interest_share:
        case general_hit:
        case special_hit:
        case projects_held_back:
            return false;
        default:
            return true;
    }
}

enum Monthly : std::size_t {
    monthly_fai,
    monthly_general_revenue,
    monthly_debt_service,
    monthly_cash,
    monthly_count
};
inline const std::array<const char*, monthly_count> monthly_names{"fai", "general_revenue",
                                                                  "debt_service", "cash"};

}  // namespace coffer::naive
