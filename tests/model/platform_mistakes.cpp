// Catches: parts of a platform company's ledger that are accepted where there is no such ledger, or
// that contradict it.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

const std::string settings = R"(format = 1
[scenario]
id = "county"
name_zh = "县"
name_en = "County"
first_year = 2025
years = 2
unit = "亿元"
)";
const std::string ledger = "[platform]\nopening_cash = 1\ncall_probability = \"30%\"\n";
const std::string revenue =
    "id,name_zh,name_en,account,category,base\nrent,租金,Rent,platform,own,1\n";
const std::string expenditure =
    "id,name_zh,name_en,category,account,base,multiplier\n"
    "weaning,补贴,Subsidy,platform_subsidy,general,2,1;0.5\n";
const std::string sources =
    "id,name_zh,name_en,kind,annual,rate,tenor_years,repayment,payments_per_year\n"
    "bond,债,Bond,platform_bond,3,5%,5,bullet,1\n"
    "cash,自筹,Own,platform,,,,,\n";
const std::string pipelines = "id,name_zh,name_en,annual\nworks,工程,Works,1\n";

/// English diagnostics; `good` is what must not be there.
std::string complaints(const std::string& toml, const std::string& lines,
                       const std::string& funding) {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts({{"scenario.toml", toml},
                                                 {"revenue.csv", lines},
                                                 {"expenditure.csv", expenditure},
                                                 {"sources.csv", sources},
                                                 {"pipelines.csv", pipelines},
                                                 {"funding.csv", funding}},
                                                "county", {}, diagnostics);
    if (document) static_cast<void>(model::build(*document, diagnostics));
    std::string all;
    for (const auto& entry : diagnostics.sorted()) all += format(entry, Language::english) + "\n";
    return all;
}

int count(const std::string& text, const std::string& words) {
    int found = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
        ++found;
    }
    return found;
}

}  // namespace

TEST_CASE("a platform company's ledger: what goes with it, and what does not", "[model]") {
    const std::string funding = "project,source\nworks,cash\n";
    CHECK(complaints(settings + ledger, revenue, funding) == "");
    // Income, subsidy and bond each need the ledger.
    const auto without = complaints(settings, revenue, funding);
    CAPTURE(without);
    CHECK(count(without, "has no ledger of its own") == 3);
    const auto half = complaints(settings + "[platform]\nopening_cash = 1\n", revenue, funding);
    CHECK(count(half, "platform.call_probability is blank") == 1);
    const auto bond = complaints(settings + ledger, revenue, "project,source\nworks,bond\n");
    CAPTURE(bond);
    CHECK(count(bond, "pays the platform company") == 1);
    auto transfer = revenue;
    transfer.replace(transfer.find(",own,"), 5, ",transfer,");
    CHECK(count(complaints(settings + ledger, transfer, funding), "income of the company is") == 1);
}
