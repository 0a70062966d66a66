// The page as one file: hostile text stays text, and every place of the shell is filled once.
#include "coffer/report/html.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "coffer/report/forecast_page.hpp"
#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::report;
namespace test = coffer::results::test;

namespace {

constexpr const char* shell =
    "<title>{{title}}</title><noscript>{{plain}}</noscript><script type=\"application/json\">"
    "{{data}}</script><script>code</script>";

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

std::string data_in(const std::string& html) {
    const std::string begin = "application/json\">";
    const auto from = html.find(begin) + begin.size();
    return html.substr(from, html.find("</script>", from) - from);
}

}  // namespace

TEST_CASE("what a plan is called cannot end the script, open a tag or fill another place") {
    const std::string name = "</script><img src=x onerror=alert(1)><!--{{data}}\"'&\xFF";
    results::RunResults results{test::manifest(), test::forecast(), {}, {}, {}, {}};
    results.manifest.scenario_name = {name, name};
    results.forecast.targets[0].name = {name, name};
    results.forecast.targets[0].probability = 0.1;  // so that the verdict names it
    results.forecast.projects[0].name = {name, name};
    results.books = {{2020, "pool:" + name, "drawn:" + name, {name, name}, {name, name}, -1e8}};
    results.assumptions = {{"A1", {name, name}, name, name, {{name, 1}}}};
    const std::string page = html(forecast_page(results), shell, Language::chinese);
    CHECK(count(page, "</script>") == 2);
    CHECK(count(page, "<img") == 0);
    CHECK(count(page, "<!--") == 0);
    const auto data = nlohmann::json::parse(data_in(page));
    const std::string title = data["title"]["zh"];
    CHECK(title.starts_with("</script><img src=x onerror=alert(1)><!--{{data}}\"'&"));
}

TEST_CASE("a shell without a place is refused") {
    CHECK_THROWS_AS(html({}, "<title>{{title}}</title>", Language::english), std::invalid_argument);
}

TEST_CASE("the page of a forecast has a section for all that is there, in both languages") {
    const auto data = nlohmann::json::parse(page_json(
        forecast_page({test::manifest(), test::forecast(), {}, {}, {}, {}}), Language::english));
    CHECK(data["language"] == "en");
    CHECK(data["start"]["year"] == 2020);
    CHECK(data["start"]["month"] == 1);
    std::vector<std::string> ids;
    for (const auto& section : data["sections"]) {
        ids.push_back(section["id"]);
        CHECK_FALSE(section["title"]["zh"].get<std::string>().empty());
        CHECK_FALSE(section["title"]["en"].get<std::string>().empty());
        CHECK_FALSE(section["blocks"].empty());
    }
    CHECK(ids == std::vector<std::string>{"verdict", "indicators", "targets", "debt", "cash",
                                          "projects", "funding", "tables", "origin"});
}

// Catches: a page that shows money in another unit than the terminal.
TEST_CASE("the page knows the unit of money") {
    auto manifest = test::manifest();
    manifest.unit = MoneyUnit::wan;
    const auto data = nlohmann::json::parse(
        page_json(forecast_page({manifest, test::forecast(), {}, {}, {}, {}}), Language::english));
    CHECK(data["unit"] == "wan");
}

TEST_CASE("what is not a number becomes a gap") {
    page::Page page;
    page.sections = {{"s", {"", ""}, {page::FanBlock{}}}};
    auto& fan = std::get<page::FanBlock>(page.sections[0].blocks[0]);
    fan.p50 = {1.5, std::nullopt, std::numeric_limits<double>::infinity()};
    const auto data = nlohmann::json::parse(page_json(page, Language::chinese));
    CHECK(data["sections"][0]["blocks"][0]["p50"] == nlohmann::json{1.5, nullptr, nullptr});
}

TEST_CASE("an empty forecast has a page") {
    results::RunResults nothing{test::manifest(), {}, {}, {}, {}, {}};
    nothing.forecast.paths = 1;
    const auto page = forecast_page(nothing);
    CHECK(page.sections.front().id == "verdict");
}
