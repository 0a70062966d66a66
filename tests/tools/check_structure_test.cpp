// coffer check warns of a plan that cannot be financed, in words a finance officer can act on.
#include <catch2/catch.hpp>

#include "program.hpp"

using namespace coffer::tool::test;

TEST_CASE("check says that a plan can be financed, and by how much") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county", "--quiet", "--lang", "en"}).code == 0);
    const Result chinese = call(place, {"check", "county"});
    CHECK(chinese.code == 0);
    CHECK(has(chinese.out, "可以筹足；余度"));
    CHECK(chinese.err.empty());
    CHECK(has(call(place, {"check", "county", "--lang", "en"}).out, "can be financed; slack"));
}

TEST_CASE("check warns of a plan that cannot be financed, and names what would close the gap") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county", "--quiet", "--lang", "en"}).code == 0);
    const auto file = place.path() / "county" / "sources.csv";
    std::string sources = read_text(file);
    const std::string before = "6000;6000;3000";
    REQUIRE(has(sources, before));
    sources.replace(sources.find(before), before.size(), "3000;3000;1000");
    put(file, sources);

    const Result chinese = call(place, {"check", "county"});
    CHECK(chinese.code == 0);
    CHECK(has(chinese.err,
              "county/sources.csv:4:33: 警告：E 列 annual（各年额度）：计划筹不足资金，缺 "));
    CHECK(has(chinese.err, "0 个错误，1 个警告"));
    for (const char* part : {"缺口 1：", "用尽：", "(budget) 2020-2022 7,000", "年底前多到位"}) {
        INFO(part);
        CHECK(has(chinese.out, part));
    }
    const Result english = call(place, {"check", "county", "--lang", "en"});
    CHECK(english.code == 0);
    CHECK(has(english.err,
              "county/sources.csv:4:33: warning: column E annual: the plan cannot be financed"));
    CHECK(has(english.out, "Gap 1: "));
    CHECK(has(english.out, "closed by: raise"));

    const Result quiet = call(place, {"check", "county", "--quiet"});
    CHECK(quiet.code == 0);
    CHECK(quiet.out.empty());
    CHECK(quiet.err.empty());
}
