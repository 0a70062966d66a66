#include "coffer/results/manifest.hpp"

#include <catch2/catch.hpp>

#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::results;

namespace {

Manifest full() {
    Manifest manifest = test::manifest();
    manifest.scenario_from_here = "../county";
    manifest.files = {{"a.csv", 12, "ff"}, {"b.csv", 0, "00"}};
    manifest.warnings = {
        {Severity::warning, {"x.csv", 2, 3}, {"问题", "problem"}, {"原因", "why"}, {"建议", "do"}}};
    manifest.timings = {0.1, 0.2, 0.3, 1.0 / 3.0, 1e-9, 0.6, 0.7};
    return manifest;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

// Catches a key that is written and not read, or the other way round: both texts would differ.
TEST_CASE("a manifest reads back as it was written") {
    Manifest manifest = full();
    SECTION("of a run") {}
    SECTION("of a replay") { manifest.path = 17; }
    SECTION("with names that are not UTF-8") { manifest.scenario_folder = "bad\xFF"; }
    const std::string text = manifest_json(manifest);
    const ReadManifest read = read_manifest(text);
    REQUIRE(read.state == ManifestState::whole);
    REQUIRE(read.manifest.warnings.size() == 1);
    CHECK(read.manifest.warnings[0].problem.en == "problem");
    CHECK(read.manifest.warnings[0].at == Position{"x.csv", 2, 3});
    CHECK(manifest_json(read.manifest) == text);
}

TEST_CASE("a manifest that was changed, is not whole or of another version says so") {
    const std::string text = manifest_json(full());
    CHECK(read_manifest(replaced(text, "\"seed\": 1", "\"seed\": 2")).state ==
          ManifestState::changed);
    CHECK(read_manifest(replaced(text, "\"demo\"", "\"mine\"")).state == ManifestState::changed);
    CHECK(read_manifest(replaced(text, "\"made_by\"", "\"note\": 1, \"made_by\"")).state ==
          ManifestState::changed);
    // White space is nobody's work.
    CHECK(read_manifest(replaced(text, "\n", "\n\n")).state == ManifestState::whole);
    CHECK(read_manifest(replaced(text, "\"complete\": true", "\"complete\": false")).state ==
          ManifestState::other_format);
    CHECK(read_manifest(replaced(text, "\"format\": 4", "\"format\": 5")).state ==
          ManifestState::other_format);
    CHECK(read_manifest(R"({"made_by": "coffer"})").state == ManifestState::other_format);
}

TEST_CASE("only manifests of coffer are taken for one") {
    for (const char* text : {"", "{", "[]", "{}", "null", "3", R"({"made_by": 3})",
                             R"({"made_by": "other", "files": []})"}) {
        INFO(text);
        CHECK(read_manifest(text).state == ManifestState::foreign);
    }
}
