#include "coffer/model/indicators.hpp"

#include "coffer/base/contract.hpp"

namespace coffer::model {

// tests/docs/indicators.cpp holds this against docs/indicators.md.
const std::vector<IndicatorInfo>& indicator_register() {
    using I = Indicator;
    static const std::vector<IndicatorInfo> all = {
        {I::fai, "fai", Unit::money, {"固定资产投资", "Fixed-asset investment"},
         {"当年计入固定资产投资的支出", "Spending of the year that counts as FAI"}},
        {I::fai_growth, "fai_growth", Unit::ratio, {"固定资产投资增速", "FAI growth"},
         {"固定资产投资比上年的增长", "Growth of FAI over the year before"}},
        {I::first_year_execution, "first_year_execution", Unit::ratio, {"首年计划执行率", "First-year execution"},
         {"项目首年支出除以首年投资计划之和",
          "Projects' spending in the first year over the sum of their first_year_investment"}},
        {I::funding_shortfall, "funding_shortfall", Unit::money, {"项目资金缺口", "Funding shortfall"},
         {"当年项目和项目池未得到满足的资金需求", "Need of projects and pipelines not met in the year"}},
        {I::projects_started, "projects_started", Unit::count, {"开工项目数", "Projects started"},
         {"当年开工的项目数", "Projects that start in the year"}},
        {I::projects_completed, "projects_completed", Unit::count, {"竣工项目数", "Projects completed"},
         {"当年竣工的项目数", "Projects completed in the year"}},
        {I::projects_suspended, "projects_suspended", Unit::count, {"停工项目数", "Projects suspended"},
         {"当年曾经停工的项目数", "Projects suspended at some time in the year"}},
        {I::new_capacity, "new_capacity", Unit::money, {"新增产能", "New capacity"},
         {"截至年末已竣工项目的年产值", "Yearly new output of all projects completed by the end of the year"}},
        {I::new_output, "new_output", Unit::money, {"新增产值", "New output"},
         {"已竣工项目当年实现的产值", "Output of completed projects in the year"}},
        {I::taxpayer_output, "taxpayer_output", Unit::money, {"纳税企业产值", "Taxpayers' output"},
         {"纳税企业当年的产值", "Output of the taxpayers in the year"}},
        {I::general_revenue, "general_revenue", Unit::money, {"一般公共预算收入", "General budget revenue"},
         {"一般账户的自有收入，加纳税企业和已竣工项目的税收",
          "Own lines of the general account, taxpayers' tax and completed projects' tax"}},
        {I::general_revenue_growth, "general_revenue_growth", Unit::ratio,
         {"一般公共预算收入增速", "General revenue growth"},
         {"一般公共预算收入比上年的增长", "Growth of general budget revenue over the year before"}},
        {I::transfers, "transfers", Unit::money, {"上级补助", "Transfers"},
         {"转移支付收入，加上级补助类资金来源的到账", "Transfer lines and arrivals of grant sources"}},
        {I::fund_revenue, "fund_revenue", Unit::money, {"政府性基金收入", "Government-fund revenue"},
         {"基金账户的自有收入，加指标交易类资金来源的到账",
          "Own lines of the fund account and arrivals of land-quota sources"}},
        {I::state_capital_revenue, "state_capital_revenue", Unit::money,
         {"国有资本经营收入", "State-capital revenue"},
         {"国有资本账户的自有收入", "Own lines of the state-capital account"}},
        {I::fiscal_capacity, "fiscal_capacity", Unit::money, {"综合财力", "Comprehensive fiscal capacity"},
         {"一般公共预算收入、上级补助、政府性基金收入、国有资本经营收入之和",
          "Sum of general budget revenue, transfers, government-fund and state-capital revenue"}},
        {I::expenditure, "expenditure", Unit::money, {"财政支出", "Expenditure"},
         {"当年支付的“三保”和其他支出", "Three-guarantees and other expenditure paid in the year"}},
        {I::three_guarantees, "three_guarantees", Unit::money, {"“三保”支出", "Three guarantees"},
         {"当年支付的“三保”支出", "Three-guarantees expenditure paid in the year"}},
        {I::fiscal_project_spending, "fiscal_project_spending", Unit::money,
         {"财政性项目支出", "Fiscal project spending"},
         {"项目和项目池当年使用的财政资金", "Fiscal funds drawn by projects and pipelines in the year"}},
        {I::financing_gap, "financing_gap", Unit::money, {"财政收支缺口", "Financing gap"},
         {"当年到期而未能支付的“三保”、利息、本金和其他支出",
          "What fell due in the year under three guarantees, interest, principal and other, and was not paid"}},
        {I::cash, "cash", Unit::money, {"年末库款", "Cash at year end"},
         {"三个账户年末余额之和", "The three accounts at the end of the year"}},
        {I::cash_min, "cash_min", Unit::money, {"最低月末库款", "Lowest month-end cash"},
         {"当年三个账户月末余额之和的最低值", "Lowest month-end sum of the three accounts in the year"}},
        {I::debt_statutory, "debt_statutory", Unit::money, {"法定债务余额", "Statutory debt"},
         {"年末一般债务和专项债务余额", "General and special debt at the end of the year"}},
        {I::debt_total, "debt_total", Unit::money, {"全口径债务余额", "Total debt"},
         {"年末各类债务余额之和", "Debt of all classes at the end of the year"}},
        {I::new_debt, "new_debt", Unit::money, {"新增债务", "New debt"},
         {"当年发行和提取的债务，不含再融资", "Debt issued and drawn in the year, without refinancing"}},
        {I::debt_ratio, "debt_ratio", Unit::ratio, {"债务率", "Debt ratio"},
         {"法定债务余额除以综合财力", "Statutory debt over comprehensive fiscal capacity"}},
        {I::debt_tier, "debt_tier", Unit::count, {"债务等级", "Debt tier"},
         {"债务率所在等级为 1，其余为 0", "1 for the tier of the debt ratio, 0 for the others"}},
        {I::debt_service, "debt_service", Unit::money, {"还本付息", "Debt service"},
         {"当年到期的利息和本金，再融资之前", "Interest and principal falling due in the year, before refinancing"}},
        {I::interest, "interest", Unit::money, {"付息", "Interest"},
         {"当年到期的利息", "Interest falling due in the year"}},
        {I::principal, "principal", Unit::money, {"到期本金", "Principal due"},
         {"当年到期的本金，再融资之前", "Principal falling due in the year, before refinancing"}},
        {I::refinanced, "refinanced", Unit::money, {"再融资", "Refinanced"},
         {"当年由再融资替换的到期本金", "Maturing principal replaced by refinancing in the year"}},
        {I::arrears, "arrears", Unit::money, {"逾期债务", "Arrears"},
         {"年末逾期的利息和本金", "Interest and principal in arrears at the end of the year"}},
    };
    return all;
}

const IndicatorInfo& info(Indicator indicator) {
    const auto place = static_cast<std::size_t>(indicator);
    COFFER_EXPECT(place < indicator_register().size());
    return indicator_register()[place];
}

}  // namespace coffer::model
