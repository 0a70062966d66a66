// Catches: receipts that cannot arrive or cannot be used, and sources that sell, whose fields
// contradict each other and are accepted all the same.
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
years = 2
unit = "万元"
)";
const std::string sources =
    "id,name_zh,name_en,kind,annual,quantity,unit_price,rate,tenor_years,repayment,"
    "payments_per_year\n"
    "bond,债,Bond,special_bond,100,,,3%,10,bullet,1\n"
    "grant,补,Grant,grant,0,,,,,,\n"
    "open,企,Open,investor,,,,,,,\n"
    "quota,地,Quota,land_quota,,800;400,22.5,,,,\n";
const std::string receipts =
    "id,name_zh,name_en,source,amount,probability,month,delay_months,project\n"
    "road,路,Road,grant,\"uniform(2000,1.2亿)\",60%,2025-03,\"uniform(0,6)\",p\n"
    "school,校,School,grant,500,,2026-01,,\n";

test::Files files() {
    return {{"scenario.toml", settings},
            {"sources.csv", sources},
            {"projects.csv", "id,name_zh,name_en,total_investment\np,甲,P,5000\nq,乙,Q,100\n"},
            {"stages.csv",
             "project,stage,duration,cost_share\np,construction,6,100%\nq,construction,6,1\n"},
            {"pipelines.csv", "id,name_zh,name_en,annual\nw,包,W,10\n"},
            {"funding.csv",
             "project,source,rank\np,grant,1\np,bond,2\nq,quota,1\nq,open,2\nw,open,1\n"},
            {"receipts.csv", receipts}};
}

void check_complaint(const std::string& file, const std::string& from, const std::string& to,
                     const std::string& words) {
    test::check_complaint(files(), file, from, to, words);
}

}  // namespace

TEST_CASE("receipts: the right plan has no complaint", "[model]") {
    Diagnostics diagnostics;
    const auto model = test::build(files(), diagnostics);
    CAPTURE(test::shown(diagnostics));
    CHECK(diagnostics.sorted().empty());
    REQUIRE(model);
    REQUIRE(model->receipts.size() == 2);
    CHECK(model->receipts[0].amount.a == 2e9);
    CHECK(model->receipts[0].amount.b == 1.2e10);
    CHECK(model->receipts[0].month == 2);
    CHECK(model->receipts[0].probability == 0.6);
    REQUIRE(model->receipts[0].project);
    CHECK(model->projects[model->receipts[0].project->value].id == "p");
    CHECK(model->receipts[1].amount.a == 5e8);
    // 800 mu at 225,000 yuan: Guzhang's 1.8亿.
    CHECK(model->sources[3].arrival.annual[0] == Money::from_fen(18'000'000'000));
    CHECK(model->sources[3].arrival.annual[1] == Money::from_fen(9'000'000'000));
}

TEST_CASE("receipts: mistakes are refused where they stand", "[model][diagnostics]") {
    const std::string file = "receipts.csv";
    check_complaint(file, "School,grant", "School,bond", "cannot take a single receipt");
    check_complaint(file, "School,grant", "School,open", "source \"open\" has no annual");
    check_complaint(file, "School,grant", "School,grand", "Did you mean \"grant\"?");
    check_complaint(file, "School,grant,500", "School,grant,china.transport", "not of amounts");
    check_complaint(file, "grant,500", "grant,-5", "cannot be negative");
    check_complaint(file, "grant,500", "grant,", "amount is blank");
    check_complaint(file, "uniform(2000,1.2亿)", "uniform(2000,200)", "least must be below");
    check_complaint(file, "uniform(2000,1.2亿)", "uniform(2000,1.2千)", "not a number");
    check_complaint(file, "60%", "0", "above 0%");
    check_complaint(file, "60%", "60", "6000%");
    check_complaint(file, "2026-01", "2024-12", "lies before the plan");
    check_complaint(file, "2026-01", "2027-01", "lies after the plan");
    check_complaint(file, "2026-01", "", "month is blank");
    check_complaint(file, "\"uniform(0,6)\",p", "\"uniform(0,6)\",w", "is a pipeline");
    check_complaint(file, "\"uniform(0,6)\",p", "\"uniform(0,6)\",x", "unknown project");
    check_complaint(file, "\"uniform(0,6)\",p", "\"uniform(0,6)\",q", "may not draw on source");
    check_complaint(file, "school,校", "road,校", "is taken");
}

TEST_CASE("sources that sell: contradictions are refused", "[model][diagnostics]") {
    const std::string file = "sources.csv";
    check_complaint(file, ",800;400,22.5", ",800;400,", "unit_price is blank");
    check_complaint(file, ",800;400,22.5", ",,22.5", "quantity is blank");
    check_complaint(file, ",800;400,22.5", "5,800;400,22.5", "annual has no meaning");
    check_complaint(file, ",800;400,22.5", ",1e9;400,10000亿", "too large");
    check_complaint(file, ",800;400,22.5", ",-8;400,22.5", "at least 0");
}
