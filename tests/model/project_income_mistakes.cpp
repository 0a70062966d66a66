// Catches: project income, and spending by number, whose fields contradict each other or their
// project and are accepted all the same; special bonds for a project that says it earns nothing.
#include <catch2/catch.hpp>

#include "support/complaints.hpp"

using namespace coffer;

namespace {

constexpr const char* settings = R"(format = 1
[scenario]
id = "county"
name_zh = "县"
name_en = "County"
first_year = 2025
years = 3
unit = "万元"
[platform]
opening_cash = 0
call_probability = 0
)";
const std::string project_income =
    "id,name_zh,name_en,project,kind,account,amount,profile,stage,quantity,unit_price,"
    "sell_through,sell_months,annual_sd\n"
    "fees,费,Fees,works,operating_revenue,fund,600,flat,,,,,,5%\n"
    "levy,税,Levy,works,tax,,20,,,,,,,\n"
    "plots,地,Plots,park,land_sale,,,,land,120,22.5,80%,24,10%\n"
    "rent,租,Rent,park,operating_revenue,platform,80,,,,,,,\n"
    "rest,余,Rest,park,land_sale,state_capital,,,,10,3,,,\n"
    "running,运,Running,works,operating_cost,general,350,,,,,,,\n";

test::Files files() {
    return {{"scenario.toml", settings},
            {"calendars.csv",
             "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
             "flat,profile,20%,0,0,0,0,0,0,0,0,0,0,80%\n"},
            {"drivers.csv", "id,name_zh,name_en,kind,mean\nland,地价,Land,growth,3%\n"},
            {"sources.csv",
             "id,name_zh,name_en,kind,annual,rate,tenor_years,repayment,payments_per_year\n"
             "bond,债,Bond,special_bond,1000,3%,10,bullet,1\n"},
            {"projects.csv",
             "id,name_zh,name_en,district,total_investment,income,ramp_up_months\n"
             "park,园,Park,east,2000,,6\nworks,厂,Works,west,900,yes,12\n"},
            {"stages.csv",
             "project,stage,duration,cost_share\n"
             "park,land,6,50%\npark,construction,6,50%\nworks,construction,6,1\n"},
            {"funding.csv", "project,source\npark,bond\nworks,bond\n"},
            {"expenditure.csv",
             "id,name_zh,name_en,category,account,base,multiplier,quantity,unit_cost\n"
             "homes,房,Homes,other,general,,,315;200,2.6\n"
             "parks,绿,Parks,other,general,100,1.1,,\n"},
            {"sensitivities.csv", "item,driver,elasticity\nplots,land,1.2\nhomes,land,0.5\n"},
            {"taxpayers.csv",
             "id,name_zh,name_en,district,output,tax_rate,retained_share\n"
             "mill,厂,Mill,north,100,5%,50%\n"},
            {"project_income.csv", project_income},
            {"targets.csv",
             "id,name_zh,name_en,indicator,dimension,year,relation,value\n"
             "a,甲,A,land_sales,,2026,>=,1\n"
             "b,乙,B,operating_revenue,,2026,>=,1\n"
             "c,丙,C,operating_cost,,2026,<=,1\n"
             "d,丁,D,general_revenue,district:west,2026,>=,1\n"
             "e,戊,E,general_revenue,district:north,2026,>=,1\n"}};
}

void check_complaint(const std::string& file, const std::string& from, const std::string& to,
                     const std::string& words) {
    test::check_complaint(files(), file, from, to, words);
}

}  // namespace

