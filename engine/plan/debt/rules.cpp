#include "debt/rules.hpp"

#include <algorithm>

#include "figures/slots.hpp"

namespace coffer::plan {

namespace {

/// What is no statutory debt is paid from what there is.
const model::PayingAccounts any_account{model::Account::general, model::Account::fund,
                                        model::Account::state_capital};

PayingAccounts paying_accounts(const model::PayingAccounts& listed) {
    PayingAccounts result;
    for (const auto account : listed) result.order[result.count++] = account;
    result.ring_fenced = result.count < result.order.size();
    return result;
}

}  // namespace

void add_debt_rules(const model::Model& model, Plan& plan) {
    plan.tier_rules = model.tier_rules;
    plan.restructuring = model.restructuring;
    plan.platform = model.platform;
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        const auto debt_class = static_cast<model::DebtClass>(c);
        plan.paying_accounts[c] =
            paying_accounts(debt_class == model::DebtClass::general   ? model.debt_policy.general
                            : debt_class == model::DebtClass::special ? model.debt_policy.special
                                                                      : any_account);
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
