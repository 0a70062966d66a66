// What a right scenario becomes.
#include "coffer/model/build.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "coffer/base/stream.hpp"
#include "dump.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using test::Files;

namespace {

model::Model built(const Files& files) {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    auto model = model::build(*document, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(model);
    CHECK(diagnostics.sorted().empty());
    return std::move(*model);
}

/// A table with its rows (not its comments) in the opposite order.
std::string reversed(const std::string& text) {
    std::vector<std::string> lines;
    std::string header;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = text.find('\n', begin) + 1;
        const std::string line = text.substr(begin, end - begin);
        begin = end;
        if (line[0] == '#') continue;
        if (header.empty()) {
            header = line;
        } else {
            lines.push_back(line);
        }
    }
    std::reverse(lines.begin(), lines.end());
    for (const auto& line : lines) header += line;
    return header;
}

}  // namespace

TEST_CASE("the minimal plan becomes the model it describes", "[model]") {
    const model::Model m = built(test::minimal_files());
    CHECK(m.id == "minimal");
    CHECK(m.months() == 36);
    REQUIRE(m.drivers.size() == 2);
    CHECK(m.drivers[0].id == "lpr");
    CHECK(m.drivers[1].mean == std::vector<double>{0.02, 0.02, 0.02});
    CHECK(m.correlation_factor[1][0] == 0.5);
    CHECK(m.correlation_factor[1][1] == Approx(std::sqrt(0.75)));
    REQUIRE(m.projects.size() == 2);
    CHECK(m.projects[0].id == "road");
    CHECK(m.projects[0].total_investment == Money::from_fen(12'000'000'000));
    CHECK(m.projects[0].stream == stream_of("project", "road"));
    CHECK(m.projects[0].stages[1].deadline == 23);
    CHECK(m.projects[1].stages[1].not_before == 6);
    REQUIRE(m.links.size() == 1);
    CHECK(m.links[0].from_stage == 1);
    CHECK(m.links[0].to_stage == 1);
    REQUIRE(m.projects[0].funding.size() == 2);
    CHECK(m.sources[m.projects[0].funding[0].source.value].id == "bonds");
    CHECK(m.sources[0].debt->loan.rate.per_year == -0.005);
    CHECK(m.revenue[1].flow.annual[2] == Money::from_fen(21'600'000'000));
    CHECK(m.debt[1].reset_months == 12);
    CHECK(m.debt[0].maturity == 17);
    CHECK(m.targets.size() == 4);
    CHECK(m.targets[3].value == 0.0);
}

TEST_CASE("row order never matters", "[model]") {
    const Files files = test::minimal_files();
    Files shuffled = files;
    for (auto& [name, text] : shuffled) {
        if (name.ends_with(".csv")) text = reversed(text);
    }
    CHECK(test::dump(built(files)) == test::dump(built(shuffled)));
}

TEST_CASE("Chinese ids", "[model]") {
    Files files = test::minimal_files();
    for (auto& [name, text] : files) {
        for (std::size_t at = 0; (at = text.find("road", at)) != std::string::npos;) {
            text.replace(at, 4, "旺化路〇一");
        }
    }
    CHECK(built(files).projects[0].id == "旺化路〇一");
}

TEST_CASE("amounts and ratios have one value however they are written", "[model]") {
    for (const std::string amount : {"1.2亿", "1.2亿元", "12000", "\"12,000\"", "12_000万", "1.2e4",
                                     "120000000元", "12000 万元"}) {
        Files files = test::minimal_files();
        test::replace(files, "projects.csv", "1.2亿", amount);
        INFO(amount);
        CHECK(built(files).projects[0].total_investment == Money::from_fen(12'000'000'000));
    }
    Files percent = test::minimal_files();
    test::replace(percent, "debt.csv", "3.5%", "4.35%");
    CHECK(built(percent).debt[0].loan.rate.per_year == 0.0435);
}

TEST_CASE("a month has one value however Excel saves it, and a day is none", "[model]") {
    for (const std::string month : {"2020-07", "2020-7", "2020/7", "2020/07/01", "2020/7/1",
                                    "2020-07-01", "2020年7月", "2020年07月1日"}) {
        Files files = test::minimal_files();
        test::replace(files, "stages.csv", "2020-07,,A2", month + ",,A2");
        INFO(month);
        CHECK(built(files).projects[1].stages[1].not_before == 6);
    }
    for (const std::string day :
         {"2020/7/2", "2020年7月2日", "2020-07/01", "Jul-20", "2020年7", "202-07", "2020-007"}) {
        Files files = test::minimal_files();
        test::replace(files, "stages.csv", "2020-07,,A2", day + ",,A2");
        Diagnostics diagnostics;
        const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
        REQUIRE(document);
        INFO(day);
        CHECK_FALSE(model::build(*document, diagnostics));
        CHECK(test::shown(diagnostics).find("this is not a month") != std::string::npos);
    }
}

TEST_CASE("a link from a stage that is not listed any more is dropped", "[model]") {
    Files files = test::minimal_files();
    test::replace(files, "links.csv", "road,construction", "road,approval");
    CHECK(built(files).links.empty());
}

TEST_CASE("streams are FNV-1a", "[model]") {
    static_assert(stream_of("", "") == 0x2a0c975eU);  // of "/"
    CHECK(stream_of("driver", "ppi") != stream_of("project", "ppi"));
}

TEST_CASE("two ids with one stream are refused", "[model][diagnostics]") {
    // Found by search: FNV-1a of "project/..." agrees.
    Files files = test::minimal_files();
    files["projects.csv"] += "p332789,甲,A,,,0,,,,,,,,,,,A2\np529192,乙,B,,,0,,,,,,,,,,,A2\n";
    files["stages.csv"] += "p332789,land,1,,,,A2\np529192,land,1,,,,A2\n";
    REQUIRE(stream_of("project", "p332789") == stream_of("project", "p529192"));
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    CHECK_FALSE(model::build(*document, diagnostics));
    CHECK(test::shown(diagnostics).find("the same random stream") != std::string::npos);
}
