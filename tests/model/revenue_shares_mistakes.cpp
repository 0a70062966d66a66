// Catches: shares of revenue and transfers between accounts that contradict themselves and pass.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/complaints.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

const std::string lines = "id,category,account,base,profile,share_of,share,basis\n";
const std::string transfers = "id,from,to,annual,profile,share_of,share,basis\n";
const std::string wages = "wages,three_guarantees,general,2.4亿,,,,A2\n";
const std::string cost = "cost,other,general,,,taxes;mill,30%;20%,A2\n";
const std::string moved = "m,general,fund,300;200,quarterly,,,A2\n";

test::Files files() {
    auto files = test::minimal_files();
    files["expenditure.csv"] = lines + wages + cost;
    files["account_transfers.csv"] = transfers + moved;
    return files;
}

void line(const std::string& row, const std::string& words) {
    test::check_complaint(files(), "expenditure.csv", cost, row + "\n", words);
}
void transfer(const std::string& row, const std::string& words) {
    test::check_complaint(files(), "account_transfers.csv", moved, row + "\n", words);
}

}  // namespace

TEST_CASE("shares of revenue and transfers are read", "[model][shares]") {
    Diagnostics diagnostics;
    const auto model = test::build(files(), diagnostics);
    CAPTURE(test::shown(diagnostics));
    REQUIRE(model.has_value());
    CHECK(diagnostics.sorted().empty());
    const auto& of = model->expenditure.front();
    REQUIRE(of.id == "cost");
    REQUIRE(of.of_revenue.has_value());
    CHECK(of.of_revenue->revenue.size() == 1);
    CHECK(of.of_revenue->taxpayers.size() == 1);
    // Planned: 30 % of 6,000 and of 5,000 (万元), then 20 %.
    CHECK(of.flow.annual[0].yuan() == 3300e4);
    CHECK(of.flow.annual[1].yuan() == 2200e4);
    CHECK_FALSE(model->expenditure.back().of_revenue.has_value());
    REQUIRE(model->account_transfers.size() == 1);
    CHECK(model->account_transfers.front().flow.annual[1].yuan() == 200e4);
}

TEST_CASE("shares of revenue: contradictions are refused", "[model][shares][diagnostics]") {
    line("cost,other,general,,,taxes,,A2", "share is blank");
    line("cost,other,general,,,,30%,A2", "share_of is blank");
    line("cost,other,general,900,,taxes,30%,A2", "base has no meaning");
    line("cost,other,general,,quarterly,taxes,30%,A2", "profile has no meaning");
    line("cost,other,general,,,taxis,30%,A2", "Did you mean \"taxes\"?");
    line("cost,other,general,,,taxes;taxes,30%,A2", "stands there twice");
    line("cost,other,general,,,;,30%,A2", "no line is named");
    line("cost,other,general,,,taxes,130%,A2", "at most 100%");
    auto moved_by_driver = files();
    moved_by_driver["sensitivities.csv"] += "cost,prices,1,A1\n";
    Diagnostics diagnostics;
    static_cast<void>(test::build(moved_by_driver, diagnostics));
    CHECK(test::shown(diagnostics).find("is a share of revenue") != std::string::npos);
}

TEST_CASE("transfers between accounts: contradictions are refused",
          "[model][shares][diagnostics]") {
    transfer("m,general,general,300,,,,A2", "the same account");
    transfer("m,general,fund,,,,,A2", "annual is blank");
    transfer("m,general,fund,300,,taxes,10%,A2", "annual has no meaning");
    transfer("m,general,fund,,,taxes,,A2", "share is blank");
    transfer("m,general,funds,300,,,,A2", "one of: general, fund, state_capital");
    transfer("wages,general,fund,300,,,,A2", "wages");
}
