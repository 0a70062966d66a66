// Values as people type them: what is meant is said, or read.
#include <cmath>

#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "coffer/scenario/changes.hpp"
#include "support/built_model.hpp"
#include "support/complaints.hpp"

using namespace coffer;
using test::Files;

namespace {

model::Distribution overrun_of(const std::string& text) {
    Files files = test::minimal_files();
    test::replace(files, "projects.csv", "lognormal(1,1.2)", text);
    Diagnostics diagnostics;
    const auto model = test::build(files, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(model);
    for (const auto& project : model->projects) {
        if (project.id == "road") return project.cost_overrun;
    }
    return {};
}

}  // namespace

TEST_CASE("a lognormal by mean and standard deviation", "[model]") {
    // Closed form: s^2 = ln(1 + (sd/mean)^2), p50 = mean exp(-s^2/2), p90 = p50 exp(1.28155 s). Of
    // mean 1.2 and sd 0.3 that is lognormal(1.164171,1.596085).
    const auto d = overrun_of("lognormal_mean_sd(1.2,0.3)");
    CHECK(d.a == Approx(1.164171).margin(5e-7));
    CHECK(d.b == Approx(1.596085).margin(5e-7));
    // Back to the moments: 1.2 and 0.3 of a project of 1200万 are 1440 and 360.
    const double s = std::log(d.b / d.a) / 1.2815515655446004;
    const double mean = d.a * std::exp(0.5 * s * s);
    CHECK(1200.0 * mean == Approx(1440.0).margin(1e-9));
    CHECK(1200.0 * mean * std::sqrt(std::exp(s * s) - 1.0) == Approx(360.0).margin(1e-9));
}

TEST_CASE("parameters that fall are met with mean and standard deviation", "[model]") {
    for (const char* words :
         {"p50 (the median) and p90", "lognormal_mean_sd(1.2,0.3)", "p50（中位数）"}) {
        test::check_complaint(test::minimal_files(), "projects.csv", "lognormal(1,1.2)",
                              "lognormal(1.2,0.3)", words);
    }
    test::check_complaint(test::minimal_files(), "projects.csv", "lognormal(1,1.2)",
                          "lognormal(1e-300,100)", "above 1000 times p50");
    test::check_complaint(test::minimal_files(), "projects.csv", "lognormal(1,1.2)",
                          "lognormal_mean_sd(1.2,0)", "must be above 0");
}

TEST_CASE("years separated by other marks", "[model]") {
    for (const char* years : {"\"1,1,0.9\"", "1，1，0.9", "1、1、0.9"}) {
        test::check_complaint(test::minimal_files(), "revenue.csv", "1;1;0.9", years,
                              "Separate years by ; like this: 1;1;0.9");
    }
    // Negative control: a comma between thousands is no separator.
    Files files = test::minimal_files();
    test::replace(files, "sources.csv", "6000;6000;3000", "\"6,000;6,000;3,000\"");
    Diagnostics diagnostics;
    CHECK(test::build(files, diagnostics));
}

TEST_CASE("dates where months are wanted", "[model]") {
    // 47331 is 1 August 2029 in Excel.
    test::check_complaint(test::minimal_files(), "stages.csv", "2020-07", "47331", "Write 2029-08");
    test::check_complaint(test::minimal_files(), "stages.csv", "2020-07", "2029-08-31",
                          "Write 2029-08.");
    test::check_complaint(test::minimal_files(), "stages.csv", "2020-07", "2029年8月31日",
                          "Write 2029-08.");
}

TEST_CASE("typographic quotes in scenario.toml are named", "[model]") {
    Files files = test::minimal_files();
    test::replace(files, "scenario.toml", "\"万元\"", "“万元”");
    Diagnostics diagnostics;
    CHECK_FALSE(scenario::parse_texts(files, "s", {}, diagnostics));
    CHECK(diagnostics.sorted().size() == 1);
    CHECK(test::shown(diagnostics).find("typographic mark “") != std::string::npos);
}

TEST_CASE("a table in Big5 is one error", "[model]") {
    Files files = test::minimal_files();
    // 稅收收入,其他稅收 in Big5.
    files["revenue.csv"] =
        "id,name_zh,name_en,account,category,base\n"
        "taxes,\xB5\x7C\xA6\xAC\xA6\xAC\xA4\x4A,Taxes,general,own,6000\n"
        "other,\xA8\xE4\xA5\x4C\xB5\x7C\xA6\xAC,Other,general,own,600\n";
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    CHECK(diagnostics.sorted().size() == 1);
    CHECK(test::shown(diagnostics).find("the file is Big5") != std::string::npos);
    // Negative control: the same in GB18030 (其他税收) is read.
    files["revenue.csv"] =
        "id,name_zh,name_en,account,category,base\n"
        "taxes,\xC6\xE4\xCB\xFB\xCB\xB0\xCA\xD5,Taxes,general,own,6000\n";
    Diagnostics none;
    REQUIRE(scenario::parse_texts(files, "s", {}, none));
    CHECK(none.sorted().empty());
}

TEST_CASE("a file of commas is refused at once", "[model]") {
    for (const std::string& line : {std::string(8'000'000, ','), std::string(999, ',') + "\n"}) {
        Files files = test::minimal_files();
        std::string& text = files["correlations.csv"];
        while (text.size() < 8'000'000) text += line;
        Diagnostics diagnostics;
        const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
        REQUIRE(document);
        CHECK(diagnostics.sorted().size() == 1);
        CHECK(test::shown(diagnostics).find("the table has more than") != std::string::npos);
        CHECK(document->unread.contains("correlations"));
    }
}

TEST_CASE("a day written in another way is guessed", "[model]") {
    // 44348 is 1 June 2021 in Excel.
    for (const char* day : {"44348", "20210601", "2021.6.1", "21-6-1", "06/01/2021"}) {
        test::check_complaint(test::minimal_files(), "debt.csv", "2021-06", day,
                              "Write 2021-06-01");
    }
}
