// Catches: grace, refinancing rights and lives of assets that contradict the terms they belong to
// or do nothing, and are accepted all the same; cuts of a restructuring that are misread.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

struct County {
    std::string settings = R"(format = 1
[scenario]
id = "county"
name_zh = "县"
name_en = "County"
first_year = 2025
years = 2
unit = "亿元"
[restructuring]
other_cut = 0
new_project_cut = 0
running_project_cut = "30%"
pipeline_cut = 0.25
[platform]
opening_cash = 1
call_probability = 0
)";
    std::string debt =
        "id,name_zh,name_en,class,principal,rate,repayment,payments_per_year,maturity,"
        "principal_from,asset_life_end,refinancing_share\n"
        "even,等额,Even,special,10,3%,equal_principal,2,2030-09,2026-03,2036-12,30%;0\n"
        "hidden,隐性,Hidden,hidden,10,5%,bullet,1,2026-06,,,\n";
    std::string refinancing =
        "class,share,rate,tenor_years,repayment,payments_per_year,grace_months\n"
        "special,50%,4%,5,level_payment,4,18\n"
        "platform,50%,6%,5,bullet,1,\n";
    std::string sources =
        "id,name_zh,name_en,kind,annual,rate,tenor_years,repayment,payments_per_year,"
        "grace_months,asset_life_years\n"
        "enterprise,企业债,Enterprise,platform_bond,1,6%,7,equal_principal,1,24,20\n"
        "works,专项,Works,special_bond,1,3%,10,bullet,2,,10\n"
        "loan,贷款,Loan,bank_loan,1,4%,8,level_payment,4,12,\n"
        "grant,补助,Grant,grant,1,,,,,,\n";
};

std::optional<model::Model> built(const County& county, std::string& complaints) {
    Diagnostics diagnostics;
    std::optional<model::Model> model;
    const auto document = scenario::parse_texts({{"scenario.toml", county.settings},
                                                 {"debt.csv", county.debt},
                                                 {"refinancing.csv", county.refinancing},
                                                 {"sources.csv", county.sources}},
                                                "county", {}, diagnostics);
    if (document) model = model::build(*document, diagnostics);
    for (const auto& entry : diagnostics.sorted()) {
        CHECK(test::is_complete(entry));
        complaints += format(entry, Language::english) + "\n";
    }
    return model;
}

/// The county with one thing changed is refused in these words, at this place.
void refused(std::string County::* file, const std::string& from, const std::string& to,
             const std::string& words) {
    County county;
    std::string& text = county.*file;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    std::string complaints;
    const auto model = built(county, complaints);
    CAPTURE(words, complaints);
    CHECK(!model);
    CHECK(complaints.find(words) != std::string::npos);
}

}  // namespace

TEST_CASE("debt terms: the right plan is read as it stands", "[model]") {
    std::string complaints;
    const auto model = built({}, complaints);
    CAPTURE(complaints);
    REQUIRE(model);
    const auto source = [&](const std::string& id) {
        return *std::find_if(model->sources.begin(), model->sources.end(),
                             [&](const auto& each) { return each.id == id; });
    };
    CHECK(source("enterprise").debt->grace_payments == 2);
    CHECK(source("enterprise").asset_life_years == 20);
    CHECK(source("loan").debt->grace_payments == 4);
    CHECK(source("works").debt->grace_payments == 0);
    CHECK(model->debt[0].principal_from == 14);
    CHECK(model->debt[0].refinancing_share == model::YearSeries{0.3, 0.0});
    CHECK(model->debt[1].principal_from == 0);
    CHECK(model->debt[1].refinancing_share.empty());
    const auto& special = model->refinancing[0];
    CHECK(special.debt_class == model::DebtClass::special);
    CHECK(special.terms.grace_payments == 6);
    CHECK(model->restructuring->running_project_cut == Approx(0.3));
    CHECK(model->restructuring->pipeline_cut == Approx(0.25));
}

