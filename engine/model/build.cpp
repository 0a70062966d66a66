#include "coffer/model/build.hpp"

#include "building.hpp"

namespace coffer::model {

std::optional<Model> build(const scenario::Document& document, Diagnostics& diagnostics) {
    Building building(document, diagnostics);
    build_settings(building);
    build_drivers(building);
    build_spillovers(building);
    build_calendars(building);
    build_policy(building);
    build_revenue(building);
    build_taxpayers(building);
    build_expenditure(building);
    build_sources(building);
    build_funnels(building);
    build_pipelines(building);
    build_economy(building);
    build_projects(building);
    build_stages(building);
    build_project_income(building);
    build_revenue_shares(building);
    build_account_transfers(building);
    check_reserves(building);
    build_sensitivities(building);
    build_shocks(building);
    build_correlations(building);
    check_common_drivers(building);
    build_links(building);
    build_capacities(building);
    build_funding(building);
    build_receipts(building);
    build_capital(building);
    build_debt(building);
    build_refinancing(building);
    build_debt_limits(building);
    build_waterfall(building);
    build_coverage(building);
    build_actuals(building);
    build_targets(building);
    check_basis(building);
    if (diagnostics.has_errors()) return std::nullopt;
    return std::move(building.model);
}

}  // namespace coffer::model
