// Indicators of revenue and of the economy.
#include <algorithm>

#include "coffer/model/model.hpp"
#include "coffer/scenario/wording.hpp"
#include "figures/register.hpp"

namespace coffer::model {
namespace {

using scenario::say;

std::optional<Text> without_series(const Model& model) {
    if (!model.economic_series.empty()) return std::nullopt;
    return Text{"没有 economy.csv", "there is no economy.csv"};
}

std::optional<Text> without_gdp(const Model& model) {
    if (model.economy.gdp) return std::nullopt;
    return Text{"没有 economy.gdp", "economy.gdp is not given"};
}

std::optional<Text> without_budget(const Model& model) {
    if (model.budget.general_revenue) return std::nullopt;
    return Text{"没有 budget.general_revenue", "budget.general_revenue is not given"};
}

std::optional<Text> without_transfers(const Model& model) {
    if (!model.account_transfers.empty()) return std::nullopt;
    return Text{"没有 account_transfers.csv", "there is no account_transfers.csv"};
}

/// What is missing where no project brings anything of a kind.
std::optional<Text> without_project_income(const Model& model, ProjectIncome::Kind kind,
                                           const char* name) {
    if (std::any_of(model.project_income.begin(), model.project_income.end(),
                    [kind](const ProjectIncome& income) { return income.kind == kind; })) {
        return std::nullopt;
    }
    return say("project_income.csv 没有 {} 的行", "project_income.csv has no row of kind {}", name);
}

std::optional<Text> without_operating_revenue(const Model& model) {
    return without_project_income(model, ProjectIncome::Kind::operating_revenue,
                                  "operating_revenue");
}

std::optional<Text> without_operating_cost(const Model& model) {
    return without_project_income(model, ProjectIncome::Kind::operating_cost, "operating_cost");
}

std::optional<Text> without_land_sales(const Model& model) {
    return without_project_income(model, ProjectIncome::Kind::land_sale, "land_sale");
}

std::vector<Dimension> revenue_districts(const Model& model) {
    std::vector<Dimension> dimensions = {Dimension::Kind::total};
    for (const auto& district : model.revenue_districts()) {
        dimensions.emplace_back(Dimension::Kind::district, district);
    }
    return dimensions;
}

std::vector<Dimension> each_series(const Model& model) {
    std::vector<Dimension> dimensions;
    for (const auto& series : model.economic_series)
        dimensions.emplace_back(Dimension::Kind::series, series.id);
    return dimensions;
}

}  // namespace

std::vector<IndicatorInfo> revenue_indicators() {
    using I = Indicator;
    return {
        {I::taxpayer_output,
         "taxpayer_output",
         Unit::money,
         Better::more,
         {"纳税企业当年的产值", "Output of the taxpayers in the year"}},
        {I::general_revenue,
         "general_revenue",
         Unit::money,
         Better::more,
         {"一般账户的自有收入，加纳税企业和已竣工项目的税收",
          "Own lines of the general account, taxpayers' tax and completed projects' tax"},
         {.dimensions = revenue_districts, .by_month = true}},
        {I::general_revenue_growth,
         "general_revenue_growth",
         Unit::ratio,
         Better::more,
         {"一般公共预算收入比上年的增长", "Growth of general budget revenue over the year before"},
         {},
         values_of_growth},
        {I::general_revenue_execution,
         "general_revenue_execution",
         Unit::ratio,
         Better::more,
         {"一般公共预算收入除以当年预算", "General budget revenue over the budget of the year"},
         {.missing = without_budget}},
        {I::transfers,
         "transfers",
         Unit::money,
         Better::more,
         {"转移支付收入，加上级补助类资金来源的到账",
          "Transfer lines and arrivals of grant sources"}},
        {I::fund_revenue,
         "fund_revenue",
         Unit::money,
         Better::more,
         {"基金账户的自有收入，加指标交易类资金来源的到账",
          "Own lines of the fund account and arrivals of land-quota sources"}},
        {I::state_capital_revenue,
         "state_capital_revenue",
         Unit::money,
         Better::more,
         {"国有资本账户的自有收入，加资产处置类资金来源的到账",
          "Own lines of the state-capital account and arrivals of asset-disposal sources"}},
        {I::gdp,
         "gdp",
         Unit::money,
         Better::more,
         {"上年 GDP 按名义增速外推到当年，加上竣工项目产值中的增加值",
          "GDP of the year before the plan grown at the nominal growth driver, and the value added "
          "of completed projects"},
         {.missing = without_gdp}},
        {I::gdp_growth,
         "gdp_growth",
         Unit::ratio,
         Better::more,
         {"地区生产总值比上年的增长", "Growth of GDP over the year before"},
         {.missing = without_gdp},
         values_of_growth},
        {I::economy,
         "economy",
         Unit::money,
         Better::more,
         {"社零额、外贸等经济指标当年的数", "A series of economy.csv in the year"},
         {.missing = without_series, .dimensions = each_series}},
        {I::economy_growth,
         "economy_growth",
         Unit::ratio,
         Better::more,
         {"经济指标比上年的增长", "Growth of an economic indicator over the year before"},
         {.missing = without_series, .dimensions = each_series},
         values_of_growth},
        {I::operating_revenue,
         "operating_revenue",
         Unit::money,
         Better::more,
         {"已竣工项目当年的经营收入", "Operating revenue of completed projects in the year"},
         {.missing = without_operating_revenue}},
        {I::operating_cost,
         "operating_cost",
         Unit::money,
         Better::less,
         {"当年为已竣工项目支付的运营支出",
          "What the county pays in the year to run completed projects"},
         {.missing = without_operating_cost},
         {.is_met_by_paying = true}},
        {I::land_sales,
         "land_sales",
         Unit::money,
         Better::more,
         {"项目释放的土地当年的出让收入", "Proceeds in the year of land that projects release"},
         {.missing = without_land_sales}},
        {I::account_transfers,
         "account_transfers",
         Unit::money,
         Better::neither,
         {"当年在账户之间调入、调出的资金", "Money moved from one account to another in the year"},
         {.missing = without_transfers}}};
}

}  // namespace coffer::model
