#include "coffer/plan/compile.hpp"

#include "coffer/model/validate.hpp"
#include "debt/coverage.hpp"
#include "debt/refinancing_rights.hpp"
#include "debt/rules.hpp"
#include "debt/service.hpp"
#include "drivers/drivers.hpp"
#include "drivers/flows.hpp"
#include "drivers/known.hpp"
#include "drivers/shocks.hpp"
#include "figures/slots.hpp"
#include "figures/targets.hpp"
#include "funding/funnels.hpp"
#include "funding/sources.hpp"
#include "projects/fundables.hpp"
#include "projects/timed_projects.hpp"
#include "revenue/project_income.hpp"
#include "revenue/revenue.hpp"
#include "revenue/revenue_shares.hpp"
#include "treasury/reserves.hpp"
#include "treasury/treasury.hpp"

namespace coffer::plan {

std::optional<Plan> compile(const model::Model& model, Diagnostics& diagnostics) {
    // What follows takes every index and every length for right.
    if (const Diagnostics wrong = model::validate(model); wrong.has_errors()) {
        diagnostics.append(wrong);
        return std::nullopt;
    }
    Plan plan;
    plan.id = model.id;
    plan.name = model.name;
    plan.first_year = model.first_year;
    plan.start = model.start();
    plan.years = model.years;
    plan.months = model.months();
    static_cast<DriversPart&>(plan) = compile_drivers(model, plan);
    const FlowCompiler flow(plan, plan);
    DistributionCompiler distributions;
    add_gdp(model, plan, flow, plan);

    plan.slots = make_slots(model);
    add_if_there(model, plan, plan.budget_slots, budget_figures);
    add_if_there(model, plan, plan.gdp_slots, gdp_figures);
    add_watched_figures(model, plan);
    static_cast<FunnelsPart&>(plan) = compile_funnels(model, plan);
    add_fundables(model, flow, distributions, plan, diagnostics);
    add_debt(model, plan);
    add_limits(model, plan);
    add_sources(model, flow, distributions, plan);
    add_financing_figures(plan);
    add_accounts(model, plan);
    add_waterfall(model, plan, plan);
    add_revenue(model, flow, distributions, plan, plan);
    add_expenditure(model, flow, plan, plan);
    add_settlements(model, plan, plan);
    add_debt_rules(model, plan);
    add_operations(model, distributions, plan);
    add_project_income(model, flow, plan);
    add_revenue_shares(model, flow, plan);
    link_coverages(model, plan);
    add_bond_rights(model, plan);
    static_cast<ReservesPart&>(plan) = compile_reserves(model, plan, plan);
    add_economic_series(model, flow, plan, plan);
    finish_shocks(plan, plan);
    add_known(model, plan);
    add_targets(model, plan);
    say_what_slots_are(model, plan);
    find_timed_projects(plan);
    if (diagnostics.has_errors()) return std::nullopt;
    return plan;
}

}  // namespace coffer::plan
