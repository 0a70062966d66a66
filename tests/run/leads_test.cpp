// Negative lags: the forward pass of planners' tools (ganttproject#686: three tasks of 10, b starts
// 5 before a ends, c ends with b: a 0-10, b 5-15, c ends 15), in the engine and the naive
// implementation.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/built_model.hpp"
#include "support/finishes.hpp"

using namespace coffer;

namespace {

model::Model net(const std::string& links) {
    test::Files files;
    files["scenario.toml"] =
        "format = 1\n[scenario]\nid = \"net\"\nname_zh = \"net\"\nname_en = \"net\"\n"
        "first_year = 2024\nyears = 5\nunit = \"元\"\n";
    files["projects.csv"] =
        "id,name_zh,name_en,total_investment,priority,basis\n"
        "a,a,a,0,1,x\nb,b,b,0,2,x\nc,c,c,0,3,x\n";
    files["stages.csv"] =
        "project,stage,duration,basis\n"
        "a,construction,10,x\nb,construction,10,x\nc,construction,10,x\n";
    files["links.csv"] =
        "from_project,from_stage,to_project,to_stage,kind,lag_months,basis\n" + links;
    Diagnostics diagnostics;
    auto model = test::build(files, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(model);
    return *model;
}

}  // namespace

TEST_CASE("a lead starts a stage before the one it follows ends", "[run]") {
    testing::check_finishes(net("a,,b,,finish_start,-5,x\nb,,c,,finish_finish,0,x\n"),
                            {10, 15, 15});
    // Said the other way: five months after a starts.
    testing::check_finishes(net("a,,b,,start_start,5,x\nb,,c,,finish_finish,0,x\n"), {10, 15, 15});
    // A lead longer than the stage reaches back to the start of the plan and no further.
    testing::check_finishes(net("a,,b,,finish_start,-12,x\n"), {10, 10, 10});
    // A finish held back until three months before that of a.
    testing::check_finishes(net("a,,b,,start_start,2,x\nb,,c,,finish_finish,-1,x\n"), {10, 12, 11});
}