TEST_CASE("debt terms: contradictions are refused", "[model]") {
    const auto sources = &County::sources;
    const auto debt = &County::debt;
    const auto settings = &County::settings;
    refused(sources, "bullet,2,,", "bullet,2,12,", "county/sources.csv:3:46: error: grace_months");
    // A tenor in years, or in months.
    refused(sources, "1,4%,8,level", "1,4%,,level", "tenor_years is blank");
    const auto with_columns = [&](const std::string& columns, const std::string& cells,
                                  const std::string& words) {
        County county;
        county.refinancing = "class,share,rate,tenor_years,repayment,payments_per_year," + columns +
                             "\nspecial,50%,4%," + cells + "\n";
        std::string complaints;
        const auto model = built(county, complaints);
        CAPTURE(words, complaints);
        CHECK_FALSE(model);
        CHECK(complaints.find(words) != std::string::npos);
    };
    with_columns("tenor_months", "5,bullet,1,18", "tenor_months says how long it runs");
    with_columns("tenor_months", ",bullet,1,361", "360");
    with_columns("balloon", "5,bullet,1,30%", "leave a part for maturity");
    with_columns("balloon", "5,level_payment,1,130%", "balloon");
    refused(sources, "equal_principal,1,24", "equal_principal,1,18",
            "a grace of 18 months is no whole number of payment periods");
    refused(sources, "equal_principal,1,24", "equal_principal,1,18", "Write a multiple of 12.");
    refused(sources, "equal_principal,1,24", "equal_principal,1,84",
            "a grace of 84 months leaves no payment for the principal");
    refused(sources, "equal_principal,1,24", "equal_principal,1,84", "Write at most 72");
    refused(sources, "equal_principal,1,24", "equal_principal,1,2.5", "grace_months");
    refused(sources, "grant,1,,,,,,", "grant,1,,,,,12,", "grace_months has no meaning");
    refused(sources, "level_payment,4,12,", "level_payment,4,12,20",
            "asset_life_years has no meaning");
    refused(sources, "bullet,2,,10", "bullet,2,,9", "the bond outlives what it pays for");
    refused(sources, "bullet,2,,10", "bullet,2,,101", "from 1 to 100");
    refused(&County::refinancing, "platform,", "hidden,",
            "asset_life_years of \"enterprise\" has no meaning");
    refused(&County::refinancing, "level_payment,4,18", "level_payment,1,18",
            "payments are 12 months apart");
    refused(&County::refinancing, "bullet,1,", "bullet,1,12", "grace_months has no meaning");
    refused(debt, "2026-06,,", "2026-06,2026-06,", "principal_from has no meaning");
    refused(debt, "2026-03", "2024-09", "grace has ended before the plan");
    refused(debt, "2026-03", "2026-04", "no payment is made in this month");
    refused(debt, "2026-03", "2031-03", "no payment is left to repay principal");
    refused(debt, "30%;0", "130%", "at most 100%");
    refused(debt, "2026-06,,,", "2026-06,,,0", "refinancing_share of \"hidden\" has no meaning");
    refused(settings, "running_project_cut = \"30%\"", "running_project_cut = 30", "3000%");
    refused(settings, "pipeline_cut = 0.25", "pipeline_cut = \"-1%\"", "at least 0%");
    refused(settings, "other_cut = 0\nnew_project_cut = 0\n", "",
            "restructuring.new_project_cut is blank");
}

TEST_CASE("settings: a diagnostic stands at the key, or at its group", "[model][diagnostics]") {
    const auto settings = &County::settings;
    // The first of its keys by name.
    refused(settings, "other_cut = 0\n", "", "county/scenario.toml:10:19: error: restructuring.");
    refused(settings, "call_probability = 0\n", "", "county/scenario.toml:15:16: error: platform.");
    refused(settings, "[platform]", "[debt]\nspecial_accounts = []\n[platform]",
            "county/scenario.toml:15:1: error: debt.special_accounts is empty");
    refused(settings, "[platform]", "[treasury]\nwaterfall = []\n[platform]",
            "county/scenario.toml:15:1: error: the waterfall lacks");
    refused(settings, "[platform]", "[tiers]\nred = 1.5\n[platform]",
            "county/scenario.toml:15:7: error: the tiers do not rise");
    refused(settings, "[platform]", "[crisis]\nentry = 0.1\n[platform]",
            "county/scenario.toml:15:9: error: crisis.exit is blank");
}

TEST_CASE("settings: a key that cannot be read is not missing as well", "[model][diagnostics]") {
    const auto only = [](const std::string& from, const std::string& to, const std::string& words) {
        County county;
        const auto at = county.settings.find(from);
        REQUIRE(at != std::string::npos);
        county.settings.replace(at, from.size(), to);
        std::string complaints;
        CHECK(!built(county, complaints));
        CAPTURE(complaints);
        CHECK(complaints.find(words) != std::string::npos);
        const auto first = complaints.find(": error: ");
        CHECK(complaints.find(": error: ", first + 1) == std::string::npos);
    };
    only("id = \"county\"", "id = [\"county\"]", "scenario.id has the wrong form");
    only("id = \"county\"", "id = \"a b\"", "scenario.id cannot be \"a b\"");
    only("name_zh =", "nmae_zh =", "unknown key \"scenario.nmae_zh\"");
    only("other_cut = 0\n", "other_cut = [0]\n", "restructuring.other_cut has the wrong form");
    only("call_probability = 0", "call_probability = 2020-01-01", "has the wrong form");
    only("[platform]\nopening_cash = 1\ncall_probability = 0\n",
         "[platform]\nopening_cash = [1]\n"
         "call_probability = 0\n",
         "platform.opening_cash has the wrong form");
}

TEST_CASE("settings: a group written as a value is reported once", "[model][diagnostics]") {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(
        {{"scenario.toml", "format = 1\nscenario = \"county\"\n"}}, "county", {}, diagnostics);
    REQUIRE(document);
    static_cast<void>(model::build(*document, diagnostics));
    INFO(test::shown(diagnostics));
    CHECK(diagnostics.sorted().size() == 1);
}
