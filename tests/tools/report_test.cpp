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

// Catches: a question whose folder cannot be made a report, advice that repeats the question
// without its report.
TEST_CASE("coffer report writes the report of a question from its folder") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county", "--quiet"}).code == 0);
    const Result asked = call(place, {"compare", "county", "--set", "scenario.unit=元", "--paths",
                                      "50", "--out", "c", "--report", "at-once.html", "--quiet"});
    INFO(asked.err);
    REQUIRE(asked.code == 0);
    REQUIRE(call(place, {"report", "c", "--quiet"}).code == 0);
    CHECK(read_text(place.path() / "c.html") == read_text(place.path() / "at-once.html"));
    CHECK(call(place, {"report", "c", "-o", "en.html", "--lang", "en", "--quiet"}).code == 0);
    CHECK(has(read_text(place.path() / "en.html"), "\"language\":\"en\""));
    const Result in_yuan =
        call(place, {"report", "c", "-o", "u.html", "--unit", "yuan", "--lang", "en"});
    CHECK(in_yuan.code == 2);
    CHECK(has(in_yuan.err, "coffer compare county"));

    fs::remove(place.path() / "c" / "page.json");
    const Result without = call(place, {"report", "c", "-o", "w.html", "--lang", "en"});
    CHECK(without.code == 2);
    CHECK(has(without.err, "--report FILE: coffer compare county"));
    CHECK_FALSE(fs::exists(place.path() / "w.html"));
}
