#pragma once
// The rules. One of the tables sees text only, and so also speaks of a scenario that `build`
// refuses; one of the plan sees what the plan comes to. To add one: a function in a file of its
// own, a line here, a line in rules.cpp, a row in docs/audit.md.
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/audit/audit.hpp"
#include "tables.hpp"

namespace coffer::audit {

using Warnings = std::vector<Warning>;

/// What a rule on the plan looks at.
struct Subject {
    const Tables& tables;
    const model::Model& model;
    const Trial& trial;
    /// What rules on the tables found of single values, by place: a sum out of line is theirs.
    const std::map<std::string, const Warning*>& named;
    /// All that was said so far, of the tables and by the rules on the plan before this one.
    const Warnings& said;

    /// The first of them in any of these tables; null when there is none.
    [[nodiscard]] const Warning* named_in(std::initializer_list<std::string_view> names) const;
    /// Whether something said so far points at a row or a setting.
    [[nodiscard]] bool has_a_cause() const;
};

Warnings values_out_of_range(const Tables& tables);
Warnings unit_of_the_plan(const Tables& tables);
Warnings total_rows(const Tables& tables);
Warnings copied_rows(const Tables& tables);
Warnings files_not_read(const Tables& tables);
Warnings merged_cells(const Tables& tables);
Warnings names_against_classes(const Tables& tables);
Warnings jumps_in_series(const Tables& tables);
Warnings lines_out_of_class(const Tables& tables);
Warnings progress_against_spending(const Tables& tables);
Warnings things_unused(const Tables& tables);
Warnings work_too_short(const Tables& tables);
Warnings income_against_investment(const Tables& tables);
Warnings limits_against_debt(const Tables& tables);
Warnings gdp_against_the_rest(const Tables& tables);
Warnings transfers_between_accounts(const Tables& tables);
Warnings actuals_against_plan(const Tables& tables);
Warnings land_income(const Tables& tables);
Warnings shares_of_revenue(const Tables& tables);
Warnings terms_of_debt(const Tables& tables);
Warnings tiers_in_order(const Tables& tables);
Warnings uses_of_drivers(const Tables& tables);
Warnings schedules_of_projects(const Tables& tables);
Warnings receipts_against_projects(const Tables& tables);
Warnings lines_below_class(const Tables& tables);
Warnings bonds_against_limits(const Tables& tables);
Warnings accounts_that_serve_debt(const Tables& tables);
Warnings sectors_misspelt(const Tables& tables);
Warnings calendars_month_by_month(const Tables& tables);
Warnings order_of_payment(const Tables& tables);
Warnings land_against_its_cost(const Tables& tables);
Warnings counted_twice(const Tables& tables);
Warnings frame_of_the_plan(const Tables& tables);

Warnings investment_against_base_year(const Subject& subject);
Warnings revenue_against_base_year(const Subject& subject);
Warnings budget_against_revenue(const Subject& subject);
Warnings revenue_against_spending(const Subject& subject);
Warnings service_against_capacity(const Subject& subject);
Warnings debt_behind_gaps(const Subject& subject);
Warnings targets_as_written(const Subject& subject);
Warnings sources_beyond_need(const Subject& subject);
Warnings needs_beyond_sources(const Subject& subject);
Warnings narrow_fans(const Subject& subject);

using TableRule = Warnings (*)(const Tables&);
using PlanRule = Warnings (*)(const Subject&);
[[nodiscard]] const std::vector<TableRule>& table_rules();
[[nodiscard]] const std::vector<PlanRule>& plan_rules();

}  // namespace coffer::audit
