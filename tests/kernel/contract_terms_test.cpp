// Catches: contracts that are not served as they are written: days counted as equal months,
// redemption by the plan's years instead of the bond's, floors under negative rates, holidays that
// forget interest, resets that reach back over the months before them.
#include <cmath>
#include <map>
#include <vector>

#include <catch2/catch.hpp>

#include "support/figures_of_files.hpp"

namespace {

using namespace coffer;
using model::Indicator;
using test::Files;
using testing::figures_of;
using testing::plain_settings;

constexpr const char* debt_columns =
    "id,name_zh,name_en,class,principal,rate_driver,rate,reset_months,first_reset,current_rate,"
    "day_count,repayment,payments_per_year,principal_per_year,issued,first_payment,maturity,"
    "principal_from,holiday,holiday_from,holiday_to,holiday_interest,balloon\n";

/// A row of debt.csv by column; what is not given is blank.
std::string debt_row(std::map<std::string, std::string> cells) {
    cells.try_emplace("id", "loan");
    cells.try_emplace("name_zh", "债");
    cells.try_emplace("name_en", "Loan");
    std::string row;
    std::istringstream names{
        std::string(debt_columns).substr(0, std::string(debt_columns).size() - 1)};
    for (std::string name; std::getline(names, name, ',');) {
        row += (row.empty() ? "" : ",") + cells[name];
        cells.erase(name);
    }
    REQUIRE(cells.empty());
    return row + "\n";
}

Files with_debt(int first_year, int years, const std::map<std::string, std::string>& cells) {
    return {{"scenario.toml", plain_settings(first_year, years)},
            {"debt.csv", debt_columns + debt_row(cells)}};
}

std::vector<double> by_year(const testing::Figures& figures, Indicator indicator, int years) {
    std::vector<double> values;
    for (int year = 0; year < years; ++year) values.push_back(figures.figure(indicator, year));
    return values;
}

}  // namespace

TEST_CASE("a bond is redeemed by the years since its own issue", "[kernel][contract]") {
    // domokane/FinancePy#220: ten, twenty, thirty, forty per cent in the years three to six.
    for (const bool twice : {false, true}) {
        const auto figures = figures_of(
            {{"scenario.toml", plain_settings(2023, 8)},
             {"calendars.csv",
              "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
              "mar,profile,0,0,100%,0,0,0,0,0,0,0,0,0\n"},
             {"sources.csv",
              std::string("id,name_zh,name_en,kind,annual,profile,rate,tenor_years,repayment,"
                          "redemption\nbond,债,Bond,special_bond,") +
                  (twice ? "10000;10000;0" : "10000;0") +
                  ",mar,4.5%,6,custom,0;0;10%;20%;30%;40%\n"}});
        const std::vector<double> expected =
            twice ? std::vector<double>{0, 0, 0, 1000, 3000, 5000, 7000, 4000}
                  : std::vector<double>{0, 0, 0, 1000, 2000, 3000, 4000, 0};
        CHECK(by_year(figures, Indicator::principal, 8) == expected);
    }
}

TEST_CASE("negative rates are computed", "[kernel][contract]") {
    // PSLmodels/OG-Core#1202: -0.5 % on 1,000,000, fixed or floating.
    const auto fixed = figures_of(with_debt(2024, 3,
                                            {{"class", "general"},
                                             {"principal", "1000000"},
                                             {"rate", "-0.5%"},
                                             {"repayment", "bullet"},
                                             {"payments_per_year", "1"},
                                             {"maturity", "2026-12"}}));
    auto files = with_debt(2024, 3,
                           {{"class", "general"},
                            {"principal", "1000000"},
                            {"rate_driver", "ref"},
                            {"rate", "0.1%"},
                            {"reset_months", "12"},
                            {"repayment", "bullet"},
                            {"payments_per_year", "1"},
                            {"maturity", "2026-12"}});
    files["drivers.csv"] =
        "id,name_zh,name_en,kind,mean,initial,persistence,volatility\n"
        "ref,参考,Reference,rate,-0.6%,,,\n";
    const auto floating = figures_of(files);
    for (const auto* figures : {&fixed, &floating}) {
        CHECK(by_year(*figures, Indicator::interest, 3) ==
              std::vector<double>{-5000, -5000, -5000});
        // What is received is in the cash.
        CHECK(figures->figure(Indicator::cash, 0) == 100'005'000.0);
        CHECK(figures->figure(Indicator::cash, 2) == 100'015'000.0 - 1'000'000.0);
        CHECK(figures->figure(Indicator::arrears, 2) == 0.0);
    }
}

