#pragma once
// A plan of three years that uses nearly every table, small enough to be compiled thousands of
// times: scenarios/minimal, and beside it what that leaves out.
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

#include "coffer/model/build.hpp"
#include "coffer/scenario/changes.hpp"
#include "folders.hpp"
#include "temporary_folder.hpp"

namespace coffer::testing {

inline std::map<std::string, std::string> whole_plan_files() {
    std::map<std::string, std::string> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(source_folder() / "scenarios" / "minimal")) {
        files[entry.path().filename().string()] = read_text(entry.path());
    }
    const auto replace = [&files](const std::string& from, const std::string& to) {
        std::string& text = files["projects.csv"];
        const auto place = text.find(from);
        if (place == std::string::npos) throw std::logic_error("whole_plan: no " + from);
        text.replace(place, from.size(), to);
    };
    files["scenario.toml"] += R"(
restart_cost = 0.02
restart_months = 0.5
cancellation_hazard = 0.1
capital_commitment = "year"
[crisis]
entry = 0.05
exit = 0.2
[budget]
general_revenue = 11500
[common_factors]
duration_sector = 0.3
duration_year = 0.3
cost_sector = 0.4
[fai]
land = "excluded"
lag_months = 2
carried_in = 500
[tiers]
yellow = 1.2
initial = "yellow"
measure = "full_calibre"
[debt]
full_calibre = ["bank", "platform"]
special_accounts = ["fund", "general"]
[restructuring]
other_cut = 0.2
new_project_cut = 0.5
running_project_cut = 0.1
[platform]
opening_cash = 100
call_probability = 0.3
[reserve]
share = 0.02
[stabilisation]
opening = 300
deposit_share = 0.3
ceiling_share = 0.05
[advances]
limit = 800
repay_months = 3
rate = 0.02
)";
    const std::string additional = "additional_share = \"100%\"\n";
    files["scenario.toml"].replace(
        files["scenario.toml"].find(additional), additional.size(),
        "additional_share = \"80%\"\ngdp = \"20亿\"\ngdp_driver = \"prices\"\n"
        "gdp_new_output_share = 0.3\n");
    const std::string treasury = "[treasury]\n";
    files["scenario.toml"].replace(files["scenario.toml"].find(treasury), treasury.size(),
                                   treasury + "settlement_month = 3\n");
    files["drivers.csv"] =
        "id,name_zh,kind,mean,initial,persistence,annual_sd,degrees_of_freedom,crisis_shift,"
        "crisis_volatility,jump_probability,jump_mean,jump_sd,history_years,permanent,basis\n"
        "prices,物价,growth,2%;3%,,0.9,1%,5,-3%,2,,,,20,60%,A1\n"
        "lpr,利率,rate,4%,4.5%,0.95,0.3%,,,1.5,1%,0.5%,0.1%,,,A1\n";
    files["spillovers.csv"] = "driver,on,coefficient,basis\nlpr,prices,0.05,A1\n";
    files["correlations.csv"] += "general,prices,0.3,A1\n";
    files["projects.csv"] +=
        "park,园区,Park,west,3,6000,,,,,,,,,,,A2\nroad2,二期,Road II,east,4,3000,,,,,,,,,,,A2\n";
    replace("basis\nroad,",
            "basis,sector,contractors_carry,output_factor,output_probability\nroad,");
    replace(",90%,,,,A2", ",90%,,,,A2,transport,3%,,");
    replace("3%,6,A2", "3%,\"uniform(3,9)\",A2,industry,,\"triangular(0.4,0.9,1.1)\",80%");
    replace("6000,,,,,,,,,,,A2", "6000,,,,,,,,,,,A2,,,,");
    replace("3000,,,,,,,,,,,A2", "3000,,,,,,,,,,,A2,transport,20%,,");
    // The stages of `minimal` as they are, with columns that it leaves out.
    files["stages.csv"] =
        "project,stage,duration,cost_share,not_before,deadline,must_start,must_finish,timing,"
        "basis\n"
        "road,land,4,20%,,,,,,A2\nroad,construction,\"pert(10,12,20)\",80%,,2021-12,,,,A2\n"
        "plant,approval,\"uniform(2,4)\",,,,,,late,A2\n"
        "plant,construction,\"triangular(8,10,16)\",90%,2020-07,,,,,A2\n"
        "plant,commissioning,2,10%,,,,2022-12,,A2\n"
        "park,land,\"uniform(1,3)\",40%,,,2020-03,,,A2\n"
        "park,construction,6,60%,,2022-06,,,,A2\n"
        "road2,construction,\"lognormal(4,5,9)\",100%,2021-03,,,,,A2\n";
    files["funding.csv"] +=
        "park,loan-new,1,60%,A2\npark,grant,2,,A2\nroad2,invest,1,50%,A2\nroad2,land,2,,A2\n"
        "plant,general,2,,A2\n";
    files["capital.csv"] =
        "sector,minimum_share,bars_debt,basis\ntransport,20%,yes,A2\n"
        "industry,25%;30%,,A2\n";
    files["links.csv"] =
        "from_project,from_stage,to_project,to_stage,lag_months,lag_time,kind,basis\n"
        "road,construction,plant,construction,1,predecessor,,A2\n"
        "park,land,road2,construction,,,start_start,A2\n"
        "plant,,road2,,2,,finish_finish,A2\npark,land,plant,commissioning,3,,start_finish,A2\n"
        "park,land,road,land,,,,A2\n";
    files["capacities.csv"] =
        "id,name_zh,kind,amount,unused,funnel,basis\nhectares,用地指标,quota,3;4,carries_over,,A2\n"
        "teams,队伍,renewable,2;3,,,A2\nfirms,企业,investors,,,firms,A2\n";
    files["demands.csv"] =
        "project,stage,capacity,units,basis\npark,land,hectares,1.5,A2\n"
        "plant,construction,teams,1,A2\nroad,land,teams,1,A2\n"
        "plant,commissioning,firms,1,A2\n";
    files["funnels.csv"] =
        "id,name_zh,negotiating,negotiating_months,sign_probability,signed,signed_months,"
        "land_probability,landed,landed_months,arrive_probability,new_prospects,investment,source,"
        "basis\nfirms,招商,5,6,50%,2,4,80%,1,3,90%,0.5;1,300,invest,A2\n";
    files["sources.csv"] =
        "id,name_zh,kind,annual,profile,annual_sd,rate_driver,rate,tenor_years,repayment,"
        "payments_per_year,reset_months,construction_interest,deficit_share,unused_quota,"
        "deposit_rate,grace_months,redemption,repayment_share,holiday,holiday_months,"
        "holiday_interest,asset_life_years,issue_price,issue_fee,rate_floor,"
        "lapsed_to,basis\n"
        "budget,财政资金,fiscal,6000;6000;3000,,,,,,,,,,,2,,,,,,,,,,,,,A2\n"
        "bonds,专项债,special_bond,5000;5000;0,quarterly,,lpr,-0.5%,10,bullet,2,,,,carry,1%,,,,,,,"
        "20,99.5%,0.1%,,,A2\n"
        "general,一般债,general_bond,500,,,,3%,5,equal_principal,1,,,,,,12,,,,,,,,,,,A2\n"
        "gap,再融,general_bond,,,,,3%,5,custom,1,,,100%,,,,40%;60%,,,,,,,,,,A2\n"
        "grant,补助,grant,800,,20%,,,,,,,,,lapse,,,,,,,,,,,,stabilisation,A2\n"
        "invest,社会资本,investor,0,,,,,,,,,,,,,,,,,,,,,,,,A2\n"
        "land,土地,land_quota,300,,10%,,,,,,,,,,,,,,,,,,,,,,A2\n"
        "loan-new,贷款,bank_loan,2000,,,lpr,1%,8,level_payment,4,,capitalised,,,,,,,,,,,,,1%,,A2\n"
        "loan-plain,平台债,platform_bond,200,,,lpr,2%,6,declining,1,12,,,,,,,20%;30%,both,6,"
        "deferred,,,,,,A2\n";
    files["receipts.csv"] =
        "id,name_zh,source,amount,probability,month,delay_months,project,basis\n"
        "award,奖补,grant,\"uniform(100,300)\",60%,2020-09,\"triangular(0,2,6)\",park,A2\n";
    files["tiers.csv"] =
        "tier,spread,market_closes,market_opens,borrowing_limit,basis\n"
        "yellow,0.2%,2%,50%,90%,A2\nred,1%,20%,10%,30%,A2\n";
    files["debt_limits.csv"] = "class,limit,basis\ngeneral,3000;4000,A2\nspecial,20000,A2\n";
    files["debt.csv"] =
        "id,name_zh,class,principal,rate_driver,rate,reset_months,repayment,payments_per_year,"
        "issued,first_payment,maturity,day_count,holiday,holiday_to,holiday_interest,"
        "refinancing_share,asset_life_end,principal_from,basis\n"
        "bond-2015,专项债,special,6000,,3.5%,,bullet,1,2015-06-11,,2021-06-11,actual/365,,,,80%,"
        "2030-12,,A2\n"
        "loan,贷款,bank,4000,lpr,0.5%,12,level_payment,12,,,2024-12,,,,,,,,A2\n"
        "old,旧债,hidden,900,,5%;6%,,equal_principal,2,2018-03-01,2020-09-01,2023-03-01,30/360,"
        "both,2021-01,capitalised,,,2021-09,A2\n"
        "plan-b,分期,other,300,,4%,,custom,1,,,2021-11,,,,,,,,A2\n";
    files["debt_schedule.csv"] =
        "instrument,month,principal,basis\nplan-b,2020-11,100,A2\nplan-b,2021-11,200,A2\n";
    files["refinancing.csv"] =
        "class,share,into,quota,rank,rate_driver,rate,tenor_years,repayment,payments_per_year,"
        "basis\nspecial,90%,,3000,1,,3.2%,10,bullet,1,A2\nspecial,50%,general,,2,lpr,0,5,"
        "equal_principal,1,A2\n";
    files["project_income.csv"] =
        "id,name_zh,kind,project,stage,account,amount,profile,quantity,unit_price,sell_through,"
        "sell_months,annual_sd,basis\ntolls,通行费,operating_revenue,road,,fund,800,,,,,,5%,A2\n"
        "upkeep-road,养护,operating_cost,road,,general,100,quarterly,,,,,,A2\n"
        "plots,出让,land_sale,park,land,,,,40,20,90%,8,,A2\nrent,租金,operating_revenue,plant,,"
        "platform,60,,,,,,,A2\n";
    files["coverage.csv"] =
        "id,name_zh,income,cost,bonds,basis\nroad-bond,道路债,tolls,upkeep-road,bonds;bond-2015,"
        "A2\n";
    files["economy.csv"] =
        "id,name_zh,base,annual_sd,new_output_share,basis\nretail,社零,8亿,3%,10%,A2\n";
    files["sensitivities.csv"] += "retail,prices,1.2,A1\ntolls,prices,0.5,A1\n";
    files["taxpayers.csv"] =
        "id,name_zh,output,multiplier,tax_rate,retained_share,profile,annual_sd,outage_hazard,"
        "outage_duration,outage_loss,basis\n"
        "mill,造纸厂,10亿,,10%,50%,,6%,1%,\"pert(1,2,6)\",50%,A2\n";
    files["revenue.csv"] =
        "id,name_zh,account,category,base,multiplier,profile,annual_sd,settled_share,unsettled,"
        "basis\ntaxes,其他税收,general,own,6000,,,6%,,,A2\n"
        "transfer,上级补助,general,transfer,2.4亿,1;1;0.9,quarterly,5%,15%,2500,A2\n";
    files["expenditure.csv"] =
        "id,name_zh,category,account,rank,base,share_of,share,annual_sd,settled_share,unsettled,"
        "basis\nwages,工资与基本民生,three_guarantees,general,10,2.4亿,,,4%,,,A2\n"
        "upkeep,设施养护,other,general,,1200,,,5%,,,A2\n"
        "subsidy,平台补助,platform_subsidy,general,,50,,,,,,A2\n"
        "works,零星工程,contracted,general,20,400,,,,,,A2\n"
        "sharing,税收分成,remittance,general,,,taxes;mill,5%;4%,,20%,30,A2\n"
        "land-cost,征地成本,other,fund,,,plots,30%,,,,A2\n";
    files["account_transfers.csv"] =
        "id,name_zh,from,to,annual,profile,share_of,share,basis\n"
        "calls-in,调入,fund,general,60;80;0,quarterly,,,A2\n"
        "tolls-in,按通行费调入,fund,general,,,tolls,10%,A2\n";
    files["targets.csv"] =
        "id,name_zh,indicator,dimension,year,until,over,relation,value,basis\n"
        "no-gap,不出现收支缺口,financing_gap,,2022,,,<=,0,A2\n"
        "debt,债务率不到 120%,debt_ratio,,2020,2022,every,<,120%,A2\n"
        "invest,首年完成投资,fai,named,2020,,,>=,6000,A2\n"
        "owed,拖欠不多,payables,,2021-03,2021-12,max,<=,100,A2\n"
        "green,保持绿色等级,debt_tier,green,2022,,,>=,1,A2\n"
        "road-done,道路按期完工,projects_completed,project:road,2021-06,,,>=,1,A2\n";
    return files;
}

/// The model of these files; throws with all diagnostics when it cannot be built.
inline model::Model model_of(const std::map<std::string, std::string>& files) {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    auto model = document ? model::build(*document, diagnostics) : std::nullopt;
    if (model) return std::move(*model);
    std::string text;
    for (const auto& each : diagnostics.sorted()) text += format(each, Language::english) + "\n";
    throw std::runtime_error(text);
}

}  // namespace coffer::testing
