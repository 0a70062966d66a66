#include "projects/fundables.hpp"

#include <algorithm>
#include <tuple>

#include "figures/slots.hpp"
#include "projects/fai.hpp"
#include "projects/projects.hpp"

namespace coffer::plan {

namespace {

void add_policy(const model::Model& model, const Frame& frame, const DriversPart& drivers,
                ProjectsPart& plan) {
    if (model.base_year.fai) plan.base_fai = static_cast<double>(model.base_year.fai->fen());
    if (model.project_policy.cost_driver) {
        plan.has_cost_driver = true;
        plan.cost_driver = model.project_policy.cost_driver->value;
        plan.cost_steps = monthly_prices(drivers.drivers[plan.cost_driver], frame.months);
    }
    plan.suspension_threshold = model.project_policy.suspension_threshold;
    plan.suspension_after = model.project_policy.suspension_after_months;
    plan.suspension_pause = model.project_policy.suspension_pause_months;
    plan.restart_cost = model.project_policy.restart_cost;
    plan.restart_months = model.project_policy.restart_months;
    plan.cancellation_hazard = model.project_policy.cancellation_hazard;
}

void fill_fundable(const model::Model& model, const model::Fundable& from, Plan& plan,
                   FundablePlan& to) {
    to.id = from.id;
    to.name = from.name;
    to.basis = from.basis;
    to.fai_share = from.fai_share;
    to.priority = from.priority;
    to.district = find_slot(plan.slots, model::Indicator::fai,
                            {model::Dimension::Kind::district, from.district});
    to.first_row = plan.funding_rows;
    for (const auto& funding : from.funding) {
        to.funding.push_back({funding.source.value, funding.cap});
        const auto kind = model.sources[funding.source.value].kind;
        if (kind != model::Source::Kind::investor) to.public_money = true;
    }
    plan.funding_rows += to.funding.size();
}

void order_allocation(Plan& plan) {
    for (std::size_t i = 0; i < plan.projects.size(); ++i)
        plan.allocation_order.push_back({false, i});
    for (std::size_t i = 0; i < plan.pipelines.size(); ++i)
        plan.allocation_order.push_back({true, i});
    const auto fundable = [&plan](const FundableRef& ref) -> const FundablePlan& {
        if (ref.pipeline) return plan.pipelines[ref.index];
        return plan.projects[ref.index];
    };
    std::sort(plan.allocation_order.begin(), plan.allocation_order.end(),
              [&](const FundableRef& a, const FundableRef& b) {
                  const auto& first = fundable(a);
                  const auto& second = fundable(b);
                  return std::tie(first.priority, first.id) < std::tie(second.priority, second.id);
              });
}

}  // namespace

void add_fundables(const model::Model& model, const FlowCompiler& flow,
                   DistributionCompiler& distributions, Plan& plan, Diagnostics& diagnostics) {
    add_policy(model, plan, plan, plan);
    const auto planned_share = add_projects(model, plan, distributions, diagnostics);
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        fill_fundable(model, model.projects[i], plan, plan.projects[i]);
    }
    add_fai(model, planned_share, plan);
    for (const auto& pipeline : model.pipelines) {
        plan.pipelines.emplace_back();
        fill_fundable(model, pipeline, plan, plan.pipelines.back());
        plan.pipelines.back().need = flow(pipeline.need);
    }
    order_allocation(plan);
}

}  // namespace coffer::plan
