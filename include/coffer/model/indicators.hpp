#pragma once
// The register of indicators: stable ids, units and definitions (docs/indicators.md lists the same,
// and a test compares the two), and where a model has them. It lives in the model floor because
// targets are declared on them; the kernel computes them. Each is entered once, in the room of what
// it is about (engine/model/<room>/indicators.cpp).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/text.hpp"

namespace coffer::model {

enum class Unit { money, ratio, count };

enum class Indicator {
    fai,
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
    economy,
    economy_growth,
    debt_statutory,
    debt_total,
    new_debt,
    debt_ratio,
    debt_to_gdp,
    debt_tier,
    debt_service,
    interest,
    implicit_interest_rate,
    principal,
    refinanced,
    arrears,
    market_closed,
    bonds_refused,
    refinancing_refused,
    debt_full_calibre,
    debt_ratio_full_calibre,
    debt_tier_full_calibre,
    special_coverage,
    special_fallback,
    restructuring,
    interest_share,
    restructuring_hit,
    projects_held_back,
    platform_cash,
    platform_income,
    platform_subsidy,
    platform_shortfall,
    contingent_calls,
    reserve_used,
    stabilisation_fund,
    stabilisation_used,
    advances,
    advances_drawn,
    debt_limit_room,
    idle_bond_money,
    capitalised_interest,
    issue_costs,
    operating_revenue,
    operating_cost,
    land_sales,
    investment_attracted,
    prospects,
    account_transfers,
    payables,
    remittance,
    cash_held,
    cash_cover
};

struct Model;

struct IndicatorInfo {
    /// Where a model has it.
    struct Extent {
        /// What the model lacks for it; nothing when it has it.
        std::optional<Text> (*missing)(const Model& model) = nothing;
        /// Those that the model has a use for.
        std::vector<std::string> (*dimensions)(const Model& model) = only_total;
        bool by_month = false;  ///< its total is known month by month

        static std::optional<Text> nothing(const Model& model);
        static std::vector<std::string> only_total(const Model& model);
    };

    Indicator indicator;
    std::string id;
    Unit unit;
    Text name;
    Text definition;
    Extent extent = {};

    [[nodiscard]] bool has(const Model& model, const std::string& dimension) const;
};

/// In the order of the enumeration.
[[nodiscard]] const std::vector<IndicatorInfo>& indicator_register();
[[nodiscard]] const IndicatorInfo& info(Indicator indicator);
/// Read as so many times, as the debt rules write it.
[[nodiscard]] constexpr bool is_multiple(Indicator indicator) {
    return indicator == Indicator::special_coverage;
}
/// Read as so many months.
[[nodiscard]] constexpr bool is_months(Indicator indicator) {
    return indicator == Indicator::cash_cover;
}
/// 1 on the paths on which something holds, 0 on the others: its mean is a probability.
[[nodiscard]] constexpr bool is_chance(Indicator indicator) {
    return indicator == Indicator::debt_tier || indicator == Indicator::debt_tier_full_calibre;
}
/// By its id or its name in either language; null where there is none.
[[nodiscard]] const IndicatorInfo* find_indicator(std::string_view called);
/// What `find_indicator` finds, ids and Chinese names, for suggestions.
[[nodiscard]] std::vector<std::string> names_of_indicators();

/// What is owed apart, as dimensions of debt service: "instrument:<id>" of existing debt,
/// "source:<id>" of what a source borrows, "refinancing:<class>" of what refinancing borrows.
[[nodiscard]] std::vector<std::string> debts_of(const Model& model);

}  // namespace coffer::model
