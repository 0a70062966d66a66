#include "yield_plan.hpp"

#include <algorithm>

#include "slots.hpp"

namespace coffer::plan {

namespace {

using Kind = model::Yield::Kind;

/// The plan's stage with whose finish a yield begins. The finish of a stage that is held back
/// stands behind it, as one more stage of its kind.
StagePlan& finishing_stage(const model::Model& model, const model::Yield& yield, Plan& plan) {
    const auto& project = plan.projects[yield.project.value];
    const auto kind = model.projects[yield.project.value].stages[yield.stage].kind;
    std::size_t s = project.last_stage;
    while (plan.stages[s].kind != kind) --s;
    return plan.stages[s];
}

const char* item_of(Kind kind) {
    switch (kind) {
        case Kind::operating_revenue:
            return "operating_revenue";
        case Kind::tax:
            return "tax";
        case Kind::operating_cost:
            return "operating_cost";
        case Kind::land_sale:
            return "land_sale";
    }
    return "";
}

/// The slot of a kind's indicator, added when there is none; tax has only those of revenue.
std::size_t slot_of(Kind kind, Plan& plan) {
    if (kind == Kind::tax) return no_slot;
    const auto indicator = kind == Kind::operating_revenue ? model::Indicator::operating_revenue
                           : kind == Kind::operating_cost  ? model::Indicator::operating_cost
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
        when.slot = slot_of(yield.kind, plan);
        if (yield.kind == Kind::operating_cost) {
            plan.expenditure.push_back({yield.id, yield.account, false, false, flow(yield.flow),
                                        item_of(yield.kind), when});
            continue;
        }
        if (yield.kind == Kind::land_sale) when.sale = plan.land_sales++;
        const auto district = find_slot(plan.slots, model::Indicator::general_revenue,
                                        "district:" + model.projects[yield.project.value].district);
        plan.revenue.push_back({yield.id, yield.account, false, yield.platform, flow(yield.flow),
                                district, item_of(yield.kind), when});
    }
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(plan.revenue.begin(), plan.revenue.end(), by_id);
    std::sort(plan.expenditure.begin(), plan.expenditure.end(), by_id);
}

}  // namespace coffer::plan
