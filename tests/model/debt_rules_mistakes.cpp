// Catches: rules on debt (tiers that act, full-calibre classes, paying accounts, asset lives,
// restructuring) whose fields contradict each other or do nothing, and are accepted all the same.
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
[tiers]
measure = "full_calibre"
initial = "yellow"
[debt]
full_calibre = ["bank", "hidden"]
special_accounts = ["fund", "general"]
[restructuring]
other_cut = "20%"
new_project_cut = "50%"
)";
    std::string debt =
        "id,name_zh,name_en,class,principal,rate,repayment,payments_per_year,maturity,"
        "asset_life_end\n"
        "old,旧,Old,hidden,10,5%,bullet,1,2026-06,2030-12\n"
        "road,路,Road,special,10,3%,bullet,1,2026-06,\n";
    std::string refinancing =
        "class,share,rate,tenor_years,repayment,payments_per_year\nhidden,50%,4%,5,bullet,1\n";
    std::string tiers =
        "tier,spread,market_closes,market_opens,borrowing_limit\n"
        "orange,0.5%,5%,20%,50%\nred,1%,10%,10%,0\n";
    std::string targets =
        "id,name_zh,name_en,indicator,dimension,year,relation,value\n"
        "t1,一,One,special_coverage,,2026,>=,1.1\n"
        "t2,二,Two,restructuring_hit,special,2026,<,0.5\n"
        "t3,三,Three,debt_tier_full_calibre,red,2026,<,0.5\n";
};

std::optional<model::Model> built(const County& county, std::string& complaints) {
    Diagnostics diagnostics;
    std::optional<model::Model> model;
    const auto document = scenario::parse_texts({{"scenario.toml", county.settings},
                                                 {"debt.csv", county.debt},
                                                 {"refinancing.csv", county.refinancing},
                                                 {"tiers.csv", county.tiers},
                                                 {"targets.csv", county.targets}},
                                                "county", {}, diagnostics);
    if (document) model = model::build(*document, diagnostics);
    for (const auto& entry : diagnostics.sorted()) {
        complaints += format(entry, Language::english) + "\n";
    }
    return model;
}

void swap(std::string& text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

/// The county with one thing changed is refused in these words.
void refused(std::string County::* file, const std::string& from, const std::string& to,
             const std::string& words) {
    County county;
    swap(county.*file, from, to);
    std::string complaints;
    const auto model = built(county, complaints);
    CAPTURE(words, complaints);
    CHECK(!model);
    CHECK(complaints.find(words) != std::string::npos);
}

}  // namespace

TEST_CASE("rules on debt: the right plan is read as it stands", "[model]") {
    std::string complaints;
    const auto model = built({}, complaints);
    CAPTURE(complaints);
    REQUIRE(model);
    CHECK(complaints.empty());
    REQUIRE(model->tier_rules);
    CHECK(model->tier_rules->full_calibre);
    CHECK(model->tier_rules->initial == model::Tier::yellow);
    const auto& yellow = model->tier_rules->rules[static_cast<std::size_t>(model::Tier::yellow)];
    CHECK(yellow.borrowing_limit == 1.0);
    CHECK(yellow.market_closes == 0.0);
    const auto& red = model->tier_rules->rules[static_cast<std::size_t>(model::Tier::red)];
    CHECK(red.spread == Approx(0.01));
    CHECK(red.market_opens == Approx(0.1));
    CHECK(red.borrowing_limit == 0.0);
    CHECK(*model->debt_policy.full_calibre == std::array{true, true, true, false, true, false});
    CHECK(model->debt_policy.general == model::PayingAccounts{model::Account::general});
    CHECK(model->debt_policy.special ==
          model::PayingAccounts{model::Account::fund, model::Account::general});
    CHECK(model->debt[0].asset_life_end == 71);
    REQUIRE(model->restructuring);
    CHECK(model->restructuring->general_threshold == 0.1);
    CHECK(model->restructuring->other_cut == Approx(0.2));
}

TEST_CASE("rules on debt: contradictions are refused", "[model]") {
    const auto settings = &County::settings;
    refused(settings, "initial = \"yellow\"", "", "tiers.initial is blank");
    refused(settings, "full_calibre = [\"bank\", \"hidden\"]", "", "is not given");
    refused(settings, "\"hidden\"]", "\"hiden\"]", "Did you mean \"hidden\"?");
    refused(settings, "\"hidden\"]", "\"bank\"]", "bank appears twice");
    refused(settings, "\"hidden\"]", "\"general\"]", "cannot hold \"general\"");
    refused(settings, "[\"fund\", \"general\"]", "[]", "debt.special_accounts is empty");
    refused(settings, "other_cut = \"20%\"", "", "restructuring.other_cut is blank");
    refused(settings, "other_cut = \"20%\"", "other_cut = 20", "2000%");
    refused(settings, "\"50%\"", "\"50%\"\nexit_years = 0", "from 1 to 30");
    refused(settings, "\"50%\"", "\"50%\"\nspecial_threshold = 0", "above 0%");
    refused(&County::tiers, "orange,0.5%,5%,20%", "orange,0.5%,5%,", "market_opens is blank");
    refused(&County::tiers, "orange,0.5%,5%", "orange,0.5%,60%", "at most 50%");
    refused(&County::tiers, "orange", "red", "this tier stands twice");
    refused(&County::tiers, "orange", "amber", "one of");
    refused(&County::tiers, "50%\n", "120%\n", "at most 100%");
    refused(&County::debt, "2030-12", "2024-12", "life ends before the plan");
    refused(&County::refinancing, "hidden,50%", "general,50%", "asset_life_end of \"old\"");
    refused(&County::debt, "Road,special", "Road,bank", "no indicator special_coverage");
    refused(&County::targets, "restructuring_hit,special", "restructuring_hit,",
            "has no dimension \"total\"");
}

TEST_CASE("rules on debt: settings without their table, targets without their rule", "[model]") {
    County county;
    county.tiers = "tier\n";
    std::string complaints;
    CHECK(!built(county, complaints));
    CHECK(complaints.find("tiers.initial has no meaning") != std::string::npos);
    complaints.clear();
    county = {};
    swap(county.settings, "[restructuring]\nother_cut = \"20%\"\nnew_project_cut = \"50%\"\n", "");
    CHECK(!built(county, complaints));
    CHECK(complaints.find("no indicator restructuring_hit") != std::string::npos);
}
