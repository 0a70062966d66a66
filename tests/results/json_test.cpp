#include "coffer/results/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::results;
using nlohmann::json;

TEST_CASE("the manifest reads back with everything needed to compute again") {
    Manifest manifest = test::manifest();
    manifest.files = {{"a.csv", 12, "ff"}};
    manifest.warnings = {
        {Severity::warning, {"x.csv", 2, 3}, {"问题", "problem"}, {"原因", "why"}, {"建议", "do"}}};
    manifest.timings.write = 0.5;
    const json read = json::parse(manifest_json(manifest));
    CHECK(read["made_by"] == "coffer");
    CHECK(read["coffer_version"] == "1.2.3");
    CHECK(read["scenario"]["id"] == "demo");
    CHECK(read["scenario"]["sha256"] == "abc");
    CHECK(read["changes"][0] == "scenario.years=2");
    CHECK(read["seed"].get<std::uint64_t>() == 18446744073709551615u);
    CHECK(read["paths"] == 4);
    CHECK_FALSE(read.contains("path"));
    CHECK(read["threads"] == 2);
    for (const char* phase :
         {"parse", "build", "compile", "simulate", "first_path", "summarise", "write"}) {
        CHECK(read["seconds"][phase].is_number());
    }
    CHECK(read["seconds"]["write"] == 0.5);
    CHECK(read["warnings"][0]["line"] == 2);
    CHECK(read["warnings"][0]["message_en"] == "x.csv:2:3: warning: problem (why). do");
    CHECK(read["files"][0]["sha256"] == "ff");
    CHECK(read["complete"] == true);

    manifest.path = 17;
    const json replayed = json::parse(manifest_json(manifest));
    CHECK(replayed["path"] == 17);
    CHECK_FALSE(replayed.contains("paths"));
}

TEST_CASE("the document holds the manifest and the yearly results") {
    auto forecast = test::forecast();
    forecast.first_hits = {{"arrears", {2020, 1}, {0.25, 0.5}, 2.0 / 3.0},
                           {"cash_below_floor", {2020, 1}, {0.0, 0.0}, {}}};
    const json read = json::parse(forecast_json(forecast, test::manifest()));
    CHECK(read["manifest"]["scenario"]["name_zh"] == "示范县");
    REQUIRE(read["indicators"].size() == 11);
    CHECK(read["indicators"][0]["indicator"] == "fai");
    CHECK(read["indicators"][0]["period"] == "2020");
    CHECK(read["indicators"][0]["p50"] == 3.012e9);
    CHECK(read["targets"][0]["relation"] == ">=");
    CHECK(read["targets"][0]["se"] == 0.0125);
    CHECK(read["projects"][0]["finish_p90"].is_null());
    CHECK(read["projects"][1]["p_late"].is_null());
    CHECK(read["projects"][1]["p_late_se"].is_null());
    CHECK(read["first_year"][0]["basis"] == "G20; A3");
    CHECK(read["first_year"][0].contains("project"));
    CHECK(read["first_hits"][0]["mean_month"] == 2.0 / 3.0);
    CHECK(read["first_hits"][1]["mean_month"].is_null());
}

TEST_CASE("names that are not UTF-8 do not break the document") {
    Manifest manifest = test::manifest();
    manifest.scenario_folder = "bad\xFF";
    CHECK(json::parse(manifest_json(manifest))["scenario"]["folder"] == "bad\xEF\xBF\xBD");
}
