#include "revenue/yields.hpp"

#include <algorithm>
#include <tuple>

#include "figures/slots.hpp"

namespace coffer::plan {

namespace {

using YieldKind = model::Yield::Kind;

/// The plan's stage with whose finish a yield begins. The finish of a stage that is held back
/// stands behind it, as one more stage of its kind.
StagePlan& finishing_stage(const model::Model& model, const model::Yield& yield, Plan& plan) {
    const auto& project = plan.projects[yield.project.value];
    const auto kind = model.projects[yield.project.value].stages[yield.stage].kind;
    std::size_t s = project.last_stage;
    while (plan.stages[s].kind != kind) --s;
    return plan.stages[s];
}

const char* yield_item(YieldKind kind) {
    switch (kind) {
        case YieldKind::operating_revenue:
            return "operating_revenue";
        case YieldKind::tax:
            return "tax";
        case YieldKind::operating_cost:
            return "operating_cost";
        case YieldKind::land_sale:
            return "land_sale";
    }
    return "";
}

/// The slot of a kind's indicator, added when there is none; tax has only those of revenue.
std::size_t yield_slot(YieldKind kind, Plan& plan) {
    if (kind == YieldKind::tax) return no_slot;
    const auto indicator = kind == YieldKind::operating_revenue
                               ? model::Indicator::operating_revenue
                           : kind == YieldKind::operating_cost ? model::Indicator::operating_cost
                                                               : model::Indicator::land_sales;
    const auto place = find_slot(plan.slots, indicator, "total");
    if (place != no_slot) return place;
    plan.slots.push_back({indicator, "total"});
    return plan.slots.size() - 1;
}

}  // namespace

void keep_finishes(const model::Model& model, Plan& plan) {
    for (const auto& yield : model.yields) {
        auto& kept = finishing_stage(model, yield, plan).kept_finish;
        if (kept == nowhere) kept = plan.kept_finishes++;
    }
}

void add_yields(const model::Model& model, const std::function<FlowPlan(const model::Flow&)>& flow,
                Plan& plan) {
    for (const auto& yield : model.yields) {
        YieldPlan when;
        when.finish = finishing_stage(model, yield, plan).kept_finish;
        when.months = std::max(1.0, yield.months);
        when.slot = yield_slot(yield.kind, plan);
        if (yield.kind == YieldKind::operating_cost) {
            plan.expenditure.push_back({yield.id, yield.account, false, false, flow(yield.flow),
                                        yield_item(yield.kind), when});
            continue;
        }
        if (yield.kind == YieldKind::land_sale) when.sale = plan.land_sales++;
        const auto district = find_slot(plan.slots, model::Indicator::general_revenue,
                                        "district:" + model.projects[yield.project.value].district);
        plan.revenue.push_back({yield.id, yield.account, false, yield.platform, flow(yield.flow),
                                district, yield_item(yield.kind), when});
    }
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(plan.revenue.begin(), plan.revenue.end(), by_id);
    std::sort(plan.expenditure.begin(), plan.expenditure.end(), [](const auto& a, const auto& b) {
        return std::tie(a.rank, a.id) < std::tie(b.rank, b.id);
    });
}

}  // namespace coffer::plan
