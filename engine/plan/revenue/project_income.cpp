#include "revenue/project_income.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "figures/slots.hpp"

namespace coffer::plan {

namespace {

using ProjectIncomeKind = model::ProjectIncome::Kind;

/// The plan's stage with whose finish a row of project income begins. The finish of a stage that is
/// held back stands behind it, as one more stage of its kind.
StagePlan& finishing_stage(const model::Model& model, const model::ProjectIncome& income,
                           Plan& plan) {
    const auto& project = plan.projects[income.project.value];
    const auto kind = model.projects[income.project.value].stages[income.stage].kind;
    std::size_t s = project.last_stage;
    while (plan.stages[s].kind != kind) --s;
    return plan.stages[s];
}

const char* income_item(ProjectIncomeKind kind) {
    switch (kind) {
        case ProjectIncomeKind::operating_revenue:
            return "operating_revenue";
        case ProjectIncomeKind::tax:
            return "tax";
        case ProjectIncomeKind::operating_cost:
            return "operating_cost";
        case ProjectIncomeKind::land_sale:
            return "land_sale";
    }
    return "";
}

/// The slot of a kind's indicator, added when there is none; tax has only those of revenue.
std::size_t income_slot(ProjectIncomeKind kind, Plan& plan) {
    if (kind == ProjectIncomeKind::tax) return no_slot;
    const auto indicator =
        kind == ProjectIncomeKind::operating_revenue ? model::Indicator::operating_revenue
        : kind == ProjectIncomeKind::operating_cost  ? model::Indicator::operating_cost
                                                     : model::Indicator::land_sales;
    const auto place = find_slot(plan.slots, indicator, {});
    if (place != no_slot) return place;
    plan.slots.push_back({indicator, {}});
    return plan.slots.size() - 1;
}

std::size_t operation_of(const Plan& plan, std::size_t project) {
    const auto found =
        std::find_if(plan.operations.begin(), plan.operations.end(),
                     [project](const auto& each) { return each.project == project; });
    return static_cast<std::size_t>(found - plan.operations.begin());
}

}  // namespace

void keep_finishes(const model::Model& model, Plan& plan) {
    for (const auto& income : model.project_income) {
        auto& kept = finishing_stage(model, income, plan).kept_finish;
        if (kept == nowhere) kept = plan.kept_finishes++;
    }
}

void add_operations(const model::Model& model, DistributionCompiler& distributions, Plan& plan) {
    std::set<std::size_t> operated;
    for (const auto& income : model.project_income) {
        if (income.kind != ProjectIncomeKind::land_sale) operated.insert(income.project.value);
    }
    for (std::size_t p = 0; p < model.projects.size(); ++p) {
        const auto& project = model.projects[p];
        if (project.new_output <= Money{} && !operated.contains(p)) continue;
        OperationPlan operation;
        operation.project = p;
        operation.stream = project.stream;
        operation.id = project.id;
        operation.ramp_up = distributions(project.ramp_up);
        operation.new_output = static_cast<double>(project.new_output.fen()) / 12.0;
        operation.factor = distributions(project.output_factor);
        operation.probability = project.output_probability;
        operation.tax_rate = project.tax_rate * model.economy.additional_share;
        operation.district = find_slot(plan.slots, model::Indicator::general_revenue,
                                       {model::Dimension::Kind::district, project.district});
        plan.operations.push_back(std::move(operation));
    }
}

void add_project_income(const model::Model& model,
                        const std::function<FlowPlan(const model::Flow&)>& flow, Plan& plan) {
    for (const auto& income : model.project_income) {
        ProjectIncomePlan when;
        when.finish = finishing_stage(model, income, plan).kept_finish;
        if (income.kind == ProjectIncomeKind::land_sale) {
            when.months = std::max(1.0, income.months);
        } else {
            when.operation = operation_of(plan, income.project.value);
        }
        when.slot = income_slot(income.kind, plan);
        if (income.kind == ProjectIncomeKind::operating_cost) {
            plan.expenditure.push_back({income.id, income.account, false, false, flow(income.flow),
                                        income_item(income.kind), when});
            continue;
        }
        if (income.kind == ProjectIncomeKind::land_sale) when.sale = plan.land_sales++;
        const auto district = find_slot(
            plan.slots, model::Indicator::general_revenue,
            {model::Dimension::Kind::district, model.projects[income.project.value].district});
        plan.revenue.push_back({income.id, income.account, false, income.platform,
                                flow(income.flow), district, income_item(income.kind), when});
    }
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(plan.revenue.begin(), plan.revenue.end(), by_id);
    std::sort(plan.expenditure.begin(), plan.expenditure.end(), [](const auto& a, const auto& b) {
        return std::tie(a.rank, a.id) < std::tie(b.rank, b.id);
    });
}

}  // namespace coffer::plan
