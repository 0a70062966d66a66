#include "debt/rules.hpp"

#include <algorithm>

namespace coffer::plan {

namespace {

using model::Indicator;

PayingAccounts paying_accounts(const model::PayingAccounts& listed, model::Account home) {
    PayingAccounts result;
    result.ring_fenced = !listed.empty();
    const auto add = [&result](model::Account account) { result.order[result.count++] = account; };
    for (const auto account : listed) add(account);
    if (result.ring_fenced) return result;
    add(home);
    for (const auto account :
         {model::Account::general, model::Account::fund, model::Account::state_capital}) {
        if (account != home) add(account);
    }
    return result;
}

/// Appends a group of slots; returns where it begins.
std::size_t add_group(Plan& plan, const std::vector<Slot>& group) {
    const std::size_t first = plan.slots.size();
    plan.slots.insert(plan.slots.end(), group.begin(), group.end());
    return first;
}

}  // namespace

void add_debt_rules(const model::Model& model, Plan& plan) {
    plan.tier_rules = model.tier_rules;
    plan.restructuring = model.restructuring;
    plan.platform = model.platform;
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        const bool special = c == static_cast<std::size_t>(model::DebtClass::special);
        plan.paying_accounts[c] =
            special ? paying_accounts(model.debt_policy.special, model::Account::fund)
                    : paying_accounts(c == static_cast<std::size_t>(model::DebtClass::general)
                                          ? model.debt_policy.general
                                          : model::PayingAccounts{},
                                      model::Account::general);
        if (plan.class_used[c]) plan.ladders = c + 1;
    }

    // In the order of the enumerations in plan.hpp.
    auto& at = plan.optional_slots;
    if (plan.tier_rules) {
        at.tier = add_group(
            plan, {{Indicator::market_closed, "total"}, {Indicator::bonds_refused, "total"}});
    }
    if (model.limits_refinancing()) {
        at.refusal = add_group(plan, {{Indicator::refinancing_refused, "total"}});
    }
    if (plan.changes_class) {
        at.resolution = add_group(plan, {{Indicator::refinanced, "changed_class"}});
    }
    if (model.debt_policy.full_calibre) {
        plan.full_calibre = *model.debt_policy.full_calibre;
        at.full_calibre = add_group(plan, {{Indicator::debt_full_calibre, "total"},
                                           {Indicator::debt_ratio_full_calibre, "total"},
                                           {Indicator::debt_tier_full_calibre, "green"},
                                           {Indicator::debt_tier_full_calibre, "yellow"},
                                           {Indicator::debt_tier_full_calibre, "orange"},
                                           {Indicator::debt_tier_full_calibre, "red"}});
    }
    if (plan.class_used[static_cast<std::size_t>(model::DebtClass::special)]) {
        at.coverage = add_group(plan, {{Indicator::special_coverage, "total"},
                                       {Indicator::special_coverage, "life"},
                                       {Indicator::special_fallback, "total"}});
    }
    if (plan.restructuring) {
        at.restructuring = add_group(plan, {{Indicator::restructuring, "total"},
                                            {Indicator::interest_share, "general"},
                                            {Indicator::interest_share, "special"},
                                            {Indicator::restructuring_hit, "general"},
                                            {Indicator::restructuring_hit, "special"},
                                            {Indicator::projects_held_back, "total"}});
    }
    if (plan.platform) {
        at.platform = add_group(plan, {{Indicator::platform_cash, "total"},
                                       {Indicator::platform_income, "total"},
                                       {Indicator::platform_subsidy, "total"},
                                       {Indicator::platform_shortfall, "total"},
                                       {Indicator::contingent_calls, "total"}});
    }
}

}  // namespace coffer::plan
