// Catches: minimum capital that cannot be read, counts the wrong money, or can never be brought up,
// and is accepted without a word.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/overrides.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

struct Read {
    std::string said;
    std::optional<model::Model> model;
};

std::string sources(const std::string& budget_counts, const std::string& bonds_count,
                    const std::string& more = "") {
    return "id,name_zh,name_en,kind,annual,counts_as_capital,rate,tenor_years,repayment,"
           "payments_per_year,basis\n"
           "budget,财政资金,Fiscal funds,fiscal,6000;6000;3000," +
           budget_counts +
           ",,,,,A2\n"
           "bonds,专项债,Special bonds,special_bond,5000;5000;0," +
           bonds_count + ",3%,10,bullet,2,A2\n" + more;
}

/// The minimal scenario with its plant in the sector steel, and these tables.
Read read(const std::string& capital, const std::string& other_sources = "",
          const std::string& commitment = "",
          const std::string& header = "sector,minimum_share,basis\n") {
    auto files = test::minimal_files();
    test::replace(files, "projects.csv", "name_en,district", "name_en,sector,district");
    test::replace(files, "projects.csv", "Road,east", "Road,,east");
    test::replace(files, "projects.csv", "Plant,east", "Plant,steel,east");
    files["capital.csv"] = header + capital;
    if (!other_sources.empty()) files["sources.csv"] = other_sources;
    testing::Overrides overrides;
    if (!commitment.empty()) overrides.push_back({"projects.capital_commitment", commitment});
    Diagnostics diagnostics;
    const auto document =
        scenario::parse_texts(files, "s", testing::changes_of(overrides), diagnostics);
    Read result;
    if (document) result.model = model::build(*document, diagnostics);
    for (const auto& diagnostic : diagnostics.sorted()) CHECK(test::is_complete(diagnostic));
    result.said = test::shown(diagnostics);
    return result;
}

void check_said(const Read& read, const std::string& words) {
    CAPTURE(read.said, words);
    CHECK(read.said.find(words) != std::string::npos);
}

}  // namespace

TEST_CASE("capital: the right plan has no complaint", "[model][capital]") {
    const auto right = read("steel,40%;35%,A2\n");
    CAPTURE(right.said);
    CHECK(right.said.empty());
    REQUIRE(right.model);
    for (const auto& project : right.model->projects) {
        if (project.id == "road") CHECK(project.minimum_capital.empty());
        if (project.id == "plant") {
            CHECK(project.minimum_capital == model::YearSeries{0.4, 0.35, 0.35});
        }
    }
    // Own money counts, debt does not, unless said so.
    for (const auto& source : right.model->sources) {
        CHECK(source.counts_as_capital == !source.debt.has_value());
    }
    const auto bonds = read("steel,40%,A2\n", sources("", "yes"));
    REQUIRE(bonds.model);
    for (const auto& source : bonds.model->sources) CHECK(source.counts_as_capital);
    CHECK(right.model->project_policy.capital_commitment == model::CapitalCommitment::year);
    const auto plan = read("steel,40%,A2\n", "", "plan");
    REQUIRE(plan.model);
    CHECK(plan.model->project_policy.capital_commitment == model::CapitalCommitment::plan);
}

TEST_CASE("capital: each mistake is told", "[model][capital]") {
    check_said(read("steel,140%,A2\n"), "capital.csv:2:7: error");
    check_said(read("steel,40%,A2\nsteel,30%,A2\n"), "capital.csv:3:1: error");
    check_said(read("ports,20%,A2\n"), "no project is of sector \"ports\"");
    check_said(read("steel,40%,A2\n", "", "month"), "pool, year, plan");
    const std::string bank = "bank,银行,Bank,bank_loan,1000,yes,5%,5,bullet,2,A2\n";
    check_said(read("steel,40%,A2\n", sources("", "", bank)),
               "sources.csv:4:29: error: a bank loan cannot be project capital");
    check_said(read("steel,40%,A2\n", sources("maybe", "")), "yes, no");
    check_said(
        read("steel,40%,A2\n", sources("no", "yes")),
        "the capital sources of project \"plant\" reach 0.00 %, sector \"steel\" needs 40.00");
}

TEST_CASE("capital: debt that is barred, loans that wait", "[model][capital]") {
    const auto barred = read("steel,40%,yes\n", "", "", "sector,minimum_share,bars_debt\n");
    CAPTURE(barred.said);
    CHECK(barred.said.empty());
    REQUIRE(barred.model);
    for (const auto& project : barred.model->projects) {
        CHECK(project.bars_debt == (project.sector == "steel"));
    }
    check_said(read("steel,40%,maybe\n", "", "", "sector,minimum_share,bars_debt\n"),
               "one of: yes, no");
}
