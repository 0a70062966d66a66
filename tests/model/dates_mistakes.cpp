// Catches: dates of stages and links between them that contradict each other and are accepted all
// the same, or that are refused where they are right.
#include <string>

#include <catch2/catch.hpp>

#include "support/built_model.hpp"

using namespace coffer;

namespace {

const std::string stage_header =
    "project,stage,duration,cost_share,not_before,deadline,must_start,must_finish,timing,basis\n";
const std::string link_header =
    "from_project,from_stage,to_project,to_stage,kind,lag_months,lag_time,basis\n";
const std::string usual_link = "road,construction,plant,construction,,1,,A2\n";

/// What is said of the minimal plan with this row for the construction of the plant, and this link.
std::string said_of(const std::string& construction, const std::string& links = usual_link,
                    const std::string& commissioning = ",,,,", const std::string& land = ",,,,") {
    auto files = test::minimal_files();
    files["stages.csv"] = stage_header + "road,land,4,20%," + land + ",A2\n" +
                          "road,construction,12,80%,,2021-12,,,,A2\n" +
                          "plant,approval,3,,,,,,,A2\n" + "plant,construction,10,90%," +
                          construction + ",A2\n" + "plant,commissioning,2,10%," + commissioning +
                          ",A2\n";
    files["links.csv"] = link_header + links;
    Diagnostics diagnostics;
    static_cast<void>(test::build(files, diagnostics));
    for (const auto& diagnostic : diagnostics.sorted()) CHECK(test::is_complete(diagnostic));
    return test::shown(diagnostics);
}

void check_said(const std::string& said, const std::string& words) {
    CAPTURE(said, words);
    CHECK(said.find(words) != std::string::npos);
}

}  // namespace

TEST_CASE("dates: what is right has no complaint", "[model][dates]") {
    for (const char* dates :
         {",,,,", ",,2021-08,,", "2021-01,,2021-08,,", ",,,2022-06,", ",,,,late", "2021-01,,,,late",
          ",2022-06,,,late", ",2022-06,2021-08,,", ",,,,early"}) {
        CAPTURE(dates);
        CHECK(said_of(dates) == "");
    }
    for (const char* kind : {"start_finish,1,", "开始后完成,1,", "finish_start,-2,successor",
                             "start_start,3,predecessor", "finish_finish,0,elapsed"}) {
        CAPTURE(kind);
        CHECK(said_of(",,,,",
                      "road,construction,plant,construction," + std::string(kind) + ",A2\n") == "");
    }
    // A stage under way may have to finish, and the last one be as late as its deadline lets it.
    CHECK(said_of(",,,,", usual_link, ",,,,", ",,,2020-06,") == "");
    CHECK(said_of(",,,,", usual_link, ",2022-12,,,late") == "");
}

TEST_CASE("dates: each mistake is told", "[model][dates]") {
    check_said(said_of(",,2021-08,2022-06,"), "must_finish and must_start exclude each other");
    check_said(said_of(",,2021-08,,late"), "timing and must_start exclude each other");
    check_said(said_of(",,,2022-06,late"), "timing and must_finish exclude each other");
    check_said(said_of("2021-09,,2021-08,,"), "not_before lies after must_start");
    check_said(said_of(",2022-06,,2022-06,"), "deadline repeats must_finish");
    check_said(said_of(",2021-06,2021-08,,"), "the deadline lies before must_start");
    check_said(said_of(",,2019-08,,"), "must_start lies before the plan");
    check_said(said_of(",,,2019-08,"), "must_finish lies before the plan");
    check_said(said_of(",,2031-08,,"), "must_start lies after the plan");
    check_said(said_of(",,,,soon"), "stages.csv:5:");
    check_said(said_of(",,,,", usual_link, ",,,,late"), "nothing says how late");
    check_said(said_of(",,,,", usual_link, ",,,,", ",,2020-02,,"), "its start cannot be dated");
    check_said(said_of(",,,,", usual_link, ",,,,", ",,,,late"), "its start cannot be dated");
    check_said(said_of(",,,,", "road,construction,plant,construction,,1,working,A2\n"),
               "links.csv:2:");
}

TEST_CASE("dates: a cycle through a link from start to finish is found", "[model][dates]") {
    const std::string there = "road,construction,plant,construction,start_finish,0,,A2\n";
    const std::string back = "plant,commissioning,road,construction,start_start,0,,A2\n";
    const auto said = said_of(",,,,", there + back);
    check_said(said, "the links form a cycle");
    check_said(said, "(start_finish)");
}
