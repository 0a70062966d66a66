#include "coffer/analysis/repair.hpp"

#include <algorithm>
#include <cmath>

#include "coffer/base/money.hpp"

namespace coffer::analysis {
namespace {

template <class Items>
const typename Items::value_type* same_id(const Items& items, const std::string& id) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

double moved(const std::vector<double>& before, const std::vector<double>& after) {
    double sum = 0.0;
    for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
        sum +=
            std::fabs((i < after.size() ? after[i] : 0.0) - (i < before.size() ? before[i] : 0.0));
    }
    return sum;
}

/// Of lists whose items have a flow: what of their amounts differs.
template <class Items, class FlowOf>
double moved_flows(const Items& before, const Items& after, const FlowOf& flow_of) {
    double sum = 0.0;
    for (const auto& item : before) {
        const auto* other = same_id(after, item.id);
        sum += moved(flow_of(item).amount,
                     other == nullptr ? std::vector<double>{} : flow_of(*other).amount);
    }
    for (const auto& item : after) {
        if (same_id(before, item.id) == nullptr) sum += moved({}, flow_of(item).amount);
    }
    return sum;
}

bool is_found(const Remedy& remedy) {
    return remedy.solution && remedy.solution->outcome == Solution::Outcome::found;
}

}  // namespace

Size size_of_change(const plan::Plan& before, const plan::Plan& after) {
    Size size;
    double money = 0.0;
    money += moved_flows(before.sources, after.sources,
                         [](const auto& item) -> const auto& { return item.arrival; });
    money += moved_flows(before.revenue, after.revenue,
                         [](const auto& item) -> const auto& { return item.flow; });
    money += moved_flows(before.expenditure, after.expenditure,
                         [](const auto& item) -> const auto& { return item.flow; });
    money += moved_flows(before.pipelines, after.pipelines,
                         [](const auto& item) -> const auto& { return item.need; });
    for (const auto& project : before.projects) {
        const auto* other = same_id(after.projects, project.id);
        money += other == nullptr ? project.total : std::fabs(other->total - project.total);
        if (other == nullptr) continue;
        const std::size_t stages = std::min(project.last_stage - project.first_stage,
                                            other->last_stage - other->first_stage);
        for (std::size_t s = 0; s <= stages; ++s) {
            size.months += std::fabs(after.stages[other->first_stage + s].not_before -
                                     before.stages[project.first_stage + s].not_before);
        }
    }
    for (std::size_t account = 0; account < before.opening_cash.size(); ++account) {
        money += std::fabs(after.opening_cash[account] - before.opening_cash[account]);
    }
    size.money = money / fen_per_yuan;
    return size;
}

std::optional<Repair> repair(const Case& base, const std::vector<Lever>& levers,
                             const Requirement& requirement, const SolveOptions& options,
                             Runner& runner) {
    Repair result;
    const auto paths = runner.run(base.plan);
    if (!paths) return std::nullopt;
    result.now.estimate =
        estimate_of(requirement.measure, values_on(base.plan, *paths, requirement.measure));
    result.now.holds = requirement.holds(result.now.estimate.value);
    if (result.now.holds) return result;
    for (const Lever& lever : levers) {
        Remedy remedy{lever, true, {}, {}, {}};
        Diagnostics mistakes;
        const auto end = vary(base.document, {lever.at(lever.range().high)}, mistakes);
        remedy.applies = end.changed.has_value() || mistakes.has_errors();
        if (end.changed) {
            remedy.solution = solve(base, lever, requirement, options, runner, mistakes);
            if (!remedy.solution) return std::nullopt;
            if (is_found(remedy)) {
                const auto there =
                    vary(base.document, {lever.at(remedy.solution->advised)}, mistakes);
                if (there.changed) {
                    remedy.size = size_of_change(base.plan, there.changed->plan);
                }
            }
        }
        remedy.mistakes = mistakes.sorted();
        result.remedies.push_back(std::move(remedy));
    }
    std::stable_sort(result.remedies.begin(), result.remedies.end(),
                     [](const Remedy& a, const Remedy& b) {
                         if (is_found(a) != is_found(b)) return is_found(a);
                         return is_found(a) && a.size.money < b.size.money;
                     });
    return result;
}

}  // namespace coffer::analysis
