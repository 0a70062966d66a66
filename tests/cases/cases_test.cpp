// Small plans with a known answer, most from public reports of other programs' faults: what each is
// about and where its answer comes from stands in README.md. Catches: any of those faults.
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "case_plans.hpp"
#include "support/figures.hpp"
#include "support/finishes.hpp"
#include "support/replay_rows.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::Indicator;

struct Known {
    std::string plan;
    Indicator indicator = Indicator::principal;
    std::string dimension;
    std::vector<double> by_year;  ///< yuan or a ratio, from the first year on
    double margin = 0.01;
    Overrides changes = {};
};

constexpr double wan = 1e4;

const std::vector<Known>& known() {
    static const std::vector<Known> all = {
        // 10, 20, 30 and 40 % of 10,000 in the years 3 to 6 after issue; another a year later.
        {"unequal-redemption",
         Indicator::principal,
         "total",
         {0, 0, 0, 1000, 3000, 5000, 7000, 4000}},
        {"unequal-redemption",
         Indicator::principal,
         "total",
         {0, 0, 0, 1000, 2000, 3000, 4000, 0},
         0.01,
         {{"sources[bond].annual", "10000;0"}}},
        // 7000 × 2.82 % and 6000 × 1.73 %, the first coupon of the second in August.
        {"life-coverage",
         Indicator::interest,
         "total",
         {249.3 * wan, 301.2 * wan, 301.2 * wan, 301.2 * wan, 301.2 * wan, 301.2 * wan, 301.2 * wan,
          301.2 * wan, 103.8 * wan, 103.8 * wan, 51.9 * wan}},
        {"life-coverage",
         Indicator::principal,
         "total",
         {0, 0, 0, 0, 0, 0, 0, 7000 * wan, 0, 0, 6000 * wan}},
        {"negative-rate-floating", Indicator::interest, "total", {-5000, -5000, -5000}},
        {"negative-rate-fixed", Indicator::interest, "total", {-5000, -5000, -5000}},
        // 300,000 × 6 % × 366 / 365, then a year of 365 days.
        {"actual-days", Indicator::interest, "total", {18049.32, 18000.00}},
        // 100,000 × 1.005^12 at the end of the holiday, 24 payments of 4705.42 after it.
        {"holiday-capitalised", Indicator::debt_service, "total", {0, 56465.05, 56465.05}, 0.1},
        {"holiday-capitalised", Indicator::debt_total, "total", {106167.78}, 0.05},
        {"holiday-forgiven", Indicator::debt_total, "total", {100000}},
        // 24 payments of 100,000 · 0.005 / (1 − 1.005^−24) = 4432.06.
        {"holiday-forgiven", Indicator::debt_service, "total", {0, 53184.73, 53184.73}, 0.1},
        {"holiday-principal", Indicator::debt_service, "total", {6000, 53184.73, 53184.73}, 0.1},
        {"construction-interest",
         Indicator::capitalised_interest,
         "total",
         {8.40 * wan, 28.47 * wan, 49.66 * wan},
         0.006 * wan},
        {"twelfths", Indicator::fiscal_project_spending, "total", {100 * wan, 0}},
        {"twelfths", Indicator::funding_shortfall, "total", {0, 0}},
        {"seasonal-growth",
         Indicator::general_revenue,
         "district:even",
         {1060 * wan, 1123.6 * wan, 1191.016 * wan},
         0.06},
        {"seasonal-growth",
         Indicator::general_revenue,
         "district:december",
         {1060 * wan, 1123.6 * wan, 1191.016 * wan}},
        {"seasonal-growth",
         Indicator::general_revenue,
         "district:january",
         {1060 * wan, 1123.6 * wan, 1191.016 * wan}},
        {"seasonal-growth",
         Indicator::general_revenue,
         "district:back",
         {1060 * wan, 1123.6 * wan, 1191.016 * wan}},
        // The 100 in cash pay 10 + 90 of the senior; 10 + 20 + 100 stay unpaid.
        {"class-by-class", Indicator::arrears, "total", {130}},
        {"class-by-class", Indicator::debt_statutory, "total", {10}},
        {"appropriation-carried", Indicator::fiscal_project_spending, "total", {0, 120}},
        {"appropriation-one-year", Indicator::fiscal_project_spending, "total", {0, 120}},
        {"appropriation-lapsed", Indicator::fiscal_project_spending, "total", {0, 0}},
        // Coupons of 30 in June and December, repaid in June 2026. October 2023, July 2023, and
        // April
        // 2024 begin the year 2024.
        {"fiscal-year-10", Indicator::debt_service, "total", {60, 60, 1060}},
        {"fiscal-year-7", Indicator::debt_service, "total", {60, 60, 1060}},
        {"fiscal-year-4", Indicator::debt_service, "total", {60, 60, 1030}},
    };
    return all;
}

}  // namespace

TEST_CASE("cases: yearly figures", "[cases]") {
    for (const Known& each : known()) {
        CAPTURE(each.plan, model::info(each.indicator).id, each.dimension);
        const auto loaded = load_case(each.plan, each.changes);
        INFO(loaded.said);
        REQUIRE(loaded.model);
        const Figures figures(*loaded.model, 1);
        for (std::size_t year = 0; year < each.by_year.size(); ++year) {
            CAPTURE(year);
            CHECK(figures.figure(each.indicator, static_cast<int>(year), each.dimension) ==
                  Approx(each.by_year[year]).margin(each.margin));
        }
    }
}

TEST_CASE("cases: a bond's income over its service of the whole life", "[cases]") {
    const auto loaded = load_case("life-coverage");
    REQUIRE(loaded.model);
    const Figures figures(*loaded.model, 1);
    const double service = 13000 + 2617.2;
    CHECK(figures.figure(Indicator::special_coverage, 10, "project:railway") ==
          Approx(2481.6 * 11 / service).margin(1e-6));
    CHECK(2481.6 * 11 / service == Approx(1.748).margin(0.0005));
}

