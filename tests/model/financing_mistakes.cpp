// Catches: limits on debt, rules of bonds and loans, and projects without income whose fields
// contradict each other and are accepted all the same.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

constexpr const char* settings = R"(format = 1
[scenario]
id = "county"
name_zh = "县"
name_en = "County"
first_year = 2025
years = 2
unit = "万元"
)";

test::Files files() {
    return {{"scenario.toml", settings},
            {"sources.csv",
             "id,name_zh,name_en,kind,annual,deficit_share,unused_quota,deposit_rate,"
             "construction_interest,capital_first,rate,tenor_years,repayment,payments_per_year\n"
             "bank,行,Bank,bank_loan,100,,,,capitalised,,4%,10,bullet,1\n"
             "bond,债,Bond,special_bond,100,,carry,0.5%,,,3%,10,bullet,1\n"
             "grant,补,Grant,grant,100,,,,,,,,,\n"
             "short,短,Short,general_bond,,100%,,,,,3%,10,bullet,1\n"},
            {"projects.csv",
             "id,name_zh,name_en,total_investment,income\np,甲,P,5000,yes\nq,乙,Q,100,no\n"
             "r,丙,R,100,\n"},
            {"stages.csv",
             "project,stage,duration,cost_share\np,construction,6,100%\nq,construction,6,100%\n"
             "r,construction,6,100%\n"},
            {"funding.csv", "project,source,rank\np,bond,1\np,bank,2\nq,grant,1\nr,bond,1\n"},
            {"debt.csv",
             "id,name_zh,name_en,class,principal,rate,repayment,payments_per_year,maturity\n"
             "old,旧,Old,special,1000,3%,bullet,1,2026-06\n"},
            {"debt_limits.csv", "class,limit\ngeneral,5亿;6亿\nspecial,2000\n"},
            {"targets.csv",
             "id,name_zh,name_en,indicator,dimension,year,relation,value\n"
             "a,甲,A,debt_limit_room,special,2026,>=,0\n"
             "b,乙,B,idle_bond_money,,2026,<=,100\n"
             "c,丙,C,capitalised_interest,,2025,<=,100\n"}};
}

void check_complaint(const std::string& file, const std::string& from, const std::string& to,
                     const std::string& words, bool alone = true) {
    auto changed = files();
    test::replace(changed, file, from, to);
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(changed, "county", {}, diagnostics);
    REQUIRE(document);
    static_cast<void>(model::build(*document, diagnostics));
    const auto all = test::shown(diagnostics);
    CAPTURE(from, to, words, all);
    CHECK(all.find(words) != std::string::npos);
    if (alone) CHECK(diagnostics.sorted().size() == 1);
    for (const auto& entry : diagnostics.sorted()) CHECK(test::is_complete(entry));
}

}  // namespace

TEST_CASE("rules of financing: the right plan has no complaint", "[model]") {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files(), "county", {}, diagnostics);
    REQUIRE(document);
    const auto model = model::build(*document, diagnostics);
    CAPTURE(test::shown(diagnostics));
    CHECK(diagnostics.sorted().empty());
    REQUIRE(model);
    REQUIRE(model->debt_limits.size() == 2);
    CHECK(model->debt_limits[0].limit[1] == Money::from_fen(60'000'000'000));
    CHECK(model->sources[0].capitalises_interest);
    CHECK(model->sources[1].carries_quota);
    CHECK(model->sources[1].deposit_rate.per_year == 0.005);
    CHECK(model->projects[0].has_income == true);
    CHECK_FALSE(model->projects[2].has_income.has_value());
}

TEST_CASE("rules of financing: mistakes are refused where they stand", "[model][diagnostics]") {
    check_complaint("debt_limits.csv", "general,", "bank,", "no statutory limit");
    check_complaint("debt_limits.csv", "general,", "special,", "this class stands twice");
    check_complaint("debt_limits.csv", "general,", "generl,", "Did you mean");
    check_complaint("debt_limits.csv", "special,2000", "special,", "limit is blank", false);
    const std::string sources = "sources.csv";
    check_complaint(sources, "Grant,grant,100,,,,", "Grant,grant,100,,,1%,",
                    "deposit_rate has no meaning");
    check_complaint(sources, "general_bond,,100%,,", "general_bond,,100%,,1%",
                    "deposit_rate has no meaning");
    check_complaint(sources, "0.5%,,,3%", "0.5%,paid,,3%", "construction_interest has no meaning");
    check_complaint(sources, "0.5%,,,3%", "0.5%,,yes,3%", "capital_first has no meaning");
    check_complaint(sources, "capitalised,,", "capitalised,yes,", "capital_first has no effect");
    check_complaint(sources, "carry", "keep", "one of: lapse, carry");
    check_complaint(sources, "capitalised", "capitalized", "Did you mean", false);
    check_complaint(sources, "0.5%", "5", "500%");
    check_complaint("projects.csv", "5000,yes", "5000,maybe", "one of: yes, no");
    check_complaint("projects.csv", "5000,yes", "5000,no", "may not use the special bonds");
    check_complaint("targets.csv", "debt_limit_room,special", "debt_limit_room,total",
                    "has no dimension");
    check_complaint("debt_limits.csv", "general,5亿;6亿\nspecial,2000\n", "",
                    "there is no debt_limits.csv", false);
    check_complaint("debt_limits.csv", "special,2000\n", "", "unused_quota has no effect", false);
    check_complaint(sources, "capitalised", "paid", "this plan has no indicator");
    // Without a project that draws on it there is no such figure either.
    check_complaint("funding.csv", "p,bank,2\n", "", "this plan has no indicator", false);
}
