// Catches: interest during construction that is paid, forgotten, compounded wrongly or goes on
// after the project is finished; repayment that begins too early, too late or on the wrong balance.
#include <cmath>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "coffer/analysis/replay.hpp"
#include "coffer/plan/compile.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using Repayment = model::LoanTerms::Repayment;

constexpr double rate = 0.048;

/// A project of 18 months that costs the same each month, all of it lent.
model::Model lent(Repayment repayment) {
    auto model = empty_model(4);
    auto& loan = add_debt_source(model, "bank", model::Source::Kind::bank_loan, 1e9,
                                 new_debt_terms(repayment, rate, 2, 4));
    loan.capitalises_interest = true;
    auto& project = add_project(model, "p", 1.8e8, 18.0);
    project.s_curve_a = project.s_curve_b = 1;  // even spending
    add_funding(model, project, "bank");
    model.treasury.opening[0] = yuan(1e9);
    return model;
}

/// Closing balance of a book by month, yuan.
std::map<int, double> closings(const analysis::Replay& replay, const std::string& account) {
    std::map<int, double> result;
    for (const auto& row : replay.ledger) {
        if (row.account == account && row.item == "closing") result[row.month] = row.fen / 100.0;
    }
    return result;
}

std::map<int, double> flows(const analysis::Replay& replay, const std::string& account,
                            const std::string& item) {
    std::map<int, double> result;
    for (const auto& row : replay.ledger) {
        if (row.account == account && row.item == item) result[row.month] += row.fen / 100.0;
    }
    return result;
}

}  // namespace

TEST_CASE("a level drawdown with capitalised interest grows as an annuity", "[analysis][loans]") {
    const auto replay = analysis::replay(compiled(lent(Repayment::bullet)), 1, 0);
    const auto debt = closings(replay, "debt:bank");
    const double i = rate / 12.0;
    const auto annuity = [i](double payment, int n) {
        return payment * (std::pow(1.0 + i, n) - 1.0) / i;
    };
    // Drawings of 10 million at the end of each of 18 months; rounding a fen a month.
    for (int month = 0; month < 18; ++month) {
        CAPTURE(month);
        CHECK(debt.at(month) == Approx(annuity(1e7, month + 1)).margin(0.2));
    }
    // Finished at moment 18: the month after brings its interest and no more.
    const double final_balance = annuity(1e7, 18) * (1.0 + i);
    CHECK(debt.at(18) == Approx(final_balance).margin(0.2));
    CHECK(debt.at(30) == Approx(final_balance).margin(0.2));
    // Negative controls: simple interest, and a balance that never bore any.
    CHECK(std::abs(debt.at(17) - (1.8e8 + 1e7 * i * 17.0 * 18.0 / 2.0)) > 1e4);
    CHECK(debt.at(17) > 1.8e8 + 1e6);

    // Nothing is paid before; then interest each quarter on the final balance, all of it at the
    // end.
    const auto paid = flows(replay, "general", "interest:bank");
    REQUIRE_FALSE(paid.empty());
    CHECK(paid.begin()->first == 21);
    CHECK(-paid.begin()->second == Approx(final_balance * rate / 4.0).margin(0.02));
    CHECK(paid.size() == 8);
    const auto repaid = flows(replay, "general", "principal:bank");
    REQUIRE(repaid.size() == 1);
    CHECK(repaid.begin()->first == 18 + 24);
    CHECK(-repaid.begin()->second == Approx(final_balance).margin(0.2));
    CHECK(debt.at(42) == 0.0);
}

TEST_CASE("a loan outside its project's construction pays at once", "[analysis][loans]") {
    // A pipeline has no end of construction: its drawings are ordinary cohorts.
    auto model = lent(Repayment::equal_principal);
    auto& pipeline = add_pipeline(model, "w", 1.2e6);
    add_funding(model, pipeline, "bank");
    model.projects[0].funding.clear();
    add_unlimited(model, "own");
    add_funding(model, model.projects[0], "own");
    const auto plan = compiled(model);
    CHECK(plan.construction_loans.empty());
    const auto replay = analysis::replay(plan, 1, 0);
    CHECK(flows(replay, "debt:bank", "capitalised:bank").empty());
    CHECK(flows(replay, "general", "interest:bank").begin()->first == 3);
}

TEST_CASE("a loan on a project that waits for money goes on growing", "[analysis][loans]") {
    // Half the money is missing: the project never ends, and nothing is repaid.
    auto model = lent(Repayment::bullet);
    model.projects[0].funding[0].cap = 0.5;
    const auto replay = analysis::replay(compiled(model), 1, 0);
    CHECK(flows(replay, "general", "principal:bank").empty());
    CHECK(flows(replay, "general", "interest:bank").empty());
    const auto grown = flows(replay, "debt:bank", "capitalised:bank");
    CHECK(grown.rbegin()->first == 47);
    double sum = 0.0;
    for (const auto& [month, amount] : grown) sum += amount;
    double drawn = 0.0;
    for (const auto& [month, amount] : flows(replay, "debt:bank", "drawn:bank")) drawn += amount;
    CHECK(closings(replay, "debt:bank").at(47) == Approx(drawn + sum).margin(0.01));
}