TEST_CASE("cases: a month's interest on actual days", "[cases]") {
    const auto loaded = load_case("actual-days");
    REQUIRE(loaded.model);
    const auto books = analysis::replay(compiled(*loaded.model), 1, 0);
    const auto paid = flows(books, "general", "interest:bank");
    CHECK(paid.at(0) == Approx(-1528.77).margin(0.006));
    CHECK(paid.at(1) == Approx(-1430.14).margin(0.006));   // 29 days
    CHECK(paid.at(13) == Approx(-1380.82).margin(0.006));  // 28 days
}

TEST_CASE("cases: moments of projects", "[cases]") {
    const auto finishes = [](const std::string& plan, const std::vector<double>& expected) {
        CAPTURE(plan);
        const auto loaded = load_case(plan);
        INFO(loaded.said);
        REQUIRE(loaded.model);
        check_finishes(*loaded.model, expected);
    };
    finishes("twelfths", {13, 12});     // fair follows hall
    finishes("lead", {10, 15, 15});     // b starts 5 before a ends, c ends with b
    finishes("lag-elapsed", {10, 16});  // November and December pass, March and April are worked
    finishes("lag-working", {10, 17});  // November and March pass
    finishes("lag-working-before", {10, 17});
    const auto loaded = load_case("twelfths");
    const auto plan = compiled(*loaded.model);
    for (const auto& totals : simulated(plan, 1).totals) CHECK(totals.late == 0);
}

TEST_CASE("cases: what moves as one is equal on every path", "[cases]") {
    constexpr std::size_t paths = 500;
    const auto as_one = load_case("moves-as-one");
    INFO(as_one.said);
    REQUIRE(as_one.model);
    const Figures one(*as_one.model, paths);
    for (int year = 0; year < 3; ++year) {
        CHECK(one.sample(Indicator::general_revenue, year) ==
              one.sample(Indicator::fund_revenue, year));
    }
    // Not because nothing varies.
    const auto varied = one.sample(Indicator::general_revenue, 2);
    CHECK(*std::max_element(varied.begin(), varied.end()) >
          1.1 * *std::min_element(varied.begin(), varied.end()));
    const auto opposed = load_case("moves-opposed");
    REQUIRE(opposed.model);
    const Figures other(*opposed.model, paths);
    // Logarithms that are each other's mirror image have a product that stands still, but for the
    // curvature of sums of months.
    const auto a = other.sample(Indicator::general_revenue, 0);
    const auto b = other.sample(Indicator::fund_revenue, 0);
    for (std::size_t path = 0; path < paths; ++path) {
        CHECK(std::sqrt(a[path] * b[path]) == Approx(1030 * wan).epsilon(0.005));
    }
}

TEST_CASE("cases: a cost factor by its mean and standard deviation", "[cases]") {
    for (const char* plan : {"cost-by-mean-and-sd", "cost-by-p50-and-p90"}) {
        CAPTURE(plan);
        const auto loaded = load_case(plan);
        INFO(loaded.said);
        REQUIRE(loaded.model);
        constexpr std::size_t paths = 40000;
        const Figures figures(*loaded.model, paths);
        double sum = 0.0;
        double squares = 0.0;
        const auto first = figures.sample(Indicator::fai, 0);
        const auto second = figures.sample(Indicator::fai, 1);
        for (std::size_t path = 0; path < paths; ++path) {
            const double cost = (first[path] + second[path]) / wan;
            sum += cost;
            squares += cost * cost;
        }
        const double mean = sum / paths;
        const double sd = std::sqrt(squares / paths - mean * mean);
        // Standard errors are 1.8, and 3 for the heavier tail of squares: 5 and more of each.
        CHECK(mean == Approx(1440).margin(9.5));
        CHECK(sd == Approx(360).margin(16));
    }
    const auto misread = load_case("cost-misread");
    CHECK_FALSE(misread.model);
    CHECK_THAT(misread.said,
               Catch::Contains("p50") && Catch::Contains("lognormal_mean_sd(1.2,0.3)"));
}

TEST_CASE("cases: money of a year that may not be spent later leaves a plan short", "[cases]") {
    CHECK(structural_shortfall("appropriation-carried") == 0.0);
    CHECK(structural_shortfall("appropriation-one-year") == 0.0);
    CHECK(structural_shortfall("appropriation-lapsed") == 120.0);
    CHECK(structural_shortfall("twelfths") == 0.0);
}

TEST_CASE("cases: rows and lines that are no data are told once", "[cases]") {
    const auto total = load_case("total-row");
    CAPTURE(total.said);
    CHECK_FALSE(total.model);
    CHECK_THAT(total.said, Catch::Contains("a row of totals"));
    CHECK(total.count == 1);

    const auto part = load_case("of-which");
    CHECK(part.model);
    CHECK_THAT(part.said, Catch::Contains("其中：增值税") && Catch::Contains("[total-row"));

    const auto title = load_case("title-above");
    CAPTURE(title.said);
    REQUIRE(title.model);
    CHECK(title.count == 1);
    CHECK_THAT(title.said, Catch::Contains("the heading seems to be in line 2") &&
                               Catch::Contains("Delete line 1 (or put # before it)."));
    CHECK(Figures(*title.model, 1).figure(Indicator::general_revenue, 0) == 600 * wan);

    const auto second = load_case("second-heading");
    CAPTURE(second.said);
    CHECK(second.count == 1);
    CHECK_THAT(second.said, Catch::Contains("revenue.csv:2") && Catch::Contains("second heading"));
}
