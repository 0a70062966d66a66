// Principal whose refinancing is not simply that of its class, in groups that share a right.
#include "debt/refinancing_rights.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "debt/service.hpp"

namespace coffer::plan {

namespace {

/// The right that principal falling due from a month on has; entered when it is new.
std::size_t enter(Plan& plan, std::size_t debt_class, std::optional<int> end,
                  const std::vector<double>& share, int from) {
    auto& rights = plan.refinancing_rights;
    const auto known = std::find_if(rights.begin(), rights.end(), [&](const auto& right) {
        return right.debt_class == debt_class && right.end == end && right.share == share;
    });
    const auto index = static_cast<std::size_t>(known - rights.begin());
    if (known == rights.end()) {
        RefinancingRightPlan right;
        right.debt_class = debt_class;
        right.end = end;
        right.share = share;
        right.principal.assign(static_cast<std::size_t>(plan.months), 0.0);
        right.from = from;
        rights.push_back(std::move(right));
    } else if (rights[index].from <= from) {
        return index;
    }
    rights[index].from = from;
    // What replaces it has the same end, but the share of its class.
    std::vector<std::size_t> renewed;
    for (const auto way : plan.refinancing_of[debt_class]) {
        const auto into = plan.refinancing[way].new_class;
        const bool ends = end && !plan.refinancing_of[into].empty();
        renewed.push_back(ends ? enter(plan, into, end, {}, from) : class_right);
    }
    rights[index].renewed = renewed;
    return index;
}

/// The longest tenor of what replaces debt.
int longest_refinancing(const Plan& plan) {
    int longest = 0;
    for (const auto& each : plan.refinancing) longest = std::max(longest, each.terms.tenor_months);
    return longest;
}

/// Whether a source may issue bonds in a month on any path.
bool may_issue(const Plan& plan, const SourcePlan& source, std::size_t month) {
    if (plan.tier_rules || source.unlimited) return true;  // what waited; what a deficit asks for
    const auto debt_class = static_cast<std::size_t>(debt_class_of(source.kind));
    const bool limited = !plan.debt_limit[debt_class].empty();
    return source.arrival.amount[month] > 0.0 || (limited && source.window[month] != 0);
}

/// Months from issue to the first payment of principal; at least `horizon` when it lies beyond.
int first_principal(const ContractSchedule& schedule, int horizon) {
    const auto found = std::find_if(
        schedule.steps.begin(), schedule.steps.end(),
        [](const ContractStep& step) { return step.principal != PrincipalRule::none; });
    return found == schedule.steps.end() ? horizon : found->month;
}

/// What replaces principal of this right in each month: no longer than the life that is left.
std::vector<std::size_t> shortened(const model::NewDebtTerms& terms, const Plan& plan,
                                   const RefinancingRightPlan& right, DebtTermsPlan& to) {
    std::map<int, std::size_t> known;
    std::vector<std::size_t> places;
    for (int month = 0; month < plan.months; ++month) {
        const int periods = std::max(0, *right.end - month) / to.principal_period;
        const int tenor = std::min(to.tenor_months, periods * to.principal_period);
        const auto full = to.by_month[static_cast<std::size_t>(month + 1)];
        if (tenor == 0 || month < right.from) {
            places.push_back(tenor == 0 ? nowhere : full);
        } else if (tenor == to.tenor_months) {
            places.push_back(full);
        } else {
            // Months of issue that share their schedules share those of a shorter tenor, too.
            const bool shared = to.by_month.front() == to.by_month.back();
            const auto found = known.find(tenor);
            const auto place = shared && found != known.end()
                                   ? found->second
                                   : add_schedule(terms, tenor, shared ? -1 : month, plan, to);
            known[tenor] = place;
            places.push_back(place);
        }
    }
    return places;
}

}  // namespace

std::size_t right_of(const model::Instrument& instrument, Plan& plan) {
    if (!instrument.asset_life_end && instrument.refinancing_share.empty()) return class_right;
    std::vector<double> share;
    if (!instrument.refinancing_share.empty()) {
        share = by_month(instrument.refinancing_share, plan.months);
    }
    return enter(plan, static_cast<std::size_t>(instrument.debt_class), instrument.asset_life_end,
                 share, 0);
}

void add_bond_rights(const model::Model& model, Plan& plan) {
    const int longest = longest_refinancing(plan);
    for (std::size_t i = 0; i < plan.sources.size(); ++i) {
        auto& source = plan.sources[i];
        const auto& years = model.sources[i].asset_life_years;
        if (!years) continue;
        const int life = 12 * *years;
        const auto debt_class = static_cast<std::size_t>(debt_class_of(source.kind));
        // Rights of what is never refinanced would say nothing.
        if (plan.refinancing_of[debt_class].empty()) continue;
        source.rights.assign(static_cast<std::size_t>(plan.months), class_right);
        for (int month = 0; month < plan.months; ++month) {
            const int due = month + first_principal(source.debt.schedule(month), plan.months);
            const int end = month + life;
            // An end that cuts no refinancing within the plan is left aside.
            if (end >= plan.months - 1 + longest) break;
            if (due >= plan.months) continue;
            const auto at = static_cast<std::size_t>(month);
            if (!may_issue(plan, source, at)) continue;
            source.rights[at] = enter(plan, debt_class, end, {}, due);
            if (!source.debt.floating.empty()) {
                plan.floating[source.debt.floating[at]].right = source.rights[at];
            }
        }
    }
    for (auto& right : plan.refinancing_rights) {
        for (const auto way : plan.refinancing_of[right.debt_class]) {
            right.schedules.emplace_back();
            if (!right.end) continue;
            right.schedules.back() =
                shortened(model.refinancing[way].terms, plan, right, plan.refinancing[way].terms);
        }
    }
    for (std::size_t r = 0; r < plan.refinancing_rights.size(); ++r) {
        auto& right = plan.refinancing_rights[r];
        right.ladder = plan.right_ladders;
        plan.right_ladders += static_cast<std::size_t>(plan.months - right.from);
        plan.rights_of[right.debt_class].push_back(r);
    }
    // A quota or a limit may not suffice for all: what must be repaid soonest comes first.
    const auto sooner = [&plan](std::size_t left, std::size_t right) {
        const auto key = [&plan](std::size_t r) {
            const auto& each = plan.refinancing_rights[r];
            return std::pair(each.end.value_or(std::numeric_limits<int>::max()), each.share);
        };
        return key(left) < key(right);
    };
    for (auto& rights : plan.rights_of) std::sort(rights.begin(), rights.end(), sooner);
}

}  // namespace coffer::plan