TEST_CASE("project income: the right plan has no complaint", "[model]") {
    Diagnostics diagnostics;
    const auto model = test::build(files(), diagnostics);
    CAPTURE(test::shown(diagnostics));
    CHECK(diagnostics.sorted().empty());
    REQUIRE(model);
    using Kind = model::ProjectIncome::Kind;
    REQUIRE(model->project_income.size() == 6);
    const auto& fees = model->project_income[0];
    CHECK(fees.kind == Kind::operating_revenue);
    CHECK(fees.account == model::Account::fund);
    CHECK(model->projects[fees.project.value].id == "works");
    CHECK(model->projects[fees.project.value].ramp_up.a == 12.0);
    CHECK(fees.flow.annual[2] == Money::from_fen(600'000'000));
    CHECK(fees.flow.profile[11] == 0.8);
    CHECK(fees.flow.uncertainty.annual_sd == 0.05);
    CHECK(model->project_income[1].account == model::Account::general);
    const auto& plots = model->project_income[2];
    // 120 · 225,000 yuan · 80 %.
    CHECK(plots.flow.annual[0] == Money::from_fen(2'160'000'000));
    CHECK(plots.account == model::Account::fund);
    CHECK(plots.stage == 0);
    CHECK(plots.months == 24.0);
    CHECK(plots.flow.sensitivities.size() == 1);
    CHECK(plots.flow.profile[5] == 1.0);
    CHECK(model->project_income[3].platform);
    CHECK(model->project_income[4].stage == 1);
    CHECK(model->project_income[4].account == model::Account::state_capital);
    CHECK(model->project_income[5].kind == Kind::operating_cost);
    // A project that earns has income, though its row does not say so.
    CHECK(model->projects[0].has_income == true);
    // 315 homes at 26,000 yuan, then 200 a year.
    const auto& homes = model->expenditure[0].flow;
    CHECK(homes.annual[0] == Money::from_fen(819'000'000));
    CHECK(homes.annual[2] == Money::from_fen(520'000'000));
    CHECK(homes.around_mean_path);
    CHECK_FALSE(model->expenditure[1].flow.around_mean_path);
}

TEST_CASE("project income: mistakes are refused where they stand", "[model][diagnostics]") {
    const std::string file = "project_income.csv";
    check_complaint(file, "Fees,works", "Fees,work", "Did you mean \"works\"?");
    check_complaint(file, "works,tax", "works,taxes", "Did you mean \"tax\"?");
    check_complaint(file, "operating_revenue,fund,600", "operating_revenue,,600",
                    "account is blank");
    check_complaint(file, "operating_revenue,fund,600", "operating_revenue,funds,600",
                    "Did you mean \"fund\"?");
    check_complaint(file, "operating_revenue,fund,600", "operating_revenue,fund,",
                    "amount is blank");
    check_complaint(file, "operating_revenue,fund,600", "operating_revenue,fund,-6",
                    "cannot be negative");
    check_complaint(file, "tax,,20", "tax,general,20", "account has no meaning");
    check_complaint(file, "cost,general", "cost,platform", "no expenditure lines");
    check_complaint(file, "cost,general,350,,,,", "cost,general,350,,,8,",
                    "quantity has no meaning");
    check_complaint(file, "cost,general,350,,,,,", "cost,general,350,,land,,,",
                    "stage has no meaning");
    check_complaint(file, "land_sale,,,,land", "land_sale,,5,,land", "amount has no meaning");
    check_complaint(file, "land_sale,,,,land", "land_sale,,,flat,land", "profile has no meaning");
    check_complaint(file, "land_sale,,,,land", "land_sale,,,,approval", "has no such stage");
    check_complaint(file, "land_sale,,,,land", "land_sale,,,,lend", "Did you mean \"land\"?");
    check_complaint(file, "120,22.5", "120,", "unit_price is blank");
    check_complaint(file, "120,22.5", ",22.5", "quantity is blank");
    check_complaint(file, "120,22.5", "1e9,100亿", "too large");
    check_complaint(file, "80%,24", "180%,24", "at most 100%");
    check_complaint(file, "80%,24", "80%,-2", "at least 0");
    check_complaint(file, ",5%", ",500%", "at most 300%");
    check_complaint(file, "fees,费", "homes,费", "is taken");
    check_complaint("sensitivities.csv", "plots,land", "plot,land", "Did you mean \"plots\"?");
}

TEST_CASE("a project with project income has income", "[model][diagnostics]") {
    check_complaint("projects.csv", "900,yes", "900,no", "says income no and has some");
    // A cost or a tax is none: then the bonds are what is wrong.
    auto changed = files();
    test::replace(changed, "project_income.csv",
                  "fees,费,Fees,works,operating_revenue,fund,600,flat,,,,,,5%\n", "");
    test::replace(changed, "projects.csv", "900,yes", "900,no");
    Diagnostics diagnostics;
    static_cast<void>(test::build(changed, diagnostics));
    CAPTURE(test::shown(diagnostics));
    CHECK(diagnostics.sorted().size() == 1);
    CHECK(test::shown(diagnostics).find("may not use the special bonds") != std::string::npos);
}

TEST_CASE("a ramp-up of nothing, and figures that are not there", "[model][diagnostics]") {
    for (const char* kept : {"fees", "levy", "running"}) {
        auto changed = files();
        test::replace(changed, "project_income.csv", project_income,
                      project_income.substr(0, project_income.find('\n') + 1));
        const auto row = project_income.find(std::string("\n") + kept) + 1;
        changed["project_income.csv"] +=
            project_income.substr(row, project_income.find('\n', row) + 1 - row);
        changed.erase("targets.csv");
        changed["sensitivities.csv"] = "item,driver,elasticity\nhomes,land,0.5\n";
        Diagnostics diagnostics;
        static_cast<void>(test::build(changed, diagnostics));
        const auto all = test::shown(diagnostics);
        CAPTURE(kept, all);
        // That of the park ramps up nothing any more, that of the works does.
        CHECK(diagnostics.sorted().size() == 1);
        CHECK(all.find("projects.csv:2:24") != std::string::npos);
        CHECK(all.find("ramp_up_months has no meaning here") != std::string::npos);
    }
    check_complaint("targets.csv", "C,operating_cost,,2026", "C,operating_cost,district:west,2026",
                    "has no dimension");
    check_complaint("targets.csv", "district:north", "district:nord", "has no dimension");
    auto changed = files();
    test::replace(changed, "project_income.csv",
                  "running,运,Running,works,operating_cost,general,350,,,,,,,\n", "");
    Diagnostics diagnostics;
    static_cast<void>(test::build(changed, diagnostics));
    CAPTURE(test::shown(diagnostics));
    CHECK(diagnostics.sorted().size() == 1);
    CHECK(test::shown(diagnostics).find("no row of kind operating_cost") != std::string::npos);
}

TEST_CASE("spending by number: contradictions are refused", "[model][diagnostics]") {
    const std::string file = "expenditure.csv";
    check_complaint(file, ",,,315;200,2.6", ",,,315;200,", "unit_cost is blank");
    check_complaint(file, ",,,315;200,2.6", ",,,,2.6", "quantity is blank");
    check_complaint(file, ",,,315;200,2.6", ",8,,315;200,2.6", "base has no meaning");
    check_complaint(file, ",,,315;200,2.6", ",,1.1,315;200,2.6", "multiplier has no meaning");
    check_complaint(file, ",,,315;200,2.6", ",,,315;200,2000亿", "too large");
    check_complaint(file, "general,100,1.1", "general,,1.1", "base is blank");
}

TEST_CASE("several funnels have figures of their own", "[model]") {
    auto changed = files();
    const std::string header =
        "id,name_zh,name_en,negotiating,negotiating_months,sign_probability,signed_months,"
        "land_probability,landed_months,arrive_probability,investment,source\n";
    const std::string east = "east,东,East,5,9,10%,6,60%,12,80%,6亿,investors\n";
    const std::string west = "west,西,West,5,9,10%,6,60%,12,80%,,\n";
    changed["sources.csv"] += "investors,商,Investors,investor,0,,,,\n";
    changed["funding.csv"] += "park,investors\n";
    changed["targets.csv"] +=
        "x,己,X,prospects,signed:west,2026,>=,1\n"
        "y,庚,Y,investment_attracted,funnel:east,2026,>=,1\n";
    for (const bool several : {true, false}) {
        changed["funnels.csv"] = header + east + (several ? west : "");
        Diagnostics diagnostics;
        const auto model = test::build(changed, diagnostics);
        CAPTURE(several, test::shown(diagnostics));
        CHECK(model.has_value() == several);
        CHECK(diagnostics.sorted().size() == (several ? 0 : 2));
    }
}
