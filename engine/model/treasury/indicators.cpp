// Indicators of the treasury: accounts, payments, the platform company.
#include <algorithm>

#include "coffer/model/model.hpp"
#include "figures/register.hpp"

namespace coffer::model {
namespace {

std::optional<Text> without_platform(const Model& model) {
    if (model.platform) return std::nullopt;
    return Text{"没有 [platform]", "there is no [platform]"};
}

std::optional<Text> without_contracts(const Model& model) {
    if (model.has_expenditure(ExpenditureLine::Category::contracted)) return std::nullopt;
    if (model.owes_contractors()) return std::nullopt;
    return Text{"expenditure.csv 没有合同支出（contracted），projects.csv 没有 contractors_carry",
                "expenditure.csv has nothing of the category contracted, projects.csv no "
                "contractors_carry"};
}

std::optional<Text> without_remittance(const Model& model) {
    if (model.has_expenditure(ExpenditureLine::Category::remittance)) return std::nullopt;
    return Text{"expenditure.csv 没有上解支出（remittance）",
                "expenditure.csv has nothing of the category remittance"};
}

std::vector<Dimension> creditors(const Model& model) {
    std::vector<Dimension> result{Dimension::Kind::total, Dimension::Kind::suppliers,
                                  Dimension::Kind::three_guarantees};
    if (model.owes_contractors()) result.emplace_back(Dimension::Kind::contractors);
    return result;
}

}  // namespace

std::vector<IndicatorInfo> treasury_indicators() {
    using I = Indicator;
    return {
        {I::fiscal_capacity,
         "fiscal_capacity",
         Unit::money,
         Better::more,
         {"一般公共预算收入、上级补助、政府性基金收入、国有资本经营收入之和，减上解支出",
          "Sum of general budget revenue, transfers, government-fund and state-capital revenue, "
          "less "
          "remittance"}},
        {I::expenditure,
         "expenditure",
         Unit::money,
         Better::neither,
         {"当年支付的“三保”和其他支出", "Three-guarantees and other expenditure paid in the year"}},
        {I::three_guarantees,
         "three_guarantees",
         Unit::money,
         Better::neither,
         {"当年支付的“三保”支出", "Three-guarantees expenditure paid in the year"}},
        {I::three_guarantees_cover,
         "three_guarantees_cover",
         Unit::ratio,
         Better::more,
         {"当年支付的“三保”支出除以支付数与年末欠付之和",
          "Three guarantees paid in the year over what was paid and what is left unpaid at its "
          "end"},
         {},
         {.at_most_one = true}},
        {I::fiscal_project_spending,
         "fiscal_project_spending",
         Unit::money,
         Better::neither,
         {"项目和项目池当年使用的财政资金",
          "Fiscal funds drawn by projects and pipelines in the year"}},
        {I::financing_gap,
         "financing_gap",
         Unit::money,
         Better::less,
         {"当年到期而未能支付的“三保”、利息、本金和其他支出",
          "What fell due in the year under three guarantees, interest, principal and other, and "
          "was not paid"}},
        {I::cash,
         "cash",
         Unit::money,
         Better::more,
         {"三个账户年末余额之和，不含已到位未使用的专项资金",
          "The three accounts at the end of the year, without earmarked money not spent yet"},
         {.by_month = true},
         {.may_be_negative = true}},
        {I::cash_min,
         "cash_min",
         Unit::money,
         Better::more,
         {"当年三个账户月末余额之和的最低值",
          "Lowest month-end sum of the three accounts in the year"},
         {},
         {.may_be_negative = true}},
        {I::platform_cash,
         "platform_cash",
         Unit::money,
         Better::more,
         {"年末平台公司现金余额", "Cash of the platform company at the end of the year"},
         {.missing = without_platform},
         {.may_be_negative = true}},
        {I::platform_income,
         "platform_income",
         Unit::money,
         Better::more,
         {"平台公司当年的经营收入", "Operating income of the platform company in the year"},
         {.missing = without_platform}},
        {I::platform_subsidy,
         "platform_subsidy",
         Unit::money,
         Better::less,
         {"财政当年支付给平台公司的补贴",
          "Subsidies that the county pays to the platform company in the year"},
         {.missing = without_platform},
         {.is_met_by_paying = true}},
        {I::platform_shortfall,
         "platform_shortfall",
         Unit::money,
         Better::less,
         {"平台公司当年到期而自有现金不足以支付的债务本息",
          "Debt service of the platform company falling due in the year that its own cash does not "
          "cover"},
         {.missing = without_platform}},
        {I::contingent_calls,
         "contingent_calls",
         Unit::money,
         Better::less,
         {"平台公司偿债缺口中转由财政承担的部分",
          "Part of the platform shortfall that becomes a call on the county"},
         {.missing = without_platform}},
        {I::payables,
         "payables",
         Unit::money,
         Better::less,
         {"年末未付的合同支出、“三保”支出和施工方垫付的工程款",
          "Contracted expenditure, three guarantees and work of contractors unpaid at the end of "
          "the year"},
         {.missing = without_contracts, .dimensions = creditors, .by_month = true}},
        {I::remittance,
         "remittance",
         Unit::money,
         Better::less,
         {"当年应上解的支出，从综合财力中扣除",
          "What is due to higher levels in the year; taken off fiscal capacity"},
         {.missing = without_remittance},
         {.is_met_by_paying = true}},
        {I::cash_held,
         "cash_held",
         Unit::money,
         Better::more,
         {"年末三个账户，加已到位未使用的债券、上级补助、指标交易和资产处置资金",
          "The three accounts at the end of the year, with money of bonds, grants, land quota and "
          "asset disposal that is not spent yet"}},
        {I::cash_cover,
         "cash_cover",
         Unit::ratio,
         Better::more,
         {"年末库款余额（含专项资金）除以当年月均支付，至多 100",
          "Cash with earmarked money at the end of the year over the payments of an average month "
          "of it, at most 100"},
         {},
         {.is_months = true}}};
}

}  // namespace coffer::model
