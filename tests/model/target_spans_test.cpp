// Catches: spans of targets that are read as something else, and such as have no meaning.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/complaints.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using Over = model::Target::Over;

namespace {

const std::string heading = "id,indicator,dimension,year,until,over,relation,value,basis\n";

test::Files files(const std::string& row) {
    auto files = test::minimal_files();
    files["targets.csv"] = heading + row + "\n";
    return files;
}

model::Target read(const std::string& row) {
    Diagnostics diagnostics;
    const auto model = test::build(files(row), diagnostics);
    CAPTURE(test::shown(diagnostics));
    REQUIRE(model.has_value());
    REQUIRE(model->targets.size() == 1);
    return model->targets.front();
}

void complains(const std::string& row, const std::string& words) {
    test::check_complaint(files("x"), "targets.csv", heading + "x\n", heading + row + "\n", words);
}

}  // namespace

TEST_CASE("spans of targets", "[model][targets]") {
    const auto one = read("t,fai,,2021,,,>=,1,A2");
    CHECK(one.span == model::span_of_year(2021));
    CHECK_FALSE(one.span.several());
    const auto years = read("t,financing_gap,,2020,2022,sum,<=,9,A2");
    CHECK(years.span == model::Span{{2020, 0}, {2022, 0}});
    CHECK(years.over == Over::sum);
    const auto months = read("t,cash,,2020-03,2021/6,最低,>=,1,A2");
    CHECK(months.span == model::Span{{2020, 3}, {2021, 6}});
    CHECK(months.over == Over::min);
    // A year beside a month is its first or its last month.
    CHECK(read("t,projects_completed,项目:road,2020,2021-06,合计,>=,1,A2").span ==
          model::Span{{2020, 1}, {2021, 6}});
    CHECK(read("t,arrears,,2020-02,2021,every,<=,0,A2").span == model::Span{{2020, 2}, {2021, 12}});
    CHECK(read("t,debt_service,债务:loan,2020,,,<=,900,A2").dimension.text() == "instrument:loan");
}

TEST_CASE("spans without a meaning", "[model][targets][diagnostics]") {
    complains("t,fai,,2020,2022,,>=,1,A2", "over is blank");
    complains("t,fai,,2020,,sum,>=,1,A2", "without until there is one period");
    complains("t,fai,,2022,2020,sum,>=,1,A2", "until lies before year");
    complains("t,fai,,2020,2023,sum,>=,1,A2", "from 2020 to 2022");
    complains("t,cash,,2020-01,2023-01,min,>=,1,A2", "outside the plan");
    complains("t,debt_ratio,,2020-01,2020-06,max,<=,90%,A2", "not known month by month");
    complains("t,fai,named,2020-01,2020-06,sum,>=,1,A2", "not known month by month");
    complains("t,debt_ratio,,2020,2022,sum,<=,90%,A2", "ratios do not add up");
    complains("t,fai,,2020,2022,total,>=,1,A2", "one of: every, any, sum, mean, min, max");
    complains("t,debt_service,instrument:lone,2020,,,<=,1,A2", "instrument:loan");
    complains("t,projects_completed,project:raod,2020,2022,sum,>=,1,A2", "project:road");
}
