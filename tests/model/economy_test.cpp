// Catches: economic series and revenue by district whose fields are accepted where they mean
// nothing, and targets on figures that are not there.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using Catch::Matchers::Contains;

namespace {

const std::string header = "id,name_zh,name_en,base,new_output_share,annual_sd\n";
const std::string revenue =
    "id,name_zh,name_en,district,account,category,base\n"
    "tax,税,Tax,east,general,own,1000\n";

/// Everything that is said about the minimal scenario with these tables.
std::string complaints(const std::string& economy, const std::string& revenue_table,
                       const std::string& target) {
    auto files = test::minimal_files();
    files["economy.csv"] = header + economy;
    files["sensitivities.csv"] = "item,driver,elasticity\nretail,prices,1\n";
    files["revenue.csv"] = revenue_table;
    files["targets.csv"] =
        "id,name_zh,name_en,indicator,dimension,year,relation,value\n" + target + "\n";
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    if (document) static_cast<void>(model::build(*document, diagnostics));
    return test::shown(diagnostics);
}

const std::string retail = "retail,零售,Retail,300,25%,2%\n";
const std::string growth = "g,增,Growth,economy_growth,series:retail,2020,>=,5%";

}  // namespace

TEST_CASE("an economic series is a figure with targets of its own", "[model]") {
    CHECK_THAT(complaints(retail, revenue, growth), !Contains(": error"));
    CHECK_THAT(complaints(retail, revenue, "r,收,R,general_revenue,district:east,2020,>=,900"),
               !Contains(": error"));
}

TEST_CASE("mistakes in economic series and districts are named", "[model][diagnostics]") {
    CHECK_THAT(complaints("retail,零售,Retail,0,,\n", revenue, growth),
               Contains("base cannot be 0"));
    CHECK_THAT(complaints("retail,零售,Retail,300,120%,\n", revenue, growth),
               Contains("at most 100%"));
    CHECK_THAT(complaints("tax,零售,Retail,300,,\n", revenue, growth), Contains("\"tax\""));
    CHECK_THAT(complaints(retail, revenue, "g,增,G,economy_growth,series:retial,2020,>=,5%"),
               Contains("Did you mean \"series:retail\"?"));
    CHECK_THAT(complaints(retail, revenue, "g,增,G,economy,,2020,>=,5"),
               Contains("its dimensions: series:retail"));
    CHECK_THAT(complaints(retail, revenue, "r,收,R,general_revenue,district:west,2020,>=,1"),
               Contains("has no dimension"));
    CHECK_THAT(complaints(retail,
                          "id,name_zh,name_en,district,account,category,base\n"
                          "land,地,Land,east,fund,own,1000\n",
                          growth),
               Contains("only own revenue of the general account"));
}
