#include "figures/targets.hpp"

#include <algorithm>

#include "coffer/base/contract.hpp"
#include "figures/slots.hpp"

namespace coffer::plan {
namespace {

model::Indicator indicator_named(const std::string& id) {
    const auto& all = model::indicator_register();
    const auto found =
        std::find_if(all.begin(), all.end(), [&id](const auto& each) { return each.id == id; });
    COFFER_EXPECT(found != all.end());
    return found->indicator;
}

/// The place of a monthly figure, kept from now on.
std::size_t month_place(model::Indicator indicator, Plan& plan) {
    for (std::size_t place = 0; place < plan.kept_months.size(); ++place) {
        if (indicator_of(plan.kept_months[place]) == indicator) return place;
    }
    for (std::size_t slot = usual_months; slot < static_cast<std::size_t>(MonthSlot::count);
         ++slot) {
        if (indicator_of(static_cast<MonthSlot>(slot)) != indicator) continue;
        plan.kept_months.push_back(static_cast<MonthSlot>(slot));
        return plan.kept_months.size() - 1;
    }
    COFFER_EXPECT(false);  // build asked has_months
    return no_slot;
}

std::size_t project_named(const std::string& id, const Plan& plan) {
    const auto found = std::find_if(plan.projects.begin(), plan.projects.end(),
                                    [&id](const ProjectPlan& each) { return each.id == id; });
    COFFER_EXPECT(found != plan.projects.end());
    return static_cast<std::size_t>(found - plan.projects.begin());
}

}  // namespace

void add_targets(const model::Model& model, Plan& plan) {
    for (const auto& target : model.targets) {
        TargetPlan result;
        result.id = target.id;
        result.name = target.name;
        result.indicator = indicator_named(target.indicator);
        result.dimension = target.dimension.text();
        result.span = target.span;
        result.over = target.over;
        result.relation = target.relation;
        result.value = target.value;
        const bool by_month = target.span.by_month();
        result.first = by_month ? months_since(plan.start, target.span.first)
                                : target.span.first.year - plan.first_year;
        result.last = by_month ? months_since(plan.start, target.span.last)
                               : target.span.last.year - plan.first_year;
        if (result.indicator == model::Indicator::projects_completed &&
            target.dimension.kind == model::Dimension::Kind::project) {
            result.project = project_named(target.dimension.id, plan);
        } else if (by_month) {
            result.slot = month_place(result.indicator, plan);
        } else {
            result.slot = find_slot(plan.slots, result.indicator, target.dimension);
            COFFER_EXPECT(result.slot != no_slot);
        }
        plan.targets.push_back(std::move(result));
    }
}

}  // namespace coffer::plan
