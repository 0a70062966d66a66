#include <algorithm>
#include <set>

#include "coffer/plan/figures.hpp"

namespace coffer::plan {

void keep_only(const std::set<model::Indicator>& wanted, FiguresPart& figures) {
    std::set<std::size_t> slots;
    std::set<MonthSlot> months;
    for (const TargetPlan& target : figures.targets) {
        if (target.project != nowhere) continue;
        if (target.span.by_month()) {
            months.insert(figures.kept_months[target.slot]);
        } else {
            slots.insert(target.slot);
        }
    }
    for (std::size_t slot = 0; slot < figures.slots.size(); ++slot) {
        auto& each = figures.slots[slot];
        each.offered = each.offered && (wanted.contains(each.indicator) || slots.contains(slot));
    }
    const auto before = figures.kept_months;
    std::erase_if(figures.kept_months, [&](MonthSlot slot) {
        return !wanted.contains(indicator_of(slot)) && !months.contains(slot);
    });
    for (TargetPlan& target : figures.targets) {
        if (target.project != nowhere || !target.span.by_month()) continue;
        const auto place = std::ranges::find(figures.kept_months, before[target.slot]);
        target.slot = static_cast<std::size_t>(place - figures.kept_months.begin());
    }
}

}  // namespace coffer::plan
