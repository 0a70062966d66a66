#include <algorithm>

#include <catch2/catch.hpp>

#include "coffer/results/folder.hpp"
#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::results;

namespace {

std::string file(const std::vector<File>& files, const std::string& name) {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const File& candidate) { return candidate.name == name; });
    REQUIRE(found != files.end());
    return found->content;
}

}  // namespace

TEST_CASE("indicators.csv holds every series, yearly and monthly, without a byte order mark") {
    const std::string text = file(forecast_files(test::forecast()), "indicators.csv");
    const std::string begin =
        "indicator,dimension,period,n,mean,se,sd,min,p01,p05,p10,p25,p50,p75,p90,p95,p99,max,es05,"
        "es95,reference_path\n"
        "fai,total,2020,4,3012000000.5,0.25,0.5,3011999995,3011999996,3011999997,3011999998,"
        "3011999999,3012000000,3012000001,3012000002,3012000003,3012000004,3012000005,"
        "3011999995.5,3012000004.5,3012000000\n"
        "fai,total,2020-01,4,100000000.5,";
    CHECK(text.substr(0, begin.size()) == begin);
    CHECK(text.find("\nfai,district:古丈,2020,4,") != std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 16);
}

TEST_CASE("intervals.csv has each yearly figure, what a sample cannot bound stays empty") {
    statistics::Forecast forecast = test::forecast();
    forecast.series.resize(1);
    auto& summary = forecast.series[0].summary;
    summary.n = 1000;
    summary.se = summary.es05_se = 0.0;
    summary.es95_se = 1.0;
    summary.intervals[1] = {3011999990.0, 3012000000.0};
    summary.intervals[8].low = 3012000001.0;
    const std::string text = file(forecast_files(forecast), "intervals.csv");
    const std::string begin =
        "indicator,dimension,period,figure,value,low,high\n"
        "fai,total,2020,mean,3012000000.5,,\n"
        "fai,total,2020,p01,3011999996,,\n"
        "fai,total,2020,p05,3011999997,3011999990,3012000000\n";
    CHECK(text.substr(0, begin.size()) == begin);
    CHECK(text.find("\nfai,total,2020,p99,3012000004,3012000001,\n") != std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 13);
    const auto tail = [&] {
        const std::string all = file(forecast_files(forecast), "intervals.csv");
        return all.substr(all.find("es95"));
    };
    CHECK(tail().find("es95,3012000004.5,3012000002.54") == 0);
    summary.n = 999;
    CHECK(tail() == "es95,3012000004.5,,\n");
}

TEST_CASE("targets.csv is as agreed") {
    CHECK(
        file(forecast_files(test::forecast()), "targets.csv") ==
        "\xEF\xBB\xBFtarget,name_zh,name_en,period,probability,se,indicator,dimension,relation,"
        "value,over,low,"
        "high\n"
        "t1,投资达到三十亿,FAI of 3 billion,2020,0.875,0.0125,fai,total,>=,3000000000,,0.85,0.9\n");
}

TEST_CASE("targets over several periods say which, and how they count") {
    statistics::Forecast forecast = test::forecast();
    forecast.targets[0].over = model::Target::Over::min;
    const auto row = [&](const model::Span& span) {
        forecast.targets[0].span = span;
        const std::string all = file(forecast_files(forecast), "targets.csv");
        return all.substr(all.find("billion,") + 8);
    };
    CHECK(row({{2020, 0}, {2024, 0}}).starts_with("2020/2024,"));
    CHECK(row({{2020, 0}, {2024, 0}}).ends_with(",3000000000,min,0.85,0.9\n"));
    CHECK(row({{2020, 7}, {2021, 12}}).starts_with("2020-07/2021-12,"));
    CHECK(row({{2020, 7}, {2020, 7}}).starts_with("2020-07,"));
    CHECK(row({{2020, 7}, {2020, 7}}).ends_with(",3000000000,,0.85,0.9\n"));
}

TEST_CASE("projects.csv leaves empty what did not happen") {
    CHECK(file(forecast_files(test::forecast()), "projects.csv") ==
          "\xEF\xBB\xBFproject,name_zh,name_en,total_investment,planned_start,planned_finish,p_"
          "finished,finish_p10,finish_p50,finish_p90,p_late,p_late_se,p_suspended,funded_share,p_"
          "short,p_"
          "cancelled\n"
          "g01,高速公路,Motorway,1000000000,3,18,0.75,17.5,20.25,,0.5,0.25,0.25,0.9,0.75,0.125\n"
          "g02,\"'=桥,\"\"新\"\"\",\"'=Bridge, \"\"new\"\"\",0,,6,1,6,6,6,,,0,1,0,0\n");
}

