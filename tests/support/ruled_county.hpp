#pragma once
#include "scenarios.hpp"

namespace coffer::testing {

/// A founding scenario in distress with every rule on debt at work: tiers that act by full-calibre
/// debt, a market that closes, assets that do not outlast their debt, hidden and other debt,
/// special debt served from listed accounts, fiscal restructuring. Bounds lie inside the range of
/// the paths.
inline model::Model ruled_county(const std::string& name) {
    auto model = load_model(name, {{"treasury.opening_general", "1亿"},
                                   {"treasury.opening_fund", "0"},
                                   {"treasury.cash_floor", "1亿"},
                                   {"treasury.penalty_rate", "0.1"}});
    const bool indebted = name == "wanghua-2021";
    model.tiers = indebted ? model::Tiers{1.05, 1.25, 1.45} : model::Tiers{0.85, 0.95, 1.1};
    model.tier_rules.emplace();
    model.tier_rules->full_calibre = true;
    model.tier_rules->initial = model::Tier::yellow;
    model.tier_rules->rules = {{{0.0, 0.01, 0.5, 1.0},
                                {0.004, 0.05, 0.4, 0.9},
                                {0.01, 0.15, 0.3, 0.5},
                                {0.02, 0.3, 0.2, 0.25}}};
    model.debt_policy.full_calibre = {true, true, false, true, true, false};
    model.debt_policy.special = {model::Account::fund, model::Account::general};
    model.debt_policy.general = {model::Account::general, model::Account::state_capital};
    model.restructuring = indebted ? model::Restructuring{0.029, 0.9, 0.3, 0.4, 1}
                                   : model::Restructuring{0.0255, 0.15, 0.3, 0.4, 1};
    // A platform company that cannot carry its debt alone.
    for (auto& line : model.revenue) {
        if (line.platform) line.flow.annual.assign(line.flow.annual.size(), Money());
    }
    for (auto& source : model.sources) {
        if (source.kind != model::Source::Kind::platform_bond) continue;
        source.arrival.annual.assign(source.arrival.annual.size(), Money());
    }
    for (auto& line : model.expenditure) {
        if (line.category == model::ExpenditureLine::Category::platform_subsidy) {
            line.category = model::ExpenditureLine::Category::other;
        }
    }
    model.platform = model::Platform{Money::from_fen(100'000'000), 0.4};
    auto income = model.revenue.back();
    income.id = "zz_company";
    income.flow.stream = stream_of("revenue", income.id);
    income.platform = true;
    income.district.clear();
    income.category = model::RevenueLine::Category::own;
    for (auto& amount : income.flow.annual) amount = Money::from_fen(2'000'000'000);
    model.revenue.push_back(income);
    for (auto& line : model.expenditure) {
        if (line.category != model::ExpenditureLine::Category::other) continue;
        line.category = model::ExpenditureLine::Category::platform_subsidy;
        for (std::size_t year = 0; year < line.flow.annual.size(); ++year) {
            const auto share = static_cast<double>(line.flow.annual.size() - year) / 100.0;
            line.flow.annual[year] = Money::from_fen(static_cast<std::int64_t>(
                static_cast<double>(line.flow.annual[year].fen()) * share));
        }
        break;
    }
    for (const auto& source : model.sources) {
        if (source.kind != model::Source::Kind::special_bond) continue;
        auto bond = source;
        bond.id = "zz_platform_bond";
        bond.kind = model::Source::Kind::platform_bond;
        bond.deposit_rate = {};
        bond.arrival.stream = stream_of("source", bond.id);
        model.sources.push_back(bond);
        break;
    }
    // Some projects that have not started yet, for a restructuring to hold back.
    int later = 12;
    for (std::size_t p = 0; p < model.projects.size(); p += 4) {
        auto& project = model.projects[p];
        project.progress = 0.0;
        project.spent_to_date.reset();
        project.first_year_investment.reset();
        project.stages.front().not_before = later++;
        project.stages.front().deadline.reset();
    }
    // By id: bank_loans (floating), gen_bonds, platform_debt, spec_bonds.
    model.debt[3].principal = Money::from_fen(3 * model.debt[3].principal.fen());
    auto hidden = model.debt[2];
    hidden.id = "q_hidden";
    hidden.debt_class = model::DebtClass::hidden;
    hidden.asset_life_end = 50;
    auto other = model.debt[0];
    other.id = "q_other";
    other.debt_class = model::DebtClass::other;
    other.asset_life_end = 40;
    auto limited = model.debt[1];
    limited.id = "q_limited";
    limited.asset_life_end = 39;
    model.debt.insert(model.debt.end() - 1, {hidden, limited, other});
    for (const auto debt_class : {model::DebtClass::hidden, model::DebtClass::other}) {
        auto refinancing = model.refinancing.back();
        refinancing.debt_class = debt_class;
        refinancing.share.assign(static_cast<std::size_t>(model.years), 0.7);
        refinancing.terms.tenor_months = 24;
        model.refinancing.push_back(refinancing);
    }
    for (auto& refinancing : model.refinancing) refinancing.share[0] = 0.6;
    return model;
}

}  // namespace coffer::testing
