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
#include "coffer/model/dimension.hpp"

namespace coffer::model {

enum class Unit { money, ratio, count };
/// What of it is better.
enum class Better { more, less, neither };

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
        std::vector<Dimension> (*dimensions)(const Model& model) = only_total;
        bool by_month = false;  ///< its total is known month by month

        static std::optional<Text> nothing(const Model& model);
        static std::vector<Dimension> only_total(const Model& model);
    };

    /// What its values can be, and what they are read as.
    struct Values {
        bool may_be_negative = false;
        bool at_most_one = false;  ///< a share of one, or yes or no
        bool is_growth = false;    ///< over the year before
        bool is_multiple = false;  ///< read as so many times, as the debt rules write it
        bool is_months = false;    ///< read as so many months
        /// 1 on the paths on which something holds, 0 on the others: its mean is a probability.
        bool is_chance = false;
        /// Less is better, and a plan may still promise to reach it: what was due was paid.
        bool is_met_by_paying = false;
    };

    Indicator indicator;
    std::string id;
    Unit unit;
    Better better;  ///< for every entry to say
    Text definition;
    Extent extent = {};
    Values values = {};
    Text name = {};  ///< by the id, from scenario::indicator_names

    [[nodiscard]] bool has(const Model& model, const Dimension& dimension) const;
};

/// In the order of the enumeration.
[[nodiscard]] const std::vector<IndicatorInfo>& indicator_register();
[[nodiscard]] const IndicatorInfo& info(Indicator indicator);
/// Whether the totals of counties may be added up.
[[nodiscard]] bool adds_up(const IndicatorInfo& info);
/// By its id or its name in either language; null where there is none.
[[nodiscard]] const IndicatorInfo* find_indicator(std::string_view called);
/// What `find_indicator` finds, ids and Chinese names, for suggestions.
[[nodiscard]] std::vector<std::string> names_of_indicators();

/// What is owed apart, as dimensions of debt service: existing debt, what a source borrows, what
/// refinancing borrows in a class.
[[nodiscard]] std::vector<Dimension> debts_of(const Model& model);

}  // namespace coffer::model
