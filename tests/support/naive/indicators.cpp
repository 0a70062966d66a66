// Section 8 of docs/model: indicators.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "coffer/model/names.hpp"
#include <support/naive/path.hpp>

namespace coffer::naive {

void Simulator::Setup::name_series() {
    for (const auto& [indicator, dimension] : fixed_names) series.push_back({indicator, dimension});
    std::set<std::string> districts;
    for (const auto& project : model.projects) districts.insert(project.district);
    for (const auto& pipeline : model.pipelines) districts.insert(pipeline.district);
    districts.erase("");
    for (const std::string& district : districts) {
        series.push_back({"fai", "district:" + district});
    }
    std::set<std::string> towns;
    for (const auto& line : model.revenue) towns.insert(line.district);
    for (const auto& taxpayer : model.taxpayers) towns.insert(taxpayer.district);
    for (const auto& project : model.projects) {
        if (amount(project.new_output) * project.tax_rate > 0.0) towns.insert(project.district);
    }
    for (const auto& income : model.project_income) {
        if (income.kind == model::ProjectIncome::Kind::operating_cost || income.platform) continue;
        if (income.account != model::Account::general) continue;
        towns.insert(model.projects[income.project.value].district);
    }
    towns.erase("");
    for (const std::string& town : towns) {
        series.push_back({"general_revenue", "district:" + town});
    }
    for (const auto& each : model.economic_series) {
        series.push_back({"economy", "series:" + each.id});
        series.push_back({"economy_growth", "series:" + each.id});
    }
    const auto add = [this](const char* indicator, const char* dimension) {
        series.push_back({indicator, dimension});
        return series.size() - 1;
    };
    bool idle = !model.debt_limits.empty();
    bool capitalises = false;
    const auto adds_interest = [&capitalises](const LoanTerms& loan) {
        capitalises |= loan.holiday && loan.holiday->stops_interest &&
                       loan.holiday->interest == model::PaymentHoliday::Interest::capitalised;
    };
    for (const model::Instrument& each : model.debt) adds_interest(each.loan);
    for (const model::Refinancing& each : model.refinancing) adds_interest(each.terms.loan);
    for (const model::Source& source : model.sources) {
        if (source.debt) adds_interest(source.debt->loan);
        idle = idle || source.deposit_rate.per_year > 0.0;
        // Only a loan that some project may draw.
        for (const model::Project& project : model.projects) {
            for (const model::Funding& row : project.funding) {
                capitalises |=
                    source.capitalises_interest && &model.sources[row.source.value] == &source;
            }
        }
    }
    for (const model::DebtLimit& limit : model.debt_limits) {
        if (limit.debt_class == DebtClass::general) {
            optional.general_room = add("debt_limit_room", "general");
        } else {
            optional.special_room = add("debt_limit_room", "special");
        }
    }
    if (idle) optional.idle_bonds = add("idle_bond_money", "total");
    if (capitalises) optional.capitalised = add("capitalised_interest", "total");
    const std::map<model::ProjectIncome::Kind, const char*> kinds{
        {model::ProjectIncome::Kind::operating_revenue, "operating_revenue"},
        {model::ProjectIncome::Kind::operating_cost, "operating_cost"},
        {model::ProjectIncome::Kind::land_sale, "land_sales"}};
    for (const auto& income : model.project_income) {
        const auto kind = kinds.find(income.kind);
        if (kind == kinds.end() || optional.project_income.contains(income.kind)) continue;
        optional.project_income[income.kind] = add(kind->second, "total");
    }
    for (const model::Refinancing& each : model.refinancing) {
        if (each.into.value_or(each.debt_class) == each.debt_class) continue;
        if (optional.resolved == 0) optional.resolved = add("refinanced", "changed_class");
    }
    bool costs = false;
    for (const model::Source& each : model.sources) {
        costs |= each.debt && each.debt->issue_price - each.debt->issue_fee != 1.0;
    }
    for (const model::Refinancing& each : model.refinancing) {
        costs |= each.terms.issue_price - each.terms.issue_fee != 1.0;
    }
    std::set<std::string> asked;
    for (const model::Target& target : model.targets) {
        if (target.indicator == "debt_service" && !target.dimension.id.empty()) {
            asked.insert(target.dimension.text());
        }
    }
    if (model.simulation.each_debt) {
        for (const auto& each : model.debt) asked.insert("instrument:" + each.id);
        for (const auto& each : model.sources) {
            if (each.debt) asked.insert("source:" + each.id);
        }
        for (const auto& each : model.refinancing) {
            const auto into = static_cast<std::size_t>(each.into.value_or(each.debt_class));
            asked.insert(std::string("refinancing:") + model::debt_class_names[into]);
        }
    }
    for (const std::string& debt : asked) {
        optional.each_debt[debt] = add("debt_service", debt.c_str());
    }
    if (costs) optional.issue_costs = add("issue_costs", "total");
    if (has_special_debt) optional.life_coverage = add("special_coverage", "life");
    for (const model::Coverage& each : model.coverages) {
        optional.coverages.emplace_back();
        std::size_t which = 0;
        for (const char* name : {"", ":income-10%", ":cost+10%"}) {
            series.push_back({"special_coverage", "project:" + each.id + name});
            optional.coverages.back()[which++] = series.size() - 1;
        }
    }
    funnel_series = series.size();
    if (!model.funnels.empty()) {
        series.push_back({"investment_attracted", "total"});
        for (const char* step :
             {"negotiating", "signed", "landed", "arrived", "newly_signed", "newly_landed"}) {
            series.push_back({"prospects", step});
        }
        for (const auto& funnel : model.funnels) {
            if (model.funnels.size() < 2) break;
            if (funnel.source) {
                series.push_back({"investment_attracted", "funnel:" + funnel.id});
            }
            // What can never be other than 0 is not told.
            double come = 0.0;
            for (const double rate : funnel.new_prospects) come += rate;
            const auto tell = [&](const char* step, const char* next) {
                if (come == 0.0) return;
                series.push_back({"prospects", step + (":" + funnel.id)});
                series.push_back({"prospects", next + (":" + funnel.id)});
            };
            come += funnel.initial[0];
            tell("negotiating", "newly_signed");
            come += funnel.initial[1];
            tell("signed", "newly_landed");
            come += funnel.initial[2];
            tell("landed", "arrived");
        }
    }
}

std::size_t Simulator::Setup::series_of(const std::string& indicator,
                                        const std::string& dimension) const {
    for (std::size_t i = fixed_series_count; i < series.size(); ++i) {
        if (series[i].indicator == indicator && series[i].dimension == dimension) return i;
    }
    return 0;
}

bool Simulator::Setup::defined(std::size_t which, int year) const {
    switch (which) {
        case fai_growth:
            return year > 0 || model.base_year.fai.has_value();
        case general_revenue_growth:
            return year > 0 || model.base_year.general_revenue.has_value();
        case first_year_execution:
            return year == 0 && first_year_plan > 0.0;
        case general_revenue_execution:
            return model.budget.general_revenue.has_value();
        case gdp:
        case gdp_growth:
        case debt_to_gdp:
            return model.economy.gdp.has_value();
        case market_closed:
        case bonds_refused:
            return model.tier_rules.has_value();
        case refinancing_refused:
            return model.tier_rules.has_value() || has_asset_lives;
        case debt_full_calibre:
        case debt_ratio_full_calibre:
        case full_green:
        case full_yellow:
        case full_orange:
        case full_red:
            return model.debt_policy.full_calibre.has_value();
        case payables_all:
        case payables_suppliers:
        case payables_guaranteed:
            return model.has_expenditure(Category::contracted) || model.owes_contractors();
        case payables_contractors:
            return model.owes_contractors();
        case remittance:
            return model.has_expenditure(Category::remittance);
        case account_transfers:
            return !model.account_transfers.empty();
        case special_coverage:
        case special_fallback:
            return has_special_debt;
        case restructuring_months:
        case general_interest_share:
        case special_interest_share:
        case general_hit:
        case special_hit:
        case projects_held_back:
            return model.restructuring.has_value();
        case platform_cash:
        case platform_income:
        case platform_subsidy:
        case platform_shortfall:
        case contingent_calls:
            return model.platform.has_value();
        case reserve_used:
            return model.reserve.has_value();
        case stabilisation_fund:
        case stabilisation_used:
            return model.stabilisation.has_value();
        case advances_outstanding:
        case advances_drawn:
            return model.advances.has_value();
        default:
            return true;
    }
}

/// Growth over the year before; none over a year below one yuan.
double Simulator::Path::growth(std::size_t series, const std::optional<Money>& base) {
    if (y == 0 && !base) return 0.0;
    const double before = y == 0 ? amount(*base) : annual(series, y - 1);
    return before < one_yuan ? 0.0 : year(series) / before - 1.0;
}

void Simulator::Path::end_year() {
    year(fai_growth) = growth(fai, model.base_year.fai);
    year(general_revenue_growth) = growth(general_revenue, model.base_year.general_revenue);
    if (model.budget.general_revenue) {
        year(general_revenue_execution) =
            year(general_revenue) / amount((*model.budget.general_revenue)[y]);
    }
    if (y == 0 && setup.first_year_plan > 0.0) {
        year(first_year_execution) = first_year_spending / setup.first_year_plan;
    }
    for (const ProjectState& p : projects) {
        if (p.suspended_this_year) year(projects_suspended) += 1.0;
    }
    for (std::size_t i = 0; i < setup.claimants.size(); ++i) {
        const bool given_up =
            setup.claimants[i].is_project && projects[setup.claimants[i].index].cancelled;
        if (!given_up) year(funding_shortfall) += lacking[i];
        if (!setup.claimants[i].is_project) lacking[i] = 0.0;
    }
    year(cash) = treasury();
    year(cash_held) = treasury();
    for (std::size_t i = 0; i < model.sources.size(); ++i) {
        const auto kind = model.sources[i].kind;
        const bool outside =
            kind == model::Source::Kind::fiscal || kind == model::Source::Kind::bank_loan ||
            kind == model::Source::Kind::platform || kind == model::Source::Kind::platform_bond ||
            kind == model::Source::Kind::investor;
        if (!outside) year(cash_held) += pool[i];
    }
    year(cash_cover) = std::min(100.0, year(cash_held) / std::max(one_yuan, year_paid_out / 12.0));
    year_paid_out = 0.0;
    year(platform_cash) = company_cash;
    year(stabilisation_fund) = fund_for_bad_years;
    year(advances_outstanding) = owed_above;
    year(fiscal_capacity) = year(general_revenue) + year(transfers) + year(fund_revenue) +
                            year(state_capital_revenue) - year(remittance);
    year(payables_suppliers) = owed_to_suppliers;
    year(payables_guaranteed) = payables;
    year(payables_contractors) = owed_to_contractors();
    year(payables_all) = owed_to_suppliers + payables + owed_to_contractors();

    std::array<double, model::debt_class_count> debt = principal_arrears;
    for (const Debt& each : loans) debt[index_of(each.debt_class)] += each.loan.balance();
    for (const Claim& claim : claims) {
        for (const double balance : claim.loan) debt[index_of(DebtClass::bank)] += balance;
    }
    for (const model::DebtLimit& limit : model.debt_limits) {
        const bool general = limit.debt_class == DebtClass::general;
        year(general ? setup.optional.general_room : setup.optional.special_room) =
            amount(limit.limit[y]) - debt[index_of(limit.debt_class)];
    }
    for (std::size_t i = 0; i < model.sources.size() && setup.optional.idle_bonds != 0; ++i) {
        const auto kind = model.sources[i].kind;
        if (kind == model::Source::Kind::special_bond ||
            kind == model::Source::Kind::general_bond) {
            year(setup.optional.idle_bonds) += pool[i];
        }
    }
    year(debt_statutory_general) = debt[index_of(DebtClass::general)];
    year(debt_statutory_special) = debt[index_of(DebtClass::special)];
    year(debt_statutory) = year(debt_statutory_general) + year(debt_statutory_special);
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        year(debt_total) += debt[c];
        year(arrears) += interest_arrears[c] + principal_arrears[c];
    }
    double before = 0.0;
    for (const model::Instrument& instrument : model.debt) before += amount(instrument.principal);
    if (y > 0) before = annual(debt_total, y - 1);
    year(implicit_interest_rate) = before < one_yuan ? 0.0 : year(interest) / before;
    if (model.economy.gdp) {
        year(gdp) = fen(amount(*model.economy.gdp) * std::exp(gdp_start + gdp_exponents / 12.0)) +
                    fen(model.economy.gdp_new_output_share * model.economy.additional_share *
                        year(new_output));
        year(gdp_growth) = growth(gdp, model.economy.gdp);
        year(debt_to_gdp) = year(debt_statutory) / std::max(year(gdp), one_yuan);
    }
    const double claimed = year(three_guarantees) + payables;
    year(three_guarantees_cover) = claimed > 0.0 ? year(three_guarantees) / claimed : 1.0;
    for (const auto& each : model.economic_series) {
        const double exponent = lucks.at(each.flow.stream).exponents / 12.0;
        const std::size_t level = setup.series_of("economy", "series:" + each.id);
        year(level) =
            fen(amount(each.flow.annual[0]) * std::exp(exponent)) +
            fen(each.new_output_share * model.economy.additional_share * year(new_output));
        year(setup.series_of("economy_growth", "series:" + each.id)) =
            growth(level, each.flow.annual[0]);
    }
    const double ratio = year(debt_statutory) / std::max(year(fiscal_capacity), one_yuan);
    year(debt_ratio) = ratio;
    const std::size_t tier = ratio >= model.tiers.red      ? tier_red
                             : ratio >= model.tiers.orange ? tier_orange
                             : ratio >= model.tiers.yellow ? tier_yellow
                                                           : tier_green;
    year(tier) = 1.0;
    close_debt_rules(debt, ratio);
}

