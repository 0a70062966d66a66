// Catches: a debt ledger that does not close as the Ministry of Finance's ledgers of Zhejiang and
// Hunan do: opening + new issues + refinancing - repaid = closing, for general and special debt.
#include <cmath>
#include <filesystem>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "support/command.hpp"
#include "support/csv_rows.hpp"
#include "support/folders.hpp"

namespace {

using namespace coffer;

const std::filesystem::path ledger =
    testing::shared_folder() / "data/china/debt_ledger_zhejiang_hunan.csv";

using Figures = std::map<std::string, double>;

/// The ledger's own figures by year, in 100 million yuan.
std::map<int, Figures> read_ledger(const std::string& region) {
    std::map<int, Figures> years;
    for (const auto& row : testing::csv_rows(ledger).rows) {
        if (row.at("region") != region) continue;
        for (const auto& [column, text] : row) {
            years[std::atoi(row.at("year").c_str())][column] = std::atof(text.c_str());
        }
    }
    return years;
}

/// Yearly means by "indicator/dimension/year", in 100 million yuan.
Figures run_region(const std::string& region) {
    const testing::TemporaryFolder work;
    const auto out = testing::converted_and_run(
        work, "convert_debt_ledger", testing::quoted(ledger.string()) + testing::quoted(region));
    REQUIRE(out != "");
    Figures figures;
    for (const auto& row : testing::csv_rows(out + "/indicators.csv").rows) {
        figures[row.at("indicator") + "/" + row.at("dimension") + "/" + row.at("period")] =
            std::atof(row.at("mean").c_str()) / 1e8;
    }
    return figures;
}

void check_region(const std::string& region) {
    const auto published = read_ledger(region);
    const auto figures = run_region(region);
    for (int year = 2021; year <= 2025; ++year) {
        const auto at = [&](const std::string& name) {
            return figures.at(name + "/" + std::to_string(year));
        };
        const auto& row = published.at(year);
        const auto& before = published.at(year - 1);
        CAPTURE(region, year);
        for (const std::string debt_class : {"general", "special"}) {
            const double closing = at("debt_statutory/" + debt_class);
            CHECK(closing == Approx(row.at("bal_" + debt_class)).epsilon(0.003));
            const double flows = before.at("bal_" + debt_class) +
                                 row.at("issue_new_" + debt_class) +
                                 row.at("issue_refi_" + debt_class) - row.at("repay_" + debt_class);
            CHECK(closing == Approx(flows).epsilon(0.003));
            // Negative control: without refinancing the balance is another one.
            if (row.at("issue_refi_" + debt_class) > 0.01 * closing) {
                CHECK(closing != Approx(flows - row.at("issue_refi_" + debt_class)).epsilon(0.003));
            }
        }
        const double interest = row.at("interest_general") + row.at("interest_special");
        CHECK(at("interest/total") == Approx(interest).epsilon(0.01));
        CHECK(at("arrears/total") == 0.0);
    }
}

}  // namespace

TEST_CASE("debt ledgers of Zhejiang and Hunan, 2021 to 2025", "[validation][debt]") {
    if (!std::filesystem::exists(ledger)) {
        WARN("SKIPPED: ../shared/data/china is not here");
        return;
    }
    check_region("浙江省");
    check_region("湖南省");
}