TEST_CASE("interest by actual days knows February and leap years", "[kernel][contract]") {
    // we-promise/sure#3638: 300,000 at 6 %, actual/365.
    const auto files = with_debt(2024, 2,
                                 {{"class", "bank"},
                                  {"principal", "300000"},
                                  {"rate", "6%"},
                                  {"day_count", "actual/365"},
                                  {"repayment", "bullet"},
                                  {"payments_per_year", "12"},
                                  {"maturity", "2025-12"}});
    Diagnostics diagnostics;
    const auto model = test::build(files, diagnostics);
    REQUIRE(model.has_value());
    const auto plan = testing::compiled(*model);
    const auto& interest =
        plan.fixed_service[static_cast<std::size_t>(model::DebtClass::bank)].interest;
    CHECK(interest[0] == 152877.0);
    CHECK(interest[1] == 143014.0);
    const testing::Figures figures(*model, 1);
    // The year 2024 is 18,049.32 before rounding months to fen.
    CHECK(figures.figure(Indicator::interest, 0) == Approx(18049.32).margin(0.05));
    CHECK(figures.figure(Indicator::interest, 1) == Approx(18000.00).margin(0.05));
}

TEST_CASE("a holiday of interest and principal", "[kernel][contract]") {
    // openMF/community-app#369: a year without payments, interest added, then 24 level payments.
    const std::map<std::string, std::string> terms = {{"class", "bank"},
                                                      {"principal", "100000"},
                                                      {"rate", "6%"},
                                                      {"repayment", "level_payment"},
                                                      {"payments_per_year", "12"},
                                                      {"maturity", "2026-12"},
                                                      {"holiday", "both"},
                                                      {"holiday_to", "2024-12"}};
    const auto served = [&](const std::string& treatment) {
        auto cells = terms;
        cells["holiday_interest"] = treatment;
        return figures_of(with_debt(2024, 3, cells));
    };
    const auto capitalised = served("capitalised");
    CHECK(capitalised.figure(Indicator::debt_service, 0) == 0.0);
    CHECK(capitalised.figure(Indicator::debt_total, 0) == Approx(106167.78).margin(0.03));
    CHECK(capitalised.figure(Indicator::capitalised_interest, 0) == Approx(6167.78).margin(0.03));
    CHECK(capitalised.figure(Indicator::debt_service, 1) == Approx(56465.05).margin(0.12));
    CHECK(capitalised.figure(Indicator::debt_service, 2) == Approx(56465.05).margin(0.3));
    CHECK(capitalised.figure(Indicator::debt_total, 2) == 0.0);
    // Deferred: the year's simple interest is paid with the first payment. Forgiven: it is not.
    const auto deferred = served("deferred");
    const auto forgiven = served("forgiven");
    CHECK(deferred.figure(Indicator::debt_service, 0) == 0.0);
    CHECK(deferred.figure(Indicator::debt_total, 0) == 100000.0);
    CHECK(deferred.figure(Indicator::interest, 1) - forgiven.figure(Indicator::interest, 1) ==
          Approx(6000.0).margin(1e-6));
    CHECK(forgiven.figure(Indicator::principal, 1) == deferred.figure(Indicator::principal, 1));
    // 24 payments of 100000 * 0.005 / (1 - 1.005^-24) = 4432.06.
    CHECK(forgiven.figure(Indicator::debt_service, 1) == Approx(12 * 4432.06).margin(0.1));
}

