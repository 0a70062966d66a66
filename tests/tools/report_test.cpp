// coffer report as a user calls it.
#include <catch2/catch.hpp>

#include "program.hpp"

using namespace coffer::tool::test;

namespace {

/// Results of a small run in r, or a failed test.
void run_small(const TemporaryFolder& place) {
    REQUIRE(call(place, {"init", "county", "--quiet"}).code == 0);
    REQUIRE(call(place, {"run", "county", "--paths", "50", "--out", "r", "--quiet"}).code == 0);
}

}  // namespace

TEST_CASE("coffer report writes one file that names no address, and replaces it only when told") {
    const TemporaryFolder place;
    run_small(place);
    const Result written = call(place, {"report", "r"});
    INFO(written.err);
    REQUIRE(written.code == 0);
    CHECK(has(written.out, "r.html"));
    const std::string page = read_text(place.path() / "r.html");
    CHECK(page.starts_with("<!doctype html>"));
    CHECK(page.size() < 2'000'000);
    CHECK(has(page, "default-src 'none'"));
    for (const char* place_left : {"{{title}}", "{{plain}}", "{{data}}", "{{hash}}"}) {
        INFO(place_left);
        CHECK_FALSE(has(page, place_left));
    }
    for (const char* fetches : {"<link", "src=\"http", "@import"}) {
        INFO(fetches);
        CHECK_FALSE(has(page, fetches));
    }

    const Result again = call(place, {"report", "r"});
    CHECK(again.code == 2);
    CHECK(has(again.err, "--force"));
    CHECK(call(place, {"report", "r", "--force", "--quiet"}).code == 0);
    CHECK(call(place, {"report", "r/", "-o", "named.html", "--lang", "en"}).code == 0);
    CHECK(has(read_text(place.path() / "named.html"), "\"language\":\"en\""));
}

TEST_CASE("coffer report refuses what is no whole result, and tells of changed files") {
    const TemporaryFolder place;
    run_small(place);
    CHECK(call(place, {"report", "county"}).code == 2);
    CHECK(call(place, {"report", "nowhere"}).code == 2);
    CHECK(call(place, {"report", "r", "-o", "county"}).code == 2);
    CHECK(call(place, {"report", "r", "-o", "no/such/folder.html"}).code == 1);

    const fs::path targets = place.path() / "r" / "targets.csv";
    const std::string before = read_text(targets);
    put(targets, before + "\n");
    const Result changed = call(place, {"report", "r", "-o", "a.html", "--lang", "en"});
    CHECK(changed.code == 0);
    CHECK(has(changed.err, "changed after the run"));
    CHECK(has(read_text(place.path() / "a.html"), "changed after the run"));

    std::string broken = before;
    broken.replace(broken.rfind(">="), 2, ">=,x");
    put(targets, broken);
    CHECK(call(place, {"report", "r", "-o", "b.html"}).code == 2);
    fs::remove(targets);
    const Result missing = call(place, {"report", "r", "-o", "b.html", "--lang", "en"});
    CHECK(missing.code == 2);
    CHECK(has(missing.err, "targets.csv"));
    CHECK_FALSE(fs::exists(place.path() / "b.html"));
}
