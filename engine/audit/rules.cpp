#include "rules.hpp"

#include <algorithm>

namespace coffer::audit {

const Warning* Subject::named_in(std::initializer_list<std::string_view> names) const {
    for (const auto& [place, warning] : named) {
        const std::string_view table = std::string_view(place).substr(0, place.find('/'));
        for (const std::string_view name : names) {
            if (table == name || place == name) return warning;
        }
    }
    return nullptr;
}

bool Subject::has_a_cause() const {
    return std::any_of(said.begin(), said.end(),
                       [](const Warning& warning) { return !warning.place.starts_with("plan/"); });
}

const std::vector<TableRule>& table_rules() {
    static const std::vector<TableRule> all = {
        values_out_of_range,
        unit_of_the_plan,
        total_rows,
        copied_rows,
        files_not_read,
        merged_cells,
        names_against_classes,
        jumps_in_series,
        lines_out_of_class,
        progress_against_spending,
        things_unused,
        work_too_short,
        income_against_investment,
        limits_against_debt,
        gdp_against_the_rest,
        transfers_between_accounts,
        actuals_against_plan,
        land_income,
        shares_of_revenue,
        terms_of_debt,
        tiers_in_order,
        uses_of_drivers,
        schedules_of_projects,
        receipts_against_projects,
        lines_below_class,
        bonds_against_limits,
        accounts_that_serve_debt,
        sectors_misspelt,
        calendars_month_by_month,
        order_of_payment,
        land_against_its_cost,
        counted_twice,
        frame_of_the_plan,
    };
    return all;
}

const std::vector<PlanRule>& plan_rules() {
    static const std::vector<PlanRule> all = {
        investment_against_base_year,
        revenue_against_base_year,
        budget_against_revenue,
        revenue_against_spending,
        service_against_capacity,
        targets_as_written,
        sources_beyond_need,
        needs_beyond_sources,
        debt_behind_gaps,  // accuses only where nobody else does
        narrow_fans,
    };
    return all;
}

}  // namespace coffer::audit
