#include "coffer/analysis/repair.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "coffer/base/money.hpp"
#include "coffer/model/names.hpp"
#include "next_stage.hpp"

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
        double moved = 0.0;
        for (std::size_t s = 0; s <= stages; ++s) {
            const auto begin = [&](const plan::Plan& plan, std::size_t stage) {
                return std::min(plan.stages[stage].planned_start, static_cast<double>(plan.months));
            };
            moved = std::max(moved, std::fabs(begin(after, other->first_stage + s) -
                                              begin(before, project.first_stage + s)));
        }
        size.months += moved;
    }
    for (std::size_t account = 0; account < before.opening_cash.size(); ++account) {
        money += std::fabs(after.opening_cash[account] - before.opening_cash[account]);
    }
    size.money = money / fen_per_yuan;
    return size;
}

std::vector<scenario::Change> levers_of_largest(const plan::Plan& plan, std::size_t count) {
    constexpr double most_smaller = 0.5;
    constexpr int most_months = 24;
    std::vector<const plan::ProjectPlan*> largest;
    const auto left = [](const plan::ProjectPlan& project) {
        return project.total * (1.0 - project.spent_start);
    };
    for (const auto& project : plan.projects) {
        if (left(project) > 0.0) largest.push_back(&project);
    }
    std::stable_sort(largest.begin(), largest.end(),
                     [&](const auto* a, const auto* b) { return left(*a) > left(*b); });
    if (largest.size() > count) largest.resize(count);
    std::vector<scenario::Change> levers;
    const auto add = [&](const std::string& id, Text name, std::vector<std::string> statements) {
        scenario::Change change;
        change.id = id;
        change.name = std::move(name);
        change.where_present = true;
        change.at = {id, 0, 0};
        for (std::string& text : statements)
            change.statements.push_back({std::move(text), change.at});
        levers.push_back(std::move(change));
    };
    for (const auto* project : largest) {
        // What is spent stays spent, and the first year's plan, which shrinks with the whole, must
        // not be more than is left.
        const double planned = project->first_year_given ? project->planned_first_year : 0.0;
        const double spent = project->total * project->spent_start;
        const double most =
            project->total > planned ? 1.0 - spent / (project->total - planned) : 0.0;
        const double smaller =
            std::min({most_smaller, 0.9 * left(*project) / project->total, 0.99 * most});
        if (smaller >= 0.01)
            add("smaller-" + project->id,
                {"缩小“" + project->name.zh + "”", "Build " + project->name.en + " smaller"},
                {fmt::format("x in 0..{:.2f}", std::floor(smaller * 100.0) / 100.0),
                 fmt::format("projects[{},total_investment!=].total_investment*=1-x", project->id),
                 fmt::format("projects[{},first_year_investment!=].first_year_investment*=1-x",
                             project->id)});
        const auto next = next_stage(plan, *project);
        if (!next) continue;
        const auto& stage = plan.stages[*next];
        const int begin = static_cast<int>(planned_begin(stage));
        const int last = stage.deadline >= 0 ? std::min(stage.deadline, plan.months) : plan.months;
        const int months = std::min(most_months, last - begin - 1);
        if (months < 1) continue;
        const std::string cell =
            fmt::format("stages[{},{}].not_before", project->id, model::name_of(stage.kind));
        add("later-" + project->id,
            {"推迟“" + project->name.zh + "”", "Put " + project->name.en + " off"},
            {fmt::format("x in 0..{}", months),
             cell + "=" + to_string(month_after(plan.start, begin)), cell + "+=round(x)"});
    }
    return levers;
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
                         if (!is_found(a)) return false;
                         // A change that most likely holds before a coin toss.
                         if (a.solution->sure != b.solution->sure) return a.solution->sure;
                         if (a.size.money != b.size.money) return a.size.money < b.size.money;
                         return a.size.months < b.size.months;
                     });
    return result;
}

}  // namespace coffer::analysis
