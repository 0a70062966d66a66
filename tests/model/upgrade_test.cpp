// Catches: plans of earlier builds that cannot be run, that vary differently after they are
// rewritten, or that lose a comment, a quote or their order.
#include "coffer/model/upgrade.hpp"

#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "coffer/model/growth_weights.hpp"
#include "support/built_model.hpp"
#include "support/scenario_files.hpp"
#include "support/whole_plan.hpp"

namespace {

using namespace coffer;

const std::string drivers =
    "# what moves\r\nid,kind,mean,initial,persistence,volatility,basis\r\n"
    "prices,growth,2%,,0.9,1%,\"A1, see \"\"there\"\"\"\r\nlpr,rate,4%,4%,0.95,0.5%,A1\r\n";
const std::string taxpayers =
    "\xEF\xBB\xBFid,output,tax_rate,retained_share, volatility ,basis\n# one\n"
    "mill,10亿,10%,50%,3%,A2\n";
const std::string expenditure =
    "id,category,account,base,volatility\n"
    "wages,three_guarantees,general,2.4亿,1%\n"
    "upkeep,other,general,1200,\n"
    "works,other,general,100,0\n";

/// The minimal plan with these tables.
test::Files former() {
    auto files = test::minimal_files();
    files["drivers.csv"] = drivers;
    files["taxpayers.csv"] = taxpayers;
    files["expenditure.csv"] = expenditure;
    files.erase("revenue.csv");
    files["revenue.csv"] = "id,account,category,base,basis\ntaxes,general,own,6000,A2\n";
    return files;
}

}  // namespace

TEST_CASE("a plan of an earlier build says the same noise", "[model][upgrade]") {
    Diagnostics before;
    static_cast<void>(test::build(former(), before));
    CHECK(before.has_errors());  // else there was nothing to do
    model::PlanTexts files = former();
    const auto done = model::upgrade(files);
    CHECK(done.size() == 3);
    Diagnostics diagnostics;
    const auto model = test::build(files, diagnostics);
    CAPTURE(test::shown(diagnostics));
    REQUIRE(model.has_value());
    // Back to the long-run spread that was typed.
    CHECK(model->drivers[1].volatility == Approx(0.01).epsilon(1e-5));
    CHECK(model->drivers[0].volatility == Approx(0.005).epsilon(1e-5));
    // sd of what passes with a year: annual_sd sqrt((1 - permanent) / 2).
    const auto& mill = model->taxpayers[0].output.uncertainty;
    CHECK(mill.annual_sd * std::sqrt((1.0 - mill.permanent) / 2.0) == Approx(0.03).epsilon(1e-5));
    // Lines that did not vary do not, whatever history says of their kind.
    for (const auto& line : model->expenditure) {
        CAPTURE(line.id);
        CHECK((line.flow.uncertainty.annual_sd > 0.0) == (line.id == "wages"));
    }
}

TEST_CASE("an upgrade changes nothing else", "[model][upgrade]") {
    model::PlanTexts files = former();
    static_cast<void>(model::upgrade(files));
    CHECK(files["drivers.csv"].starts_with(
        "# what moves\r\nid,kind,mean,initial,persistence,annual_sd,basis\r\n"));
    CHECK(files["drivers.csv"].find(",\"A1, see \"\"there\"\"\"\r\nlpr,rate,") !=
          std::string::npos);
    CHECK(files["taxpayers.csv"] ==
          "\xEF\xBB\xBFid,output,tax_rate,retained_share,annual_sd,permanent,basis\n# one\n"
          "mill,10亿,10%,50%,4.24264%,0,A2\n");
    CHECK(files["expenditure.csv"] ==
          "id,category,account,base,annual_sd,permanent\n"
          "wages,three_guarantees,general,2.4亿,1.41421%,0\n"
          "upkeep,other,general,1200,0,\nworks,other,general,100,0,\n");
    for (const auto& [name, text] : former()) {
        if (name == "drivers.csv" || name == "taxpayers.csv" || name == "expenditure.csv") continue;
        CHECK(files[name] == text);
    }
    // A plan of today stays as it is.
    auto again = files;
    CHECK(model::upgrade(again).empty());
    CHECK(again == files);
}

TEST_CASE("a source without limit goes on without a spread", "[model][upgrade]") {
    model::PlanTexts files{{"sources.csv",
                            "id,kind,annual,volatility,rate\nown,fiscal,5,2%,\n"
                            "free,investor,,,\nland,land_quota,7,,\n"}};
    static_cast<void>(model::upgrade(files));
    CHECK(files["sources.csv"] ==
          "id,kind,annual,annual_sd,permanent,rate\nown,fiscal,5,2.82843%,0,\n"
          "free,investor,,,,\nland,land_quota,7,0,,\n");
}

TEST_CASE("cells that cannot be read are left for check to report", "[model][upgrade]") {
    model::PlanTexts files = former();
    files["expenditure.csv"] =
        "id,category,account,base,volatility\nwages,three_guarantees,general,2.4亿,much\nshort\n";
    static_cast<void>(model::upgrade(files));
    CHECK(files["expenditure.csv"].find("2.4亿,much,\nshort\n") != std::string::npos);
}

namespace {

/// The plan with everything in it, under the names of earlier builds.
test::Files under_former_names() {
    auto files = testing::whole_plan_files();
    auto table = files.extract("project_income.csv");
    REQUIRE_FALSE(table.empty());
    table.key() = "yields.csv";
    files.insert(std::move(table));
    test::replace(files, "scenario.toml", "[common_factors]", "[common_shocks] # loadings");
    return files;
}

}  // namespace

TEST_CASE("former names of tables and groups are read, and answered with today's",
          "[model][upgrade]") {
    Diagnostics of_today, of_former;
    const auto today = test::build(testing::whole_plan_files(), of_today);
    const auto former = test::build(under_former_names(), of_former);
    REQUIRE((today && former));
    CHECK(former->project_income.size() == today->project_income.size());
    CHECK(former->common_factors.cost_year == today->common_factors.cost_year);
    CHECK(of_former.sorted().size() == of_today.sorted().size() + 2);
    const std::string answers = test::shown(of_former);
    CAPTURE(answers);
    CHECK(answers.find("yields is called project_income now") != std::string::npos);
    CHECK(answers.find("common_shocks is called common_factors now") != std::string::npos);

    model::PlanTexts files = under_former_names();
    CHECK(model::upgrade(files).size() == 2);
    CHECK(files["scenario.toml"].find("[common_factors] # loadings\n") != std::string::npos);
    CHECK(files["project_income.csv"] == testing::whole_plan_files()["project_income.csv"]);
    CHECK_FALSE(files.contains("yields.csv"));

    // Two files of one table are a mistake, by whatever names.
    auto both = under_former_names();
    both["project_income.csv"] = both["yields.csv"];
    Diagnostics twice;
    static_cast<void>(test::build(both, twice));
    CHECK(test::shown(twice).find("two files are the same table") != std::string::npos);
}

TEST_CASE("only keys are put under today's group", "[model][upgrade]") {
    model::PlanTexts files{{"scenario.toml",
                            "# common_shocks\n[scenario]\nname_en = \"common_shocks.x\"\n"
                            "[ common_shocks ]\ncost_year = 0.3\n"}};
    static_cast<void>(model::upgrade(files));
    CHECK(files["scenario.toml"] ==
          "# common_shocks\n[scenario]\nname_en = \"common_shocks.x\"\n"
          "[ common_factors ]\ncost_year = 0.3\n");
}
