// Catches: a wrong annuity formula, rounding that loses a fen, payments in the wrong months. The
// answers were published by others (../shared/data/loans/known_answers.csv names each source).
#include "coffer/plan/amortisation.hpp"

#include <fstream>
#include <numeric>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/scenario/changes.hpp"
#include "support/folders.hpp"
#include "support/model_builder.hpp"

namespace {

using coffer::Money;
using coffer::model::Instrument;
using coffer::model::LoanTerms;

struct Answer {
    std::string id, kind, argument;
    double principal = 0.0, rate = 0.0, tolerance = 0.0;
    int per_year = 1, periods = 1;
    std::vector<double> expected;
};

std::vector<Answer> published_answers() {
    std::vector<Answer> answers;
    std::ifstream file(coffer::testing::shared_folder() / "data/loans/known_answers.csv");
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream row(line);
        std::vector<std::string> cells;
        for (std::string cell; cells.size() < 9 && std::getline(row, cell, ',');) {
            cells.push_back(cell);
        }
        if (cells.size() < 9) continue;
        Answer answer{cells[0],
                      cells[1],
                      cells[6],
                      std::stod(cells[2]),
                      std::stod(cells[3]),
                      std::stod(cells[8]),
                      std::stoi(cells[4]),
                      std::stoi(cells[5]),
                      {}};
        std::istringstream values(cells[7]);
        for (std::string value; std::getline(values, value, ';');) {
            answer.expected.push_back(std::stod(value));
        }
        answers.push_back(std::move(answer));
    }
    return answers;
}

/// Interest and principal of each payment of a loan that starts with the plan, in yuan: written as
/// a scenario, computed by the engine's fixed tables. Principals are scaled so that fen rounding is
/// below the tolerance.
struct Table {
    std::vector<double> interest, principal;
};
Table amortise(double principal, double rate, int per_year, int periods,
               LoanTerms::Repayment repayment) {
    constexpr double scale = 1e5;
    const int last = periods * 12 / per_year - 1;
    const char* type = repayment == LoanTerms::Repayment::level_payment     ? "level_payment"
                       : repayment == LoanTerms::Repayment::equal_principal ? "equal_principal"
                                                                            : "bullet";
    const std::string debt = fmt::format(
        "id,name_zh,name_en,class,principal,rate,repayment,payments_per_year,maturity\n"
        "loan,借款,Loan,general,{:.2f},{:.12f},{},{},{}-{:02}\n",
        principal * scale, rate, type, per_year, 2020 + last / 12, last % 12 + 1);
    coffer::Diagnostics diagnostics;
    const auto document = coffer::scenario::parse_texts(
        {{"scenario.toml",
          "format = 1\n[scenario]\nid = \"loan\"\nname_zh = \"借款\"\nname_en = \"Loan\"\n"
          "first_year = 2020\nyears = 30\nunit = \"元\"\n"},
         {"debt.csv", debt}},
        "loan", {}, diagnostics);
    REQUIRE(document.has_value());
    const auto model = coffer::model::build(*document, diagnostics);
    REQUIRE(model.has_value());
    const auto plan = coffer::plan::compile(*model, diagnostics);
    REQUIRE(plan.has_value());
    CHECK_FALSE(diagnostics.has_errors());
    const auto& service = plan->fixed_service[0];
    Table table;
    for (int payment = 1; payment <= periods; ++payment) {
        const auto month = static_cast<std::size_t>(payment * 12 / per_year - 1);
        table.interest.push_back(service.interest[month] / 100.0 / scale);
        table.principal.push_back(service.principal[month] / 100.0 / scale);
    }
    const double paid = std::accumulate(service.principal.begin(), service.principal.end(), 0.0);
    CHECK(paid == static_cast<double>(model->debt[0].principal.fen()));
    return table;
}

double sum(const std::vector<double>& values, std::size_t from, std::size_t count) {
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(from),
                           values.begin() + static_cast<std::ptrdiff_t>(from + count), 0.0);
}

std::vector<double> computed(const Answer& answer) {
    using Repayment = LoanTerms::Repayment;
    const bool equal = answer.kind == "equal_principal_interest_k";
    const auto table = amortise(answer.principal, answer.rate, answer.per_year, answer.periods,
                                equal ? Repayment::equal_principal : Repayment::level_payment);
    if (answer.kind == "level_payment") return {table.interest[0] + table.principal[0]};
    if (answer.kind == "interest_paid_first_k") {
        return {sum(table.interest, 0, static_cast<std::size_t>(std::stoi(answer.argument)))};
    }
    if (answer.kind == "principal_part_of_k") {
        return {table.principal[static_cast<std::size_t>(std::stoi(answer.argument)) - 1]};
    }
    if (answer.kind == "interest_paid_13_24") return {sum(table.interest, 12, 12)};
    if (answer.kind == "principal_paid_13_24") return {sum(table.principal, 12, 12)};
    if (equal) return table.interest;
    return {};
}

}  // namespace

TEST_CASE("the 19 published loan answers", "[plan][loans]") {
    const auto answers = published_answers();
    if (answers.empty()) {
        WARN("SKIPPED: ../shared/data/loans/known_answers.csv is not here");
        return;
    }
    CHECK(answers.size() == 19);
    for (const auto& answer : answers) {
        CAPTURE(answer.id);
        const auto values = computed(answer);
        REQUIRE(values.size() == answer.expected.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            CHECK(std::abs(values[i] - answer.expected[i]) <= answer.tolerance);
        }
        // Negative control: a rate 1 % (relative) off is told apart.
        Answer wrong = answer;
        wrong.rate = answer.rate * 1.01 + 1e-4;
        CHECK(std::abs(computed(wrong)[0] - answer.expected[0]) > answer.tolerance);
    }
}

TEST_CASE("annuity factors: closed form", "[plan][loans]") {
    // Balance after k payments of a level-payment loan: B (q^n - q^k)/(q^n - 1).
    const double q = 1.0 + 0.045 / 12.0;
    const auto table = amortise(3.0e6, 0.045, 12, 240, LoanTerms::Repayment::level_payment);
    double balance = 3.0e6;
    for (int k = 0; k < 240; ++k) {
        const double expected =
            3.0e6 * (std::pow(q, 240) - std::pow(q, k)) / (std::pow(q, 240) - 1);
        REQUIRE(balance == Approx(expected).margin(1e-3));
        balance -= table.principal[static_cast<std::size_t>(k)];
    }
    CHECK(coffer::plan::level_payment(100.0, 0.0, 8) == 12.5);
    // Rates down to the rounding of a spread that was meant to be the index's negative: no jump
    // where the formula changes, nothing lost below it.
    for (const double rate : {5e-18, -5e-18, 1e-12, 9e-8, 1.1e-7, 1e-6}) {
        const long double exact_rate = rate;
        const long double payment =
            100.0L * exact_rate / -std::expm1l(-10.0L * std::log1pl(exact_rate));
        CHECK(coffer::plan::level_payment(100.0, rate, 10) ==
              Approx(static_cast<double>(payment)).epsilon(1e-9));
    }
}

TEST_CASE("a bullet pays interest on its grid and principal once", "[plan][loans]") {
    const auto table = amortise(1000.0, 0.04, 2, 6, LoanTerms::Repayment::bullet);
    for (int i = 0; i < 6; ++i) CHECK(table.interest[static_cast<std::size_t>(i)] == Approx(20.0));
    CHECK(table.principal == std::vector<double>{0, 0, 0, 0, 0, 1000});
}
