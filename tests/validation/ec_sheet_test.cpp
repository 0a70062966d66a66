// Catches: debt dynamics, GDP or interest that disagree with the European Commission's debt sheet
// of Finland (spring 2024). Goes the user's way: convert, coffer run, indicators.csv. The bands are
// those of docs/validation.md.
#include <filesystem>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "support/command.hpp"
#include "support/csv_rows.hpp"

namespace {

using namespace coffer;

const std::filesystem::path sheet =
    std::string(COFFER_SHARED_DIR) + "/data/ec_dsa/ec_spring2024_baseline_long.csv";

/// Gross debt and implicit rate by year, in per cent, as the sheet has them.
struct Answers {
    std::map<int, double> debt, rate;
};

Answers read_answers() {
    Answers answers;
    for (const auto& row : testing::csv_rows(sheet).rows) {
        const int year = std::atoi(row.at("year").c_str());
        const double value = std::atof(row.at("value").c_str());
        if (row.at("section") == "Debt projections" && row.at("variable") == "Gross debt") {
            answers.debt[year] = value;
        } else if (row.at("section").starts_with("Actual GDP (nominal") &&
                   row.at("variable") == "Nominal implicit interest rate on debt") {
            answers.rate[year] = value;
        }
    }
    return answers;
}

/// Largest distances from the answers, in percentage points.
struct Distances {
    double debt = 0.0, rate = 0.0;
    int years = 0;
};

Distances distances(const std::string& option) {
    const testing::TemporaryFolder work;
    const auto out = testing::converted_and_run(work, "convert_ec_sheet",
                                                testing::quoted(sheet.string()), option);
    REQUIRE(out != "");
    const auto answers = read_answers();
    Distances result;
    for (const auto& row : testing::csv_rows(out + "/indicators.csv").rows) {
        const int year = std::atoi(row.at("period").c_str());
        const double value = 100.0 * std::atof(row.at("mean").c_str());
        if (row.at("indicator") == "debt_to_gdp") {
            result.debt = std::max(result.debt, std::abs(value - answers.debt.at(year)));
            ++result.years;
        } else if (row.at("indicator") == "implicit_interest_rate") {
            result.rate = std::max(result.rate, std::abs(value - answers.rate.at(year)));
        }
    }
    return result;
}

}  // namespace

TEST_CASE("European Commission sheet of Finland: the sheet's implicit rate", "[validation][ec]") {
    if (!std::filesystem::exists(sheet)) {
        WARN("SKIPPED: ../shared/data/ec_dsa is not here");
        return;
    }
    const auto found = distances("");
    CHECK(found.years == 17);
    CHECK(found.debt < 0.01);
    CHECK(found.rate < 0.001);
}

TEST_CASE("European Commission sheet of Finland: interest of its own stock", "[validation][ec]") {
    if (!std::filesystem::exists(sheet)) {
        WARN("SKIPPED: ../shared/data/ec_dsa is not here");
        return;
    }
    const auto found = distances("--own-stock");
    CHECK(found.years == 16);
    CHECK(found.debt < 1.0);
    CHECK(found.rate < 0.1);
    // Negative control: another convention gives other figures, so the check reads this run's.
    CHECK(found.debt > 0.1);
}