TEST_CASE("a holiday leaves instalments before it as they were", "[kernel][contract]") {
    const auto served = [](const std::string& repayment, const std::string& what,
                           const std::string& rate) {
        std::map<std::string, std::string> cells = {
            {"class", "bank"},        {"principal", "1200000"},    {"rate", rate},
            {"repayment", repayment}, {"payments_per_year", "12"}, {"maturity", "2025-12"},
            {"holiday", what},        {"holiday_from", "2024-07"}, {"holiday_to", "2024-12"}};
        if (what == "both") cells["holiday_interest"] = "capitalised";
        Diagnostics diagnostics;
        const auto model = test::build(with_debt(2024, 2, cells), diagnostics);
        REQUIRE(model.has_value());
        return testing::compiled(*model)
            .fixed_service[static_cast<std::size_t>(model::DebtClass::bank)];
    };
    // 1,200,000 / 24 until June, 900,000 / 12 from January on.
    const auto equal = served("equal_principal", "principal", "0%");
    for (std::size_t m = 0; m < 24; ++m) {
        CHECK(equal.principal[m] == (m < 6 ? 5'000'000.0 : m < 12 ? 0.0 : 7'500'000.0));
    }
    // The annuity of 24 payments at 0.5 %: 1,200,000 · 0.005 / (1 − 1.005⁻²⁴) = 53,184.73; what is
    // owed after the holiday has an annuity of 12.
    const auto level = served("level_payment", "both", "6%");
    for (std::size_t m = 0; m < 23; ++m) {
        const double paid = m < 6    ? 5'318'473.0
                            : m < 12 ? 0.0
                                     : level.interest[12] + level.principal[12];
        CHECK(level.interest[m] + level.principal[m] == paid);
    }
    double owed = 1'200'000.0;
    for (int m = 0; m < 12; ++m) owed = owed * 1.005 - (m < 6 ? 53'184.73 : 0.0);
    CHECK(level.interest[12] + level.principal[12] ==
          Approx(100.0 * owed * 0.005 / (1.0 - std::pow(1.005, -12.0))).margin(5.0));
}

TEST_CASE("a last period cut short counts within its regular period", "[kernel][contract]") {
    // ISDA, "EMU and Market Conventions" (1998), short final calculation period: 152 / (182 · 2).
    const auto bond = figures_of(with_debt(2000, 1,
                                           {{"class", "special"},
                                            {"principal", "10000"},
                                            {"rate", "10%"},
                                            {"day_count", "actual/actual-icma"},
                                            {"repayment", "bullet"},
                                            {"payments_per_year", "2"},
                                            {"issued", "1999-07-30"},
                                            {"first_payment", "2000-01-30"},
                                            {"maturity", "2000-06-30"}}));
    CHECK(bond.figure(Indicator::interest, 0) == Approx(500.0 + 417.58).margin(1e-9));
}

TEST_CASE("payments before the plan are past", "[kernel][contract]") {
    // Of 2020, half-yearly since 31 August 2018: 29 February and 31 August have half a coupon each.
    // Catches: the coupons of February and August 2019, owed once more in January.
    for (const std::string count : {"actual/actual", "actual/actual-icma", "actual/365"}) {
        const auto bond = figures_of(with_debt(2020, 1,
                                               {{"class", "special"},
                                                {"principal", "10000"},
                                                {"rate", "10%"},
                                                {"day_count", count},
                                                {"repayment", "bullet"},
                                                {"payments_per_year", "2"},
                                                {"issued", "2018-02-28"},
                                                {"first_payment", "2018-08-31"},
                                                {"maturity", "2028-02-29"}}));
        // From 31 August 2019 to 31 August 2020: 123 days of 2019 and 243 of 2020, or 366 in all.
        const double year = count == "actual/365"      ? 366.0 / 365.0
                            : count == "actual/actual" ? 123.0 / 365.0 + 243.0 / 366.0
                                                       : 1.0;
        INFO(count);
        CHECK(bond.figure(Indicator::interest, 0) == Approx(1000.0 * year).margin(0.011));
    }
}

TEST_CASE("new debt has the same contracts as existing debt", "[kernel][contract]") {
    // Issued on 31 December, before a plan that would begin with the same debt.
    const std::vector<std::pair<std::string, std::string>> kinds = {
        {"level_payment,12", "actual/365"}, {"equal_principal,4", "actual/360"},
        {"bullet,2", "actual/actual"},      {"bullet,2", "actual/actual-icma"},
        {"equal_principal,1", "30/360"},    {"level_payment,4", "30E/360"},
        {"bullet,maturity", "actual/365"}};
    for (const auto& [kind, count] : kinds) {
        CAPTURE(kind, count);
        const auto fresh = figures_of(
            {{"scenario.toml", plain_settings(2023, 5)},
             {"calendars.csv",
              "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
              "end,profile,0,0,0,0,0,0,0,0,0,0,0,100%\n"},
             {"sources.csv",
              "id,name_zh,name_en,kind,annual,profile,rate,tenor_years,repayment,"
              "payments_per_year,day_count\nbond,债,Bond,special_bond,1000000;0,end,4%,3," +
                  kind + "," + count + "\n"}});
        const auto comma = kind.find(',');
        const auto old = figures_of(with_debt(2024, 4,
                                              {{"class", "special"},
                                               {"principal", "1000000"},
                                               {"rate", "4%"},
                                               {"day_count", count},
                                               {"issued", "2023-12"},
                                               {"repayment", kind.substr(0, comma)},
                                               {"payments_per_year", kind.substr(comma + 1)},
                                               {"maturity", "2026-12"}}));
        for (int year = 0; year < 4; ++year) {
            CHECK(fresh.figure(Indicator::interest, year + 1) ==
                  old.figure(Indicator::interest, year));
            CHECK(fresh.figure(Indicator::principal, year + 1) ==
                  old.figure(Indicator::principal, year));
        }
        double paid = 0.0;
        for (int year = 0; year < 4; ++year) paid += old.figure(Indicator::principal, year);
        CHECK(paid == Approx(1000000.0).margin(1e-6));
    }
}

// Catches: a balloon that instalments repay, or that bears no interest.
TEST_CASE("instalments leave a balloon for maturity", "[kernel][contract]") {
    const auto served = [](const std::string& repayment, const std::string& rate) {
        return figures_of(with_debt(2024, 10,
                                    {{"class", "bank"},
                                     {"principal", "1000000"},
                                     {"rate", rate},
                                     {"repayment", repayment},
                                     {"payments_per_year", "1"},
                                     {"maturity", "2033-12"},
                                     {"balloon", "30%"}}));
    };
    const auto equal = served("equal_principal", "0%");
    // What is paid each year buys back 700,000 and pays for 300,000 that stay.
    const double level = 700000.0 * 0.06 / (1.0 - std::pow(1.06, -10.0)) + 300000.0 * 0.06;
    const auto annuity = served("level_payment", "6%");
    for (int year = 0; year < 10; ++year) {
        const double last = year == 9 ? 300000.0 : 0.0;
        CHECK(equal.figure(Indicator::principal, year) == 70000.0 + last);
        CHECK(annuity.figure(Indicator::debt_service, year) == Approx(level + last).margin(0.1));
    }
}

// Catches: a tenor in months taken for years, a last payment at a whole period only.
TEST_CASE("new debt may run for months", "[kernel][contract]") {
    const auto issued = [](const std::string& months, const std::string& how) {
        return figures_of({{"scenario.toml", plain_settings(2023, 4)},
                           {"calendars.csv",
                            "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
                            "end,profile,0,0,0,0,0,0,0,0,0,0,0,100%\n"},
                           {"sources.csv",
                            "id,name_zh,name_en,kind,annual,profile,rate,tenor_months,balloon,"
                            "repayment,payments_per_year\n"
                            "bond,债,Bond,special_bond,1000000;0,end,4%," +
                                months + "," + how + "\n"}});
    };
    // Eighteen months: a year's coupon, and half of one with the principal in June 2025.
    const auto longer = issued("18", ",bullet,1");
    CHECK(longer.figure(Indicator::interest, 1) == 40000.0);
    CHECK(longer.figure(Indicator::interest, 2) == 20000.0);
    CHECK(longer.figure(Indicator::principal, 2) == 1000000.0);
    // Nine months: everything in September 2024.
    const auto shorter = issued("9", ",bullet,1");
    CHECK(shorter.figure(Indicator::interest, 1) == 30000.0);
    CHECK(shorter.figure(Indicator::principal, 1) == 1000000.0);
    CHECK(shorter.figure(Indicator::debt_service, 2) == 0.0);
    // Six quarters, 30 % left for the last: 700,000 / 6 a quarter.
    const auto parts = issued("18", "30%,equal_principal,4");
    CHECK(parts.figure(Indicator::principal, 1) == Approx(4 * 116666.67).margin(1e-6));
    CHECK(parts.figure(Indicator::principal, 2) == Approx(1e6 - 4 * 116666.67).margin(1e-6));
}

TEST_CASE("a long first coupon is counted by regular periods", "[kernel][contract]") {
    // ISDA, "EMU and Market Conventions" (1998), long first calculation period:
    // 181 / (181 * 2) + 153 / (184 * 2).
    const auto bond = figures_of(with_debt(1999, 1,
                                           {{"class", "special"},
                                            {"principal", "10000"},
                                            {"rate", "10%"},
                                            {"day_count", "actual/actual-icma"},
                                            {"repayment", "bullet"},
                                            {"payments_per_year", "2"},
                                            {"issued", "1998-08-15"},
                                            {"first_payment", "1999-07-15"},
                                            {"maturity", "2003-07-15"}}));
    CHECK(bond.figure(Indicator::interest, 0) == Approx(915.76).margin(1e-9));
}

TEST_CASE("a reset splits the interest of its period", "[kernel][contract]") {
    // A yearly payment in June, a reset each January: half of the interest is at the old rate.
    auto files = with_debt(2024, 3,
                           {{"class", "bank"},
                            {"principal", "1000000"},
                            {"rate_driver", "ref"},
                            {"rate", "1%"},
                            {"current_rate", "9%"},
                            {"reset_months", "12"},
                            {"repayment", "bullet"},
                            {"payments_per_year", "1"},
                            {"maturity", "2026-06"}});
    files["drivers.csv"] =
        "id,name_zh,name_en,kind,mean\n"
        "ref,参考,Reference,rate,2%;4%;6%\n";
    const auto interest = by_year(figures_of(files), Indicator::interest, 3);
    CHECK(interest == std::vector<double>{60000.0, 40000.0, 60000.0});
    // At anniversaries, on days: 184 + 31 days at the current 9 %, 151 days at 3 %.
    files = with_debt(2024, 1,
                      {{"class", "bank"},
                       {"principal", "1000000"},
                       {"rate_driver", "ref"},
                       {"rate", "1%"},
                       {"current_rate", "9%"},
                       {"reset_months", "12"},
                       {"first_reset", "2024-01-31"},
                       {"day_count", "actual/365"},
                       {"repayment", "bullet"},
                       {"payments_per_year", "1"},
                       {"maturity", "2024-06-30"}});
    files["drivers.csv"] = "id,name_zh,name_en,kind,mean\nref,参考,Reference,rate,2%\n";
    const double expected = 1e6 * (0.09 * (184 + 31) + 0.03 * 151) / 365.0;
    CHECK(figures_of(files).figure(Indicator::interest, 0) == Approx(expected).margin(0.006));
}

TEST_CASE("coupons step up at the anniversaries of issue", "[kernel][contract]") {
    // Issued on 30 June 2023 for 2 %, 3 % from its second year on, 5 % from its third.
    const auto figures = figures_of(with_debt(2024, 3,
                                              {{"class", "special"},
                                               {"principal", "1000000"},
                                               {"rate", "2%;3%;5%"},
                                               {"issued", "2023-06-30"},
                                               {"repayment", "bullet"},
                                               {"payments_per_year", "1"},
                                               {"first_payment", "2023-12-30"},
                                               {"maturity", "2026-12-30"}}));
    CHECK(by_year(figures, Indicator::interest, 3) ==
          std::vector<double>{25000.0, 40000.0, 50000.0});
}

TEST_CASE("interest and principal have frequencies of their own", "[kernel][contract]") {
    // Interest by quarters, a fifth of the principal each December.
    const auto figures = figures_of(with_debt(2024, 5,
                                              {{"class", "bank"},
                                               {"principal", "1000000"},
                                               {"rate", "4%"},
                                               {"repayment", "equal_principal"},
                                               {"payments_per_year", "4"},
                                               {"principal_per_year", "1"},
                                               {"maturity", "2028-12"}}));
    CHECK(by_year(figures, Indicator::interest, 5) ==
          std::vector<double>{40000, 32000, 24000, 16000, 8000});
    CHECK(by_year(figures, Indicator::principal, 5) == std::vector<double>(5, 200000.0));
    // Principal by quarters, interest once a year: on what was owed when.
    const auto other = figures_of(with_debt(2024, 1,
                                            {{"class", "bank"},
                                             {"principal", "1000000"},
                                             {"rate", "4%"},
                                             {"repayment", "equal_principal"},
                                             {"payments_per_year", "1"},
                                             {"principal_per_year", "4"},
                                             {"maturity", "2024-12"}}));
    CHECK(other.figure(Indicator::interest, 0) == 40000.0 * (1.0 + 0.75 + 0.5 + 0.25) / 4.0);
}

TEST_CASE("local-government bonds pay as their tenor says", "[kernel][contract]") {
    const auto first_interest = [](const std::string& tenor) {
        const auto figures =
            figures_of({{"scenario.toml", plain_settings(2024, 2)},
                        {"calendars.csv",
                         "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
                         "mar,profile,0,0,100%,0,0,0,0,0,0,0,0,0\n"},
                        {"sources.csv",
                         "id,name_zh,name_en,kind,annual,profile,rate,tenor_years,repayment\n"
                         "bond,债,Bond,general_bond,1000000;0,mar,3%," +
                             tenor + ",bullet\n"}});
        return figures.figure(Indicator::interest, 0);
    };
    CHECK(first_interest("10") == 15000.0);  // in September
    CHECK(first_interest("7") == 0.0);
}

TEST_CASE("an odd first period counts its own length", "[kernel][contract]") {
    // A loan of 20 November 2023 that settles interest on the 20th of quarters' last months.
    const auto figures = figures_of(with_debt(2024, 1,
                                              {{"class", "bank"},
                                               {"principal", "1000000"},
                                               {"rate", "3.6%"},
                                               {"day_count", "actual/360"},
                                               {"repayment", "bullet"},
                                               {"issued", "2023-11-20"},
                                               {"first_payment", "2024-03-20"},
                                               {"maturity", "2025-11-20"}}));
    // 121 days to 20 March, then to 20 June, September, December.
    const double days = 121 + 92 + 92 + 91;
    CHECK(figures.figure(Indicator::interest, 0) == Approx(1e6 * 0.036 / 360 * days).margin(0.01));
}

TEST_CASE("interest during construction follows the handbook", "[kernel][contract]") {
    // Worked example of 建设项目经济评价方法与参数 (gaojiufeng.cn/?id=1913103): loans of 300, 400
    // and 300 drawn evenly in three years at 5.6 %; 8.40, 28.47 and 49.66, in all 86.53.
    auto settings = plain_settings(2024, 5);
    settings.replace(settings.find("元"), std::string("元").size(), "万元");
    const auto figures = figures_of(
        {{"scenario.toml", settings},
         {"funding.csv", "project,source,rank\nworks,loan,1\n"},
         {"projects.csv",
          "id,name_zh,name_en,total_investment,first_year_investment,s_curve\n"
          "works,厂区,Works,1000,300,\"beta(1,1)\"\n"},
         {"stages.csv",
          "project,stage,duration,cost_share\nworks,land,12,30%\nworks,construction,12,40%\n"
          "works,commissioning,12,30%\n"},
         {"sources.csv",
          "id,name_zh,name_en,kind,annual,construction_interest,rate,tenor_years,repayment,"
          "payments_per_year\nloan,贷款,Loan,bank_loan,1000;300,capitalised,5.6%,10,"
          "equal_principal,1\n"}});
    const double expected[] = {8.40, 28.47, 49.66, 0.0, 0.0};
    double sum = 0.0;
    for (int year = 0; year < 5; ++year) {
        const double interest = figures.figure(Indicator::capitalised_interest, year) / 1e4;
        CHECK(interest == Approx(expected[year]).margin(0.005));
        sum += interest;
    }
    // 86.53 is the sum of the printed figures; unrounded ones make 86.5351.
    CHECK(sum == Approx(86.5351).margin(0.0005));
    // Ten years from the first drawing leave seven payments.
    CHECK(figures.figure(Indicator::interest, 3) / 1e4 == Approx(1086.53 * 0.056).margin(0.01));
    CHECK(figures.figure(Indicator::principal, 3) / 1e4 == Approx(1086.53 / 7).margin(0.01));
    CHECK(figures.figure(Indicator::principal, 2) == 0.0);
}

TEST_CASE("coverage over the life of a project's bonds", "[kernel][contract]") {
    // Two ten-year special bonds of one project, coupons of 24 February and August, 28 April and
    // October; from listings of special bonds (czj.ningbo.gov.cn art_1229029201_58883324).
    auto settings = plain_settings(2025, 11);
    settings.replace(settings.find("元"), std::string("元").size(), "万元");
    Files files = {
        {"scenario.toml", settings},
        {"calendars.csv",
         "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
         "feb,profile,0,100%,0,0,0,0,0,0,0,0,0,0\n"},
        {"debt.csv",
         "id,name_zh,name_en,class,principal,rate,repayment,issued,maturity\n"
         "old,存量,Old,special,7000,2.82%,bullet,2022-10-28,2032-10-28\n"},
        {"sources.csv",
         "id,name_zh,name_en,kind,annual,profile,rate,tenor_years,repayment,issue_day\n"
         "new,新发,New,special_bond,6000;0,feb,1.73%,10,bullet,24\n"},
        {"revenue.csv",
         "id,name_zh,name_en,account,category,base\n"
         "freight,运输,Freight,fund,own,2981.6\n"},
        {"expenditure.csv",
         "id,name_zh,name_en,account,category,base\n"
         "running,运营,Running,fund,other,500\n"},
        {"coverage.csv",
         "id,name_zh,name_en,income,cost,bonds\nrail,铁路,Rail,freight,running,old;new\n"}};
    Diagnostics diagnostics;
    const auto model = test::build(files, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(model.has_value());
    CHECK_FALSE(diagnostics.has_errors());
    const testing::Figures figures(*model, 1);
    const double expected[] = {249.3, 301.2, 301.2, 301.2, 301.2, 301.2,
                               301.2, 301.2, 103.8, 103.8, 51.9};
    for (int year = 0; year < 11; ++year) {
        CHECK(figures.figure(Indicator::interest, year) / 1e4 == Approx(expected[year]));
    }
    CHECK(figures.figure(Indicator::principal, 7) == 7e7);
    CHECK(figures.figure(Indicator::principal, 10) == 6e7);
    const auto coverage = [&](const char* dimension) {
        return figures.figure(Indicator::special_coverage, 10, dimension);
    };
    constexpr double service = 13000 + 2617.2;
    CHECK(coverage("project:rail") == Approx(2481.6 * 11 / service).margin(1e-6));
    CHECK(coverage("project:rail") == Approx(1.748).margin(0.0005));
    CHECK(coverage("project:rail:income-10%") ==
          Approx((0.9 * 2981.6 - 500) * 11 / service).margin(1e-6));
    CHECK(coverage("project:rail:cost+10%") == Approx((2981.6 - 550) * 11 / service).margin(1e-6));
    CHECK(coverage("life") == Approx(2981.6 * 11 / service).margin(1e-6));
    // The customary tests are targets of the plan.
    std::vector<std::string> targets;
    for (const auto& target : model->targets) targets.push_back(target.id);
    CHECK(targets == std::vector<std::string>{"cover.rail.1.1", "cover.rail.1.1.cost",
                                              "cover.rail.1.1.income", "cover.rail.1.2"});
    // A plan shorter than the bonds is warned of.
    files["scenario.toml"].replace(files["scenario.toml"].find("years = 11"), 10, "years = 10");
    Diagnostics warned;
    REQUIRE(test::build(files, warned).has_value());
    CHECK(test::shown(warned).find("Set scenario.years to 11") != std::string::npos);
}

TEST_CASE("hidden debt becomes special bonds within a quota and a limit", "[kernel][contract]") {
    // 100 million of hidden debt at 6 %, a quarter a year; special bonds of ten years at 3 %
    // replace it, 20 million a year at most; what is left is replaced by bank loans for one half.
    const auto figures = figures_of(
        {{"scenario.toml", plain_settings(2024, 4)},
         {"debt.csv",
          "id,name_zh,name_en,class,principal,rate,repayment,payments_per_year,maturity\n"
          "hidden,隐性,Hidden,hidden,100000000,6%,equal_principal,1,2027-12\n"},
         {"debt_limits.csv", "class,limit\nspecial,50000000\n"},
         {"refinancing.csv",
          "class,into,rank,share,quota,rate,tenor_years,repayment\n"
          "hidden,bank,2,50%,,5%,8,bullet\n"
          "hidden,special,1,100%,20000000;20000000;20000000,3%,10,bullet\n"}});
    // Special: 20, 20, then 10 up to the limit; bank: half of the 25 that fall due, as far as
    // the first way leaves any.
    const double special[] = {20e6, 40e6, 50e6, 50e6};
    const double resolved[] = {25e6, 25e6, 22.5e6, 12.5e6};
    double bank = 0.0;
    for (int year = 0; year < 4; ++year) {
        CAPTURE(year);
        CHECK(figures.figure(Indicator::debt_statutory, year, "special") == special[year]);
        CHECK(figures.figure(Indicator::refinanced, year, "changed_class") == resolved[year]);
        bank += resolved[year] - (special[year] - (year > 0 ? special[year - 1] : 0.0));
        const double hidden = 25e6 * (3 - year);
        CHECK(figures.figure(Indicator::debt_total, year) == hidden + special[year] + bank);
        CHECK(figures.figure(Indicator::principal, year) == 25e6);
    }
    // 6 % on the hidden debt of the year before, half-yearly coupons of 3 %, quarters of 5 %.
    CHECK(figures.figure(Indicator::interest, 1) ==
          Approx(0.06 * 75e6 + 0.03 * 20e6 + 0.05 * 5e6).margin(0.02));
}

TEST_CASE("a bond below par brings in less than it owes", "[kernel][contract]") {
    // 10 million at 98.5 % with a fee of 0.1 %: 9.84 million received, 3 % on 10 million.
    const auto figures = figures_of(
        {{"scenario.toml", plain_settings(2024, 3)},
         {"calendars.csv",
          "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
          "mar,profile,0,0,100%,0,0,0,0,0,0,0,0,0\n"},
         {"sources.csv",
          "id,name_zh,name_en,kind,annual,profile,rate,tenor_years,repayment,issue_price,"
          "issue_fee\nbond,债,Bond,general_bond,10000000;0,mar,3%,2,bullet,98.5%,0.1%\n"},
         {"debt_limits.csv", "class,limit\ngeneral,10000000\n"}});
    CHECK(figures.figure(Indicator::idle_bond_money, 0) == 9'840'000.0);
    CHECK(figures.figure(Indicator::issue_costs, 0) == 160'000.0);
    CHECK(figures.figure(Indicator::debt_total, 0) == 1e7);
    CHECK(figures.figure(Indicator::new_debt, 0) == 1e7);
    CHECK(figures.figure(Indicator::interest, 1) == 3e5);
    CHECK(figures.figure(Indicator::principal, 2) == 1e7);
}

TEST_CASE("new loans are repriced at their anniversaries", "[kernel][contract]") {
    // Drawn in June 2024 at 2 % + 1 %, repriced each June: 5 % from June 2025, 7 % from June 2026;
    // interest each December and June.
    Files files = {
        {"scenario.toml", plain_settings(2024, 4)},
        {"calendars.csv",
         "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
         "june,profile,0,0,0,0,0,100%,0,0,0,0,0,0\n"},
        {"drivers.csv", "id,name_zh,name_en,kind,mean\nlpr,利率,Rate,rate,2%;4%;6%\n"},
        {"sources.csv",
         "id,name_zh,name_en,kind,annual,profile,rate_driver,rate,reset_months,tenor_years,"
         "repayment,payments_per_year\n"
         "bond,债,Bond,special_bond,1000000;0,june,lpr,1%,12,4,bullet,2\n"}};
    const auto figures = figures_of(files);
    CHECK(by_year(figures, Indicator::interest, 4) ==
          std::vector<double>{15000.0, 40000.0, 60000.0, 70000.0});
    // Fixed at issue without resets.
    test::replace(files, "sources.csv", "lpr,1%,12", "lpr,1%,");
    CHECK(by_year(figures_of(files), Indicator::interest, 4) ==
          std::vector<double>{15000.0, 30000.0, 30000.0, 30000.0});
}
