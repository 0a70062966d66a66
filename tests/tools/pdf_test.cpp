// coffer report --pdf, where there is a browser and where there is none.
#include <cstdlib>

#include <catch2/catch.hpp>

#include "program.hpp"

using namespace coffer::tool::test;

TEST_CASE("coffer report --pdf prints the page, or is refused without a browser") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county", "--quiet"}).code == 0);
    REQUIRE(call(place, {"run", "county", "--paths", "50", "--out", "r", "--quiet"}).code == 0);
    const Result printed = call(place, {"report", "r", "--pdf", "r.pdf", "--lang", "en"});
    if (printed.code == 2) {
        CHECK(has(printed.err, "Chromium"));
        CHECK_FALSE(fs::exists(place.path() / "r.html"));
        WARN("SKIPPED: no browser here (tools/setup/packages-dev.txt)");
        return;
    }
    INFO(printed.err);
    REQUIRE(printed.code == 0);
    CHECK(read_text(place.path() / "r.pdf").starts_with("%PDF-"));
    CHECK(fs::file_size(place.path() / "r.pdf") > 20'000);
}
