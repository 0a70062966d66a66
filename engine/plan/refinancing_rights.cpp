// Principal whose refinancing is not simply that of its class, in groups that share a right.
#include "refinancing_rights.hpp"

#include <algorithm>

#include "debt_plan.hpp"

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
    }
    rights[index].from = std::min(rights[index].from, from);
    // What replaces it has the same end, but the share of the class.
    if (end) {
        const std::size_t renewed = share.empty() ? index : enter(plan, debt_class, end, {}, from);
        rights[index].renewed = renewed;
    }
    return index;
}

/// Whether a source may issue bonds in a month on any path.
bool may_issue(const Plan& plan, const SourcePlan& source, std::size_t month) {
    if (plan.tier_rules || source.unlimited) return true;  // what waited; what a deficit asks for
    const auto debt_class = static_cast<std::size_t>(debt_class_of(source.kind));
    const bool limited = !plan.debt_limit[debt_class].empty();
    return source.arrival.amount[month] > 0.0 || (limited && source.window[month] != 0);
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
    for (std::size_t i = 0; i < plan.sources.size(); ++i) {
        auto& source = plan.sources[i];
        const auto& years = model.sources[i].asset_life_years;
        if (!years) continue;
        const int life = 12 * *years;
        const auto debt_class = static_cast<std::size_t>(debt_class_of(source.kind));
        const auto& terms = plan.refinancing[debt_class].terms;
        const bool bullet = source.debt.repayment == model::LoanTerms::Repayment::bullet;
        const int payment = bullet ? source.debt.payments : source.debt.grace + 1;
        source.rights.assign(static_cast<std::size_t>(plan.months), class_right);
        for (int month = 0; month < plan.months; ++month) {
            const int due = month + payment * source.debt.period_months;
            const int end = month + life;
            // An end that cuts no refinancing within the plan is left aside.
            if (end >= plan.months - 1 + terms.payments * terms.period_months) break;
            if (due >= plan.months) break;
            const auto at = static_cast<std::size_t>(month);
            if (!may_issue(plan, source, at)) continue;
            source.rights[at] = enter(plan, debt_class, end, {}, due);
        }
    }
    for (auto& right : plan.refinancing_rights) {
        right.ladder = plan.right_ladders;
        plan.right_ladders += static_cast<std::size_t>(plan.months - right.from);
    }
}

}  // namespace coffer::plan