TEST_CASE("projects.csv leaves both cells of lateness empty without a deadline in the plan") {
    statistics::Forecast forecast = test::forecast();
    forecast.projects.resize(1);
    forecast.projects[0].probability_late.reset();  // its standard error stays 0.25
    CHECK(file(forecast_files(forecast), "projects.csv")
              .ends_with(",20.25,,,,0.25,0.9,0.75,0.125\n"));
}

TEST_CASE("first_year.csv holds the plan against the reference path") {
    CHECK(file(forecast_files(test::forecast()), "first_year.csv") ==
          "\xEF\xBB\xBFproject,name_zh,name_en,planned,reference_path,unfunded,price_effect,"
          "reported_later,mean,basis\n"
          "g01,高速公路,Motorway,2000000000,1800000000,150000000,20000000,0,1850000000,G20; A3\n"
          "g02,桥,Bridge,1000000000,1000000000,0,0,0,1000000000,\n");
}

TEST_CASE("names.csv names what dimensions are about") {
    statistics::Forecast forecast = test::forecast();
    forecast.names["series:loans"] = {"贷款余额", "Loans"};
    CHECK(file(forecast_files(forecast), "names.csv") ==
          "\xEF\xBB\xBF"
          "dimension,name_zh,name_en\nseries:loans,贷款余额,Loans\n");
}

TEST_CASE("monthly.csv is wide and has a row a month") {
    CHECK(file(forecast_files(test::forecast()), "monthly.csv") ==
          "month,fai_p05,fai_p50,fai_p95,fai_mean,cash_p05,cash_p50,cash_p95,cash_mean\n"
          "2020-01,99999997,100000000,100000003,100000000.5,499999997,500000000,500000003,"
          "500000000.5\n"
          "2020-02,199999997,200000000,200000003,200000000.5,299999997,300000000,300000003,"
          "300000000.5\n");
}

TEST_CASE("monthly.csv names dimensions and leaves gaps empty") {
    statistics::Forecast forecast;
    forecast.series = {
        test::series(model::Indicator::fai, "named", 2020, 2, 10.0),
        test::series(model::Indicator::cash, "total", 2020, 1, 20.0),
    };
    CHECK(file(forecast_files(forecast), "monthly.csv") ==
          "month,fai[named]_p05,fai[named]_p50,fai[named]_p95,fai[named]_mean,"
          "cash_p05,cash_p50,cash_p95,cash_mean\n"
          "2020-01,,,,,17,20,23,20.5\n"
          "2020-02,7,10,13,10.5,,,,\n");
}

TEST_CASE("first_hits.csv adds up the months, and tells the plan as a whole") {
    statistics::Forecast forecast;
    forecast.paths = 4;
    forecast.first_hits = {{"arrears", {2020, 1}, {0.25, 0.0, 0.5}, 4.0 / 3.0},
                           {"cash_below_floor", {2020, 1}, {0.0}, {}}};
    const std::string all = file(forecast_files(forecast), "first_hits.csv");
    // By hand: Wilson's intervals of 1, 3 and 0 of 4 paths.
    for (const char* part : {"event,period,p_first,p_by,se,mean_month,low,high\n",
                             "\narrears,2020-01,0.25,0.25,0.21650635094610965,,0.0455",
                             "\narrears,2020-02,0,0.25,0.21650635094610965,,0.0455",
                             "\narrears,2020-03,0.5,0.75,0.21650635094610965,,0.3006",
                             "\narrears,plan,,0.75,0.21650635094610965,1.3333333333333333,0.3006",
                             "\ncash_below_floor,2020-01,0,0,0,,0,0.48989",
                             "\ncash_below_floor,plan,,0,0,,0,0.48989"}) {
        INFO(part);
        CHECK(all.find(part) != std::string::npos);
    }
    CHECK(std::count(all.begin(), all.end(), '\n') == 7);
}

TEST_CASE("an empty forecast gives tables with headers only") {
    for (const File& table : forecast_files({})) {
        CHECK(std::count(table.content.begin(), table.content.end(), '\n') == 1);
    }
}
