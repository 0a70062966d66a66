// Indicators of debt, of the rules on it, and of fiscal restructuring.
#include <algorithm>

#include "coffer/model/model.hpp"
#include "coffer/model/names.hpp"
#include "figures/register.hpp"

namespace coffer::model {
namespace {

std::optional<Text> without_limits(const Model& model) {
    if (!model.debt_limits.empty()) return std::nullopt;
    return Text{"没有 debt_limits.csv", "there is no debt_limits.csv"};
}

std::optional<Text> without_idle_money(const Model& model) {
    const bool earns =
        std::any_of(model.sources.begin(), model.sources.end(),
                    [](const Source& each) { return each.deposit_rate.per_year > 0.0; });
    if (!model.debt_limits.empty() || earns) return std::nullopt;
    return Text{"没有 debt_limits.csv，也没有来源给出 deposit_rate",
                "there is neither debt_limits.csv nor a source with a deposit_rate"};
}

/// Whether interest of some debt is added to it in a holiday.
bool capitalises_in_holidays(const Model& model) {
    const auto does = [](const LoanTerms& loan) {
        return loan.holiday && loan.holiday->stops_interest &&
               loan.holiday->interest == PaymentHoliday::Interest::capitalised;
    };
    return std::any_of(model.debt.begin(), model.debt.end(),
                       [&](const Instrument& each) { return does(each.loan); }) ||
           std::any_of(model.sources.begin(), model.sources.end(),
                       [&](const Source& each) { return each.debt && does(each.debt->loan); }) ||
           std::any_of(model.refinancing.begin(), model.refinancing.end(),
                       [&](const Refinancing& each) { return does(each.terms.loan); });
}

std::optional<Text> without_capitalised_interest(const Model& model) {
    const bool built =
        std::any_of(model.projects.begin(), model.projects.end(), [&model](const Project& project) {
            return std::any_of(project.funding.begin(), project.funding.end(),
                               [&model](const Funding& row) {
                                   return model.sources[row.source.value].capitalises_interest;
                               });
        });
    if (built || capitalises_in_holidays(model)) return std::nullopt;
    return Text{
        "没有项目使用 construction_interest 为 capitalised 的贷款，"
        "也没有债务在停付期把利息计入本金",
        "no project draws on a loan with construction_interest capitalised, and no "
        "debt adds interest to itself in a holiday"};
}

std::optional<Text> without_issue_costs(const Model& model) {
    const auto costs = [](const NewDebtTerms& terms) {
        return terms.issue_price - terms.issue_fee != 1.0;
    };
    if (std::any_of(model.sources.begin(), model.sources.end(),
                    [&](const Source& each) { return each.debt && costs(*each.debt); }) ||
        std::any_of(model.refinancing.begin(), model.refinancing.end(),
                    [&](const Refinancing& each) { return costs(each.terms); })) {
        return std::nullopt;
    }
    return Text{"没有债务给出 issue_price 或 issue_fee", "no debt has an issue_price or issue_fee"};
}

std::optional<Text> without_special_debt(const Model& model) {
    const bool existing = std::any_of(
        model.debt.begin(), model.debt.end(),
        [](const Instrument& instrument) { return instrument.debt_class == DebtClass::special; });
    const bool issued =
        std::any_of(model.sources.begin(), model.sources.end(),
                    [](const Source& source) { return source.kind == Source::Kind::special_bond; });
    const bool moved =
        std::any_of(model.refinancing.begin(), model.refinancing.end(),
                    [](const Refinancing& each) { return each.new_class() == DebtClass::special; });
    if (existing || issued || moved || !model.coverages.empty()) return std::nullopt;
    return Text{"没有专项债务", "there is no special debt"};
}

std::optional<Text> without_tiers(const Model& model) {
    if (model.tier_rules) return std::nullopt;
    return Text{"没有 tiers.csv", "there is no tiers.csv"};
}

std::optional<Text> without_refusals(const Model& model) {
    if (model.limits_refinancing()) return std::nullopt;
    return Text{"没有 tiers.csv，也没有 asset_life_end 或 asset_life_years",
                "there is neither tiers.csv nor an asset_life_end or asset_life_years"};
}

std::optional<Text> without_full_calibre(const Model& model) {
    if (model.debt_policy.full_calibre) return std::nullopt;
    return Text{"没有 debt.full_calibre", "debt.full_calibre is not given"};
}

std::optional<Text> without_restructuring(const Model& model) {
    if (model.restructuring) return std::nullopt;
    return Text{"没有 [restructuring]", "there is no [restructuring]"};
}

std::optional<Text> without_output(const Model& model) {
    if (model.economy.gdp) return std::nullopt;
    return Text{"没有 economy.gdp", "economy.gdp is not given"};
}

std::vector<Dimension> tiers(const Model& /*model*/) {
    return {Dimension::Kind::green, Dimension::Kind::yellow, Dimension::Kind::orange,
            Dimension::Kind::red};
}

std::vector<Dimension> statutory(const Model& /*model*/) {
    return {Dimension::Kind::total, Dimension::Kind::general, Dimension::Kind::special};
}

std::vector<Dimension> both_budgets(const Model& /*model*/) {
    return {Dimension::Kind::general, Dimension::Kind::special};
}

std::vector<Dimension> each_debt(const Model& model) {
    std::vector<Dimension> dimensions = {Dimension::Kind::total};
    for (Dimension& debt : debts_of(model)) dimensions.push_back(std::move(debt));
    return dimensions;
}

std::vector<Dimension> limited_classes(const Model& model) {
    std::vector<Dimension> dimensions;
    for (const DebtLimit& limit : model.debt_limits) {
        dimensions.emplace_back(limit.debt_class == DebtClass::special ? Dimension::Kind::special
                                                                       : Dimension::Kind::general);
    }
    return dimensions;
}

std::vector<Dimension> kinds_of_refinancing(const Model& model) {
    std::vector<Dimension> dimensions = {Dimension::Kind::total};
    if (std::any_of(model.refinancing.begin(), model.refinancing.end(),
                    [](const Refinancing& each) { return each.new_class() != each.debt_class; })) {
        dimensions.emplace_back(Dimension::Kind::changed_class);
    }
    return dimensions;
}

std::vector<Dimension> each_coverage(const Model& model) {
    std::vector<Dimension> dimensions = {Dimension::Kind::total, Dimension::Kind::life};
    for (const Coverage& coverage : model.coverages) {
        for (std::size_t which = 0; which < coverage_cases; ++which) {
            dimensions.emplace_back(Dimension::Kind::project, coverage.id, which);
        }
    }
    return dimensions;
}

}  // namespace

std::vector<IndicatorInfo> debt_indicators() {
    using I = Indicator;
    return {
        {I::debt_statutory,
         "debt_statutory",
         Unit::money,
         Better::less,
         {"年末一般债务和专项债务余额", "General and special debt at the end of the year"},
         {.dimensions = statutory},
         {.is_met_by_paying = true}},
        {I::debt_total,
         "debt_total",
         Unit::money,
         Better::less,
         {"年末各类债务余额之和", "Debt of all classes at the end of the year"},
         {},
         {.is_met_by_paying = true}},
        {I::new_debt,
         "new_debt",
         Unit::money,
         Better::neither,
         {"当年发行和提取的债务，不含再融资",
          "Debt issued and drawn in the year, without refinancing"}},
        {I::debt_ratio,
         "debt_ratio",
         Unit::ratio,
         Better::less,
         {"法定债务余额除以综合财力", "Statutory debt over comprehensive fiscal capacity"}},
        {I::debt_to_gdp,
         "debt_to_gdp",
         Unit::ratio,
         Better::less,
         {"法定债务余额除以 GDP", "Statutory debt over GDP"},
         {.missing = without_output}},
        {I::debt_tier,
         "debt_tier",
         Unit::count,
         Better::neither,
         {"债务率所在等级为 1，其余为 0", "1 for the tier of the debt ratio, 0 for the others"},
         {.dimensions = tiers},
         {.at_most_one = true, .is_chance = true}},
        {I::debt_service,
         "debt_service",
         Unit::money,
         Better::less,
         {"当年到期的利息和本金，再融资之前",
          "Interest and principal falling due in the year, before refinancing"},
         {.dimensions = each_debt, .by_month = true},
         {.may_be_negative = true, .is_met_by_paying = true}},
        {I::interest,
         "interest",
         Unit::money,
         Better::less,
         {"当年到期的利息", "Interest falling due in the year"},
         {},
         {.may_be_negative = true, .is_met_by_paying = true}},
        {I::implicit_interest_rate,
         "implicit_interest_rate",
         Unit::ratio,
         Better::less,
         {"当年到期的利息除以上年末各类债务总余额",
          "Interest falling due in the year over total debt at the end of the year before"},
         {},
         {.may_be_negative = true}},
        {I::principal,
         "principal",
         Unit::money,
         Better::less,
         {"当年到期的本金，再融资之前", "Principal falling due in the year, before refinancing"},
         {},
         {.is_met_by_paying = true}},
        {I::refinanced,
         "refinanced",
         Unit::money,
         Better::neither,
         {"当年由再融资替换的到期本金", "Maturing principal replaced by refinancing in the year"},
         {.dimensions = kinds_of_refinancing}},
        {I::arrears,
         "arrears",
         Unit::money,
         Better::less,
         {"年末逾期的利息和本金", "Interest and principal in arrears at the end of the year"},
         {.by_month = true}},
        {I::market_closed,
         "market_closed",
         Unit::count,
         Better::less,
         {"当年债券市场对本地关闭的月数", "Months of the year in which the bond market is closed"},
         {.missing = without_tiers}},
        {I::bonds_refused,
         "bonds_refused",
         Unit::money,
         Better::less,
         {"因债务风险等级的限额或市场关闭而当年未能发行的债券",
          "Bonds of the year that the limit of the tier or a closed market kept from being "
          "issued"},
         {.missing = without_tiers}},
        {I::refinancing_refused,
         "refinancing_refused",
         Unit::money,
         Better::less,
         {"因市场关闭或资产剩余年限不足而未能再融资的到期本金",
          "Maturing principal that a closed market or the remaining life of its asset kept from "
          "being refinanced"},
         {.missing = without_refusals}},
        {I::debt_full_calibre,
         "debt_full_calibre",
         Unit::money,
         Better::less,
         {"年末计入全口径的各类债务余额",
          "Debt at the end of the year of the classes that count as full-calibre"},
         {.missing = without_full_calibre},
         {.is_met_by_paying = true}},
        {I::debt_ratio_full_calibre,
         "debt_ratio_full_calibre",
         Unit::ratio,
         Better::less,
         {"全口径债务余额除以综合财力", "Full-calibre debt over comprehensive fiscal capacity"},
         {.missing = without_full_calibre}},
        {I::debt_tier_full_calibre,
         "debt_tier_full_calibre",
         Unit::count,
         Better::neither,
         {"全口径债务率所在等级为 1，其余为 0",
          "1 for the tier of the full-calibre debt ratio, 0 for the others"},
         {.missing = without_full_calibre, .dimensions = tiers},
         {.at_most_one = true, .is_chance = true}},
        {I::special_coverage,
         "special_coverage",
         Unit::ratio,
         Better::more,
         {"政府性基金收入除以当年到期的专项债务本息，至多 100",
          "Government-fund revenue over interest and principal of special debt falling due in the "
          "year, at most 100"},
         {.missing = without_special_debt, .dimensions = each_coverage},
         {.is_multiple = true}},
        {I::special_fallback,
         "special_fallback",
         Unit::money,
         Better::less,
         {"当年由首要账户以外的账户支付的专项债务本息",
          "Service of special debt paid in the year by others than the first of its accounts"},
         {.missing = without_special_debt}},
        {I::restructuring,
         "restructuring",
         Unit::count,
         Better::less,
         {"当年处于财政重整的月数", "Months of the year in fiscal restructuring"},
         {.missing = without_restructuring}},
        {I::interest_share,
         "interest_share",
         Unit::ratio,
         Better::less,
         {"一般债务付息除以一般公共预算支出，专项债务付息除以政府性基金支出",
          "General-debt interest over general-budget expenditure, special-debt interest over "
          "government-fund expenditure"},
         {.missing = without_restructuring, .dimensions = both_budgets}},
        {I::restructuring_hit,
         "restructuring_hit",
         Unit::count,
         Better::less,
         {"当年付息占比超过界限为 1，否则为 0",
          "1 in a year whose interest share is above its threshold, else 0"},
         {.missing = without_restructuring, .dimensions = both_budgets},
         {.at_most_one = true}},
        {I::projects_held_back,
         "projects_held_back",
         Unit::count,
         Better::less,
         {"当年因财政重整不得开工的项目数",
          "Projects that fiscal restructuring keeps from starting at some time in the year"},
         {.missing = without_restructuring}},
        {I::debt_limit_room,
         "debt_limit_room",
         Unit::money,
         Better::more,
         {"年末债务限额减去该类债务余额，可为负",
          "The debt limit less the debt of the class at the end of the year; may be negative"},
         {.missing = without_limits, .dimensions = limited_classes},
         {.may_be_negative = true}},
        {I::idle_bond_money,
         "idle_bond_money",
         Unit::money,
         Better::less,
         {"年末已发行而未使用的债券资金", "Bond money issued and not spent at the end of the year"},
         {.missing = without_idle_money}},
        {I::capitalised_interest,
         "capitalised_interest",
         Unit::money,
         Better::less,
         {"当年计入债务余额的利息", "Interest added to debt in the year"},
         {.missing = without_capitalised_interest}},
        {I::issue_costs,
         "issue_costs",
         Unit::money,
         Better::less,
         {"当年发行债务的面值减去收到的资金",
          "Face of debt issued in the year less the money received for it"},
         {.missing = without_issue_costs}}};
}

std::vector<Dimension> debts_of(const Model& model) {
    std::vector<Dimension> debts;
    for (const Instrument& each : model.debt)
        debts.emplace_back(Dimension::Kind::instrument, each.id);
    for (const Source& each : model.sources) {
        if (each.debt) debts.emplace_back(Dimension::Kind::source, each.id);
    }
    for (const char* debt_class : debt_class_names) {
        const bool borrowed = std::any_of(
            model.refinancing.begin(), model.refinancing.end(), [&](const Refinancing& each) {
                return debt_class_names[static_cast<std::size_t>(each.new_class())] == debt_class;
            });
        if (borrowed) debts.emplace_back(Dimension::Kind::refinancing, debt_class);
    }
    return debts;
}

}  // namespace coffer::model
