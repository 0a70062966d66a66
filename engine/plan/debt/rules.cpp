#include "debt/rules.hpp"

#include <algorithm>

#include "figures/slots.hpp"

namespace coffer::plan {

namespace {

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

    add_if_there(model, plan, plan.tier_slots, tier_figures);
    add_if_there(model, plan, plan.refusal_slots, refusal_figures);
    add_if_there(model, plan, plan.resolution_slots, resolution_figures);
    if (model.debt_policy.full_calibre) {
        plan.full_calibre = *model.debt_policy.full_calibre;
    }
    add_if_there(model, plan, plan.full_calibre_slots, full_calibre_figures);
    if (plan.class_used[static_cast<std::size_t>(model::DebtClass::special)]) {
        plan.add_figures(plan.coverage_slots, coverage_figures);
    }
    add_if_there(model, plan, plan.restructuring_slots, restructuring_figures);
    add_if_there(model, plan, plan.platform_slots, platform_figures);
}

void add_limits(const model::Model& model, Plan& plan) {
    for (const auto& limit : model.debt_limits) {
        auto& by_class = plan.debt_limit[static_cast<std::size_t>(limit.debt_class)];
        for (std::size_t month = 0; month < static_cast<std::size_t>(plan.months); ++month) {
            by_class.push_back(static_cast<double>(limit.limit[month / 12].fen()));
        }
        plan.limits_debt = true;
    }
}

void add_financing_figures(Plan& plan) {
    if (plan.limits_debt || plan.earns_deposit_rate || plan.capitalises || plan.costs_issue) {
        plan.add_figures(plan.financing_slots, financing_figures);
    }
}

}  // namespace coffer::plan