std::size_t Simulator::Path::tier_number(double ratio) const {
    std::size_t number = 0;
    for (const double bound : {model.tiers.yellow, model.tiers.orange, model.tiers.red}) {
        if (ratio >= bound) ++number;
    }
    return number;
}

void Simulator::Path::close_debt_rules(const std::array<double, model::debt_class_count>& debt,
                                       double ratio) {
    if (model.debt_policy.full_calibre) {
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            if ((*model.debt_policy.full_calibre)[c]) year(debt_full_calibre) += debt[c];
        }
        const double wide = year(debt_full_calibre) / std::max(year(fiscal_capacity), one_yuan);
        year(debt_ratio_full_calibre) = wide;
        year(full_green + tier_number(wide)) = 1.0;
        if (model.tier_rules && model.tier_rules->full_calibre) ratio = wide;
    }
    if (model.tier_rules) last_tier = static_cast<model::Tier>(tier_number(ratio));
    year(special_coverage) =
        std::min(100.0, year(fund_revenue) / std::max(one_yuan, year_special_service));
    special_income += year(fund_revenue);
    special_service += year_special_service;
    const auto covered = [](double income, double service) {
        return std::min(100.0, income / std::max(one_yuan, service));
    };
    if (setup.optional.life_coverage > 0) {
        year(setup.optional.life_coverage) = covered(special_income, special_service);
    }
    for (std::size_t c = 0; c < model.coverages.size(); ++c) {
        const auto& [as_it_is, less_income, more_cost] = setup.optional.coverages[c];
        year(as_it_is) = covered(bonds_earned[c] - bonds_cost[c], bonds_owed[c]);
        year(less_income) = covered(0.9 * bonds_earned[c] - bonds_cost[c], bonds_owed[c]);
        year(more_cost) = covered(bonds_earned[c] - 1.1 * bonds_cost[c], bonds_owed[c]);
    }
    if (!model.restructuring) return;
    const model::Restructuring& rule = *model.restructuring;
    year(general_interest_share) = year_general_interest / std::max(one_yuan, year_general_budget);
    year(special_interest_share) = year_special_interest / std::max(one_yuan, year_fund_budget);
    const bool general_is_hit = year(general_interest_share) > rule.general_threshold;
    const bool special_is_hit = year(special_interest_share) > rule.special_threshold;
    year(general_hit) = general_is_hit ? 1.0 : 0.0;
    year(special_hit) = special_is_hit ? 1.0 : 0.0;
    if (general_is_hit) out.first_hit.emplace("restructuring_general", m);
    if (special_is_hit) out.first_hit.emplace("restructuring_special", m);
    if (general_is_hit || special_is_hit) {
        in_restructuring = true;
        clear_years = 0;
    } else if (++clear_years >= rule.exit_years) {
        in_restructuring = false;
    }
}

}  // namespace coffer::naive
