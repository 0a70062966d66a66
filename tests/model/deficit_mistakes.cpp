// Catches: deficit sources, declining debt and GDP whose fields contradict each other and are
// accepted all the same, or sources that together borrow more or less than the deficit.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

constexpr const char* settings = R"(format = 1
[scenario]
id = "nation"
name_zh = "国"
name_en = "Nation"
first_year = 2025
years = 2
unit = "亿元"
[economy]
gdp = 100
gdp_driver = "growth"
)";
constexpr const char* drivers = "id,name_zh,name_en,kind,mean\ngrowth,增,Growth,growth,5%\n";
const std::string header =
    "id,name_zh,name_en,kind,annual,deficit_share,rate,tenor_years,repayment,repayment_share,"
    "payments_per_year\n";
const std::string good =
    "short,短,Short,general_bond,,30%;40%,2%,1,bullet,,1\n"
    "long,长,Long,general_bond,,70%;60%,3%,10,declining,5%;6%,1\n";

/// English diagnostics of a plan with these settings and sources.
std::vector<std::string> complaints(const std::string& toml, const std::string& sources) {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(
        {{"scenario.toml", toml}, {"drivers.csv", drivers}, {"sources.csv", sources}}, "nation", {},
        diagnostics);
    if (document) static_cast<void>(model::build(*document, diagnostics));
    std::vector<std::string> texts;
    for (const auto& entry : diagnostics.sorted()) {
        texts.push_back(format(entry, Language::english));
    }
    return texts;
}

void check_complaint(const std::string& toml, const std::string& sources,
                     const std::string& words) {
    const auto texts = complaints(toml, sources);
    std::string all;
    for (const auto& text : texts) all += text + "\n";
    CAPTURE(words, all);
    CHECK(all.find(words) != std::string::npos);
}

std::string without(std::string text, const std::string& part, const std::string& instead = "") {
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), instead);
}

}  // namespace

TEST_CASE("a borrowed deficit: the right plan has no complaint", "[model]") {
    const auto texts = complaints(settings, header + good);
    CAPTURE(texts);
    CHECK(texts.empty());
}

TEST_CASE("a borrowed deficit: contradictions are refused", "[model]") {
    check_complaint(settings, header + without(good, "70%;60%", "70%;70%"),
                    "the deficit shares of 2026 sum to 110.00 %");
    check_complaint(settings, header + without(good, ",,30%", ",5,30%"), "annual has no meaning");
    check_complaint(settings, header + without(good, "general_bond,,30%", "investor,,30%"),
                    "only bonds can cover the deficit");
    check_complaint(settings, header + without(good, "5%;6%"), "repayment_share is blank");
    check_complaint(settings, header + without(good, "bullet,,1", "bullet,5%,1"),
                    "repayment_share has no meaning");
    check_complaint(settings, header + without(good, "5%;6%,1", "5%;6%,2"), "pays once a year");
    check_complaint(without(settings, "gdp_driver = \"growth\"\n"), header + good, "go together");
    check_complaint(without(settings, "gdp = 100", "gdp = 0"), header + good, "cannot be 0");
}
