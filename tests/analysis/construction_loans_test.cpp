// Catches: interest during construction that is paid, forgotten, compounded wrongly or goes on
// after the project is finished; a loan whose clock starts when the project ends; repayment that
// begins too early, too late or on the wrong balance.
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
                                 new_debt_terms(repayment, rate, 3, 4));
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

TEST_CASE("a level drawdown with capitalised interest grows by quarters", "[analysis][loans]") {
    const auto replay = analysis::replay(compiled(lent(Repayment::bullet)), 1, 0);
    const auto debt = closings(replay, "debt:bank");
    // 10 million in each of 18 months, half of a quarter's 30 million bearing its interest q:
    // B(n) = 30 (1 + q/2) ((1+q)^n - 1)/q after n quarters.
    const double q = rate / 4.0;
    const auto after_quarters = [q](int n) {
        return 3e7 * (1.0 + q / 2.0) * (std::pow(1.0 + q, n) - 1.0) / q;
    };
    for (int quarter = 1; quarter <= 6; ++quarter) {
        CAPTURE(quarter);
        CHECK(debt.at(3 * quarter - 1) == Approx(after_quarters(quarter)).margin(0.05));
    }
    // Finished at moment 18: not a month longer.
    const double final_balance = after_quarters(6);
    CHECK(debt.at(18) == Approx(final_balance).margin(0.05));
    CHECK(debt.at(30) == Approx(final_balance).margin(0.05));
    // Negative controls: a month more, and drawings that bear no interest in their own month.
    CHECK(std::abs(debt.at(18) - final_balance * (1.0 + rate / 12.0)) > 1e5);
    CHECK(std::abs(debt.at(18) - final_balance / (1.0 + q / 2.0)) > 1e5);

    // Three years from the first drawing: interest each quarter after completion, all at the end.
    const auto paid = flows(replay, "general", "interest:bank");
    REQUIRE_FALSE(paid.empty());
    CHECK(paid.begin()->first == 20);
    CHECK(-paid.begin()->second == Approx(final_balance * rate / 4.0).margin(0.02));
    CHECK(paid.size() == 6);
    const auto repaid = flows(replay, "general", "principal:bank");
    REQUIRE(repaid.size() == 1);
    CHECK(repaid.begin()->first == 35);
    CHECK(-repaid.begin()->second == Approx(final_balance).margin(0.05));
    CHECK(debt.at(35) == 0.0);
}

TEST_CASE("a project that ends inside a month ends its interest there", "[analysis][loans]") {
    auto model = lent(Repayment::equal_principal);
    model.projects[0].stages[0].duration = fixed(7.25);
    const auto replay = analysis::replay(compiled(model), 1, 0);
    const auto debt = closings(replay, "debt:bank");
    const double i = rate / 12.0;
    const double d = 1.8e8 / 7.25;
    const double half_a_year = 3 * d * (1 + 1.5 * i) * (1 + 3 * i) + 3 * d * (1 + 1.5 * i);
    // A month, and a quarter of one in which d/4 is drawn.
    const double end = half_a_year + d + d / 4.0 + i * (half_a_year + d / 2.0) +
                       i * 0.25 * (half_a_year + d + d / 8.0);
    CHECK(debt.at(7) == Approx(end).margin(1.0));
    // Nine months' end: 1.75 months of interest; ten payments of principal are left, the first of
    // them in this month.
    CHECK(-flows(replay, "general", "interest:bank").at(8) == Approx(end * i * 1.75).margin(0.1));
    CHECK(-flows(replay, "general", "principal:bank").at(8) == Approx(end / 10.0).margin(0.1));
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

TEST_CASE("a loan falls due whether or not its project is finished", "[analysis][loans]") {
    // Half the money is missing, and the project never ends. What it draws after the loan has
    // matured is another loan.
    auto model = lent(Repayment::bullet);
    model.projects[0].funding[0].cap = 0.5;
    const auto replay = analysis::replay(compiled(model), 1, 0);
    double owed = 0.0;
    for (const char* item : {"capitalised:bank", "drawn:bank"}) {
        for (const auto& [month, amount] : flows(replay, "debt:bank", item)) {
            if (month <= 34) owed += amount;
        }
    }
    CHECK(flows(replay, "debt:bank", "capitalised:bank").contains(34));
    CHECK(closings(replay, "debt:bank").at(34) == Approx(owed).margin(0.01));
    const auto repaid = flows(replay, "general", "principal:bank");
    REQUIRE(repaid.size() == 1);
    CHECK(-repaid.at(35) == Approx(owed).margin(0.01));
    const auto paid = flows(replay, "general", "interest:bank");
    REQUIRE(paid.size() == 1);
    CHECK(-paid.at(35) == Approx(owed * rate / 12.0).margin(0.01));
}
