// Catches: debt dynamics, GDP or interest that disagree with the European Commission's debt sheet
// of Finland (spring 2024). Goes the user's way: convert, coffer run, indicators.csv. The bands are
// those of docs/validation.md.
#include <filesystem>
#include <fstream>
#include <functional>
#include <iomanip>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "support/command.hpp"
#include "support/csv_rows.hpp"
#include "support/folders.hpp"

namespace {

using namespace coffer;

const std::filesystem::path sheet =
    testing::shared_folder() / "data/ec_dsa/ec_spring2024_baseline_long.csv";

/// Gross debt and implicit rate by year, in per cent, as the sheet has them.
struct Answers {
    std::map<int, double> debt, rate;
};

Answers read_answers(const std::filesystem::path& file) {
    Answers answers;
    for (const auto& row : testing::csv_rows(file).rows) {
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

Distances distances(const std::filesystem::path& file, const std::string& option,
                    const Answers& answers) {
    const testing::TemporaryFolder work;
    const auto out = testing::converted_and_run(work, "convert_ec_sheet",
                                                testing::quoted(file.string()), option);
    REQUIRE(out != "");
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

/// Another country: the sheet of Finland with other growth, balances and rates up to 2036, and the
/// gross debt that follows from them by the sheet's own identity. `retitle` renames its sections.
void write_other_sheet(const std::filesystem::path& file,
                       const std::function<std::string(const std::string&)>& retitle) {
    constexpr int last = 2036;
    const auto finland = testing::csv_rows(sheet).rows;
    const auto is = [](const auto& row, const std::string& section, const std::string& variable) {
        return row.at("section").starts_with(section) && row.at("variable").starts_with(variable);
    };
    const auto changed = [&](const auto& row) {
        const double value = std::atof(row.at("value").c_str());
        const int year = std::atoi(row.at("year").c_str());
        if (is(row, "Actual GDP (nominal", "Growth rate")) return value - 2.5;
        if (is(row, "Actual GDP (nominal", "Nominal implicit")) return 1.4 * value + 0.5;
        if (is(row, "Debt projections", "(1) Primary balance")) return year % 2 == 0 ? 1.5 : -3.0;
        return value;
    };
    std::map<int, double> growth, rate, balance, adjustment, debt;
    for (const auto& row : finland) {
        const int year = std::atoi(row.at("year").c_str());
        const double value = changed(row);
        if (is(row, "Actual GDP (nominal", "Growth rate")) growth[year] = value / 100.0;
        if (is(row, "Actual GDP (nominal", "Nominal implicit")) rate[year] = value / 100.0;
        if (is(row, "Debt projections", "(1) Primary balance")) balance[year] = value;
        if (is(row, "Debt projections", "(3 )") || is(row, "Debt projections", "(2.4)")) {
            adjustment[year] += value;
        }
        if (is(row, "Debt projections", "Gross debt") && year == 2024) debt[year] = value;
    }
    for (int year = 2025; year <= last; ++year) {
        debt[year] = debt[year - 1] * (1.0 + rate[year]) / (1.0 + growth[year]) - balance[year] +
                     adjustment[year];
    }
    std::ofstream out(file);
    out << "section,variable,year,value\n" << std::setprecision(15);
    for (const auto& row : finland) {
        const int year = std::atoi(row.at("year").c_str());
        if (year > last) continue;
        const bool is_debt = is(row, "Debt projections", "Gross debt") && year >= 2025;
        // Names hold commas and quotes, which a CSV writes twice.
        out << std::quoted(retitle(row.at("section")), '"', '"') << ','
            << std::quoted(row.at("variable"), '"', '"') << ',' << year << ',';
        if (row.at("value").empty()) {
            out << '\n';
        } else {
            out << (is_debt ? debt[year] : changed(row)) << '\n';
        }
    }
}

}  // namespace

TEST_CASE("European Commission sheet of Finland: the sheet's implicit rate", "[validation][ec]") {
    if (!std::filesystem::exists(sheet)) {
        WARN("SKIPPED: ../shared/data/ec_dsa is not here");
        return;
    }
    const auto found = distances(sheet, "", read_answers(sheet));
    CHECK(found.years == 17);
    CHECK(found.debt < 0.01);
    CHECK(found.rate < 0.001);
}

TEST_CASE("European Commission sheet of Finland: interest of its own stock", "[validation][ec]") {
    if (!std::filesystem::exists(sheet)) {
        WARN("SKIPPED: ../shared/data/ec_dsa is not here");
        return;
    }
    const auto found = distances(sheet, "--own-stock", read_answers(sheet));
    CHECK(found.years == 16);
    CHECK(found.debt < 1.0);
    CHECK(found.rate < 0.1);
    // Negative control: another convention gives other figures, so the check reads this run's.
    CHECK(found.debt > 0.1);
}

TEST_CASE("another sheet of the European Commission's form", "[validation][ec]") {
    if (!std::filesystem::exists(sheet)) {
        WARN("SKIPPED: ../shared/data/ec_dsa is not here");
        return;
    }
    const testing::TemporaryFolder work;
    const auto same = work.path() / "same.csv";
    write_other_sheet(same, [](const std::string& title) { return title; });
    const auto answers = read_answers(same);
    CHECK(answers.debt.at(2036) > 120.0);  // not Finland's
    // Sections under other titles, in another order: they are told by what stands in them.
    const auto renamed = work.path() / "renamed.csv";
    write_other_sheet(renamed, [](const std::string& title) {
        return std::string(title.rbegin(), title.rend());
    });
    for (const auto& other : {same, renamed}) {
        CAPTURE(other.string());
        const auto found = distances(other, "", answers);
        CHECK(found.years == 12);
        CHECK(found.debt < 0.01);
        CHECK(found.rate < 0.001);
        CHECK(distances(other, "--from 2030", answers).years == 7);
        CHECK(distances(other, "--own-stock", answers).years == 11);
    }
    // Not one section with all in it: then growth is real or nominal, and nobody can tell.
    const auto mixed = work.path() / "mixed.csv";
    write_other_sheet(mixed, [](const std::string& title) {
        return title.starts_with("Actual GDP (real)") ? "A" : title;
    });
    {
        std::ofstream more(mixed, std::ios::app);
        more << "A,Nominal implicit interest rate on debt,2025,1.5\n";
    }
    CHECK_FALSE(testing::succeeds(testing::program("convert_ec_sheet") +
                                  testing::quoted(mixed.string()) +
                                  testing::quoted(work.at("none")) + " 2> /dev/null"));
    CHECK_FALSE(std::filesystem::exists(work.at("none")));
}
