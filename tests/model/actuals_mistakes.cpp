// Catches: actuals that contradict themselves, the plan or what is said to be known, and pass.
#include <cmath>

#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/complaints.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

const std::string taxes = "revenue,taxes,2020-01,,,500,\nrevenue,taxes,2020-02,,,450,\n";
const std::string budget = "sources,budget,2020-01,,,600,\nsources,budget,2020-02,,,0,\n";
const std::string road = "spending,road,2020-02,budget,,100,\n";
const std::string progress = "progress,road,2020-02,,land,,80%\n";
const std::string prices = "drivers,prices,2020-01,,,,2%\ndrivers,prices,2020-02,,,,3%\n";

test::Files files() {
    auto files = test::minimal_files();
    test::replace(files, "scenario.toml", "years = 3\n", "years = 3\nas_of = \"2020-02\"\n");
    files["actuals.csv"] =
        "kind,id,month,source,stage,amount,value\n" + taxes + budget + road + progress + prices;
    return files;
}

void wrong(const std::string& from, const std::string& to, const std::string& words) {
    test::check_complaint(files(), "actuals.csv", from, to, words);
}

}  // namespace

TEST_CASE("actuals are read into what they are about", "[model][actuals]") {
    Diagnostics diagnostics;
    const auto model = test::build(files(), diagnostics);
    CAPTURE(test::shown(diagnostics));
    REQUIRE(model.has_value());
    CHECK(diagnostics.sorted().empty());
    CHECK(model->known_months == 2);
    const auto& line = model->revenue[0];
    REQUIRE(line.id == "taxes");
    REQUIRE(line.flow.known.size() == 2);
    CHECK(line.flow.known[1].yuan() == 450e4);
    CHECK(model->revenue[1].flow.known.empty());
    const auto& driver = model->drivers[1];
    REQUIRE(driver.id == "prices");
    // 2 % above January of the year before is the mean itself: nothing of the month stands out.
    CHECK(driver.known[0] == Approx(0.02).margin(1e-12));
    CHECK(driver.known[1] == Approx(0.02 + 12.0 * std::log(1.03 / 1.02)));
    const auto& project = model->projects[0];
    REQUIRE(project.id == "road");
    REQUIRE(project.actuals.has_value());
    CHECK(project.actuals->drawn[1][1].yuan() == 100e4);
    REQUIRE(project.actuals->progress.size() == 1);
    CHECK(project.actuals->progress[0].share == 0.8);
    // Others have done nothing.
    CHECK(model->projects[1].actuals->progress.empty());
}

TEST_CASE("actuals: contradictions are refused", "[model][actuals][diagnostics]") {
    wrong("revenue,taxes,2020-02", "revenue,taxes,2020-03", "after what is known");
    wrong("revenue,taxes,2020-02", "revenue,taxes,2019-12", "before the plan");
    wrong("revenue,taxes,2020-02", "revenue,taxes,2020-01", "stands twice");
    wrong("revenue,taxes,2020-02,,,450,\n", "", "1 months are missing: 2020-02");
    wrong("revenue,taxes,2020-02", "revenue,taxis,2020-02", "taxes");
    wrong("revenue,taxes,2020-02,,,450,", "revenue,taxes,2020-02,,,,", "amount is blank");
    wrong("revenue,taxes,2020-02,,,450,", "revenue,taxes,2020-02,budget,,450,",
          "only spending has a source");
    wrong("spending,road,2020-02,budget", "spending,road,2020-02,", "source is blank");
    wrong("spending,road,2020-02,budget", "spending,plant,2020-02,bonds", "may not draw");
    wrong("progress,road,2020-02,,land,,80%\n", "", "no progress");
    wrong("road,2020-02,budget,,100", "road,2020-02,budget,,700", "projects drew");
    wrong(budget, "", "no arrivals are known");
    wrong("progress,road,2020-02,,land", "progress,road,2020-02,,approval", "has no stage");
    wrong("progress,road,2020-02,,land,,80%\n",
          "progress,road,2020-01,,construction,,10%\nprogress,road,2020-02,,land,,80%\n",
          "goes backwards");
    // Half of the land was there when the plan began, says projects.csv.
    wrong("land,,80%", "land,,40%", "says that 50 % was done when the plan began");
    wrong("drivers,prices,2020-02,,,,3%", "drivers,prices,2020-02,,,,", "value is blank");
}

TEST_CASE("actuals need the month up to which they go", "[model][actuals][diagnostics]") {
    test::check_complaint(files(), "scenario.toml", "as_of = \"2020-02\"\n",
                          "as_of = \"2023-01\"\n", "outside the plan");
    auto nothing = files();
    nothing.erase("actuals.csv");
    test::check_complaint(nothing, "scenario.toml", "as_of = \"2020-02\"", "as_of = \"2020-01\"",
                          "no actuals");
}
