// Rules of budgets against small inputs with a known answer: a waterfall by class of debt
// (absbox/Hastructure#125), appropriations that lapse (adessoSE/budgeteer#99), budget years from
// October (adiwg/mdEditor#139). Catches: a class paid out of its turn, money spent after it has
// lapsed or lost before, sums over the wrong twelve months.
#include <catch2/catch.hpp>

#include "coffer/analysis/structure.hpp"
#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/statistics/figures.hpp"
#include "support/naive/simulation.hpp"
#include "support/scenario_files.hpp"

namespace {

using namespace coffer;
using Catch::Contains;
using Files = std::map<std::string, std::string>;
using model::Indicator;

std::string settings(int first_year, int years, const std::string& more = "") {
    return "format = 1\n[scenario]\nid = \"case\"\nname_zh = \"算例\"\nname_en = \"Case\"\n"
           "first_year = " +
           std::to_string(first_year) + "\nyears = " + std::to_string(years) + "\nunit = \"元\"\n" +
           more;
}

model::Model model_of(const Files& files) {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    auto model = model::build(*document, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(model);
    return std::move(*model);
}

plan::Plan plan_of(const model::Model& model) {
    Diagnostics diagnostics;
    auto plan = plan::compile(model, diagnostics);
    REQUIRE(plan);
    return std::move(*plan);
}

std::string complaints(const Files& files) {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    if (document) static_cast<void>(model::build(*document, diagnostics));
    return test::shown(diagnostics);
}

/// A figure in yuan on a single path, once the naive implementation has said the same.
double figure(const Files& files, Indicator indicator, int year) {
    const auto model = model_of(files);
    const auto plan = plan_of(model);
    run::Options options;
    options.paths = 1;
    const auto paths = run::simulate(plan, options, {});
    REQUIRE(paths);
    const auto found = statistics::find_figure(plan, {indicator, "total", year, 0});
    REQUIRE(found);
    const double value = statistics::sample_of(paths->store, *found)[0];
    const auto naive = naive::simulate(model, options.draws.seed(), 0);
    CHECK(naive.annual.at({model::info(indicator).id, "total", year - plan.first_year}) ==
          Approx(value).margin(1e-6));
    return value;
}

const std::string debts =
    "id,name_zh,name_en,class,principal,rate,repayment,payments_per_year,maturity\n"
    "a,甲债,Bond A,general,100,10%,bullet,1,2024-06\n"
    "b,乙贷,Loan B,bank,100,20%,bullet,1,2024-06\n";
const std::string no_revenue =
    "id,name_zh,name_en,account,category,base\nr,无,None,general,own,0\n";

Files owing(const std::string& waterfall) {
    return {{"scenario.toml", settings(2024, 1, "[treasury]\nopening_general = 100\n" + waterfall)},
            {"debt.csv", debts},
            {"revenue.csv", no_revenue}};
}

Files voting(const std::string& unused, const std::string& begins = "2025-01") {
    return {
        {"scenario.toml", settings(2024, 3)},
        {"revenue.csv",
         "id,name_zh,name_en,account,category,base\nt,税收,Taxes,general,own,100000000\n"},
        {"projects.csv",
         "id,name_zh,name_en,total_investment,fai_share\nhall,会堂,Hall,120,100%\n"},
        {"stages.csv", "project,stage,duration,cost_share,not_before\nhall,construction,12,100%," +
                           begins + "\n"},
        {"sources.csv",
         "id,name_zh,name_en,kind,annual,unused_quota\nvote,指标,Vote,fiscal,120;0," + unused +
             "\n"},
        {"funding.csv", "project,source,rank\nhall,vote,1\n"}};
}

}  // namespace

TEST_CASE("a waterfall may pay one class of debt after the other", "[validation][budget]") {
    const auto by_class = owing(
        "waterfall = [\"interest:general\", \"principal:general\", \"interest:bank\", "
        "\"principal:bank\", \"other\"]\n");
    // Of A's 10 + 100 the 100 in cash pay 10 + 90; B gets nothing: 10 + 20 + 100 are unpaid.
    CHECK(figure(by_class, Indicator::arrears, 2024) == Approx(130.0));
    CHECK(figure(by_class, Indicator::debt_statutory, 2024) == Approx(10.0));
    CHECK(figure(by_class, Indicator::debt_total, 2024) == Approx(110.0));
    // By steps: all interest first, so that A's principal gets 70.
    CHECK(figure(owing(""), Indicator::debt_statutory, 2024) == Approx(30.0));
    // A plain step serves the classes that no other names.
    const auto rest = owing("waterfall = [\"interest\", \"principal:bank\", \"principal\"]\n");
    CHECK(figure(rest, Indicator::debt_statutory, 2024) == Approx(100.0));
    CHECK(figure(rest, Indicator::debt_total, 2024) == Approx(130.0));

    CHECK_THAT(complaints(owing("waterfall = [\"interest:general\", \"principal\"]\n")),
               Contains("the waterfall lacks interest:bank"));
    CHECK_THAT(complaints(owing("waterfall = [\"interest:genral\", \"principal\"]\n")),
               Contains("Did you mean \"interest:general\"?"));
    CHECK_THAT(complaints(owing("waterfall = [\"interest\", \"interest\", \"principal\"]\n")),
               Contains("appears twice"));
}

TEST_CASE("an appropriation is carried over, lapses, or waits for some years",
          "[validation][budget]") {
    CHECK(figure(voting(""), Indicator::fiscal_project_spending, 2025) == Approx(120.0));
    CHECK(figure(voting("carry"), Indicator::fiscal_project_spending, 2025) == Approx(120.0));
    CHECK(figure(voting("lapse"), Indicator::fiscal_project_spending, 2025) == 0.0);
    CHECK(figure(voting("1"), Indicator::fiscal_project_spending, 2025) == Approx(120.0));
    CHECK(figure(voting("1", "2026-01"), Indicator::fiscal_project_spending, 2026) == 0.0);
    CHECK(figure(voting("2", "2026-01"), Indicator::fiscal_project_spending, 2026) ==
          Approx(120.0));
    // Half of the work in the first year of the money, the rest of which lapses in its midst.
    CHECK(figure(voting("lapse", "2024-07"), Indicator::fiscal_project_spending, 2024) ==
          Approx(60.0).margin(1.0));
    CHECK(figure(voting("lapse", "2024-07"), Indicator::fiscal_project_spending, 2025) == 0.0);

    const auto shortfall = [](const Files& files) {
        const auto plan = plan_of(model_of(files));
        return analysis::structural_test(analysis::financing_problem(plan)).shortfall;
    };
    CHECK(shortfall(voting("")) == 0);
    CHECK(shortfall(voting("lapse")) == 12000);
    CHECK(shortfall(voting("1")) == 0);
    CHECK(shortfall(voting("1", "2026-01")) == 12000);
    CHECK_THAT(complaints(voting("sometimes")), Contains("unused_quota"));
}

TEST_CASE("a grant that lapses goes back, to the general account, or to the fund",
          "[validation][budget]") {
    const auto grant = [](const std::string& to, const std::string& more = "") {
        auto files = voting("");
        files["scenario.toml"] = settings(2024, 4, more);
        files["revenue.csv"] = no_revenue;
        files["sources.csv"] =
            "id,name_zh,name_en,kind,annual,unused_quota,lapsed_to\n"
            "vote,指标,Vote,grant,120;0,1," +
            to + "\n";
        files["stages.csv"] =
            "project,stage,duration,cost_share,not_before\nhall,construction,12,100%,2027-01\n";
        return files;
    };
    const std::string fund = "[stabilisation]\nopening = 5\n";
    // The money of 2024 may wait through 2025; in January 2026 it is taken back.
    for (const char* to : {"", "higher_level"}) {
        CHECK(figure(grant(to), Indicator::cash_held, 2025) == Approx(120.0));
        CHECK(figure(grant(to), Indicator::cash_held, 2026) == 0.0);
    }
    CHECK(figure(grant("general"), Indicator::cash, 2025) == 0.0);
    CHECK(figure(grant("general"), Indicator::cash, 2026) == Approx(120.0));
    CHECK(figure(grant("stabilisation", fund), Indicator::stabilisation_fund, 2025) == Approx(5.0));
    CHECK(figure(grant("stabilisation", fund), Indicator::stabilisation_fund, 2026) ==
          Approx(125.0));
    CHECK_THAT(complaints(grant("stabilisation")), Contains("there is no stabilisation fund"));
    auto fiscal = grant("general");
    fiscal["sources.csv"].replace(fiscal["sources.csv"].find("grant"), 5, "fiscal");
    CHECK_THAT(complaints(fiscal), Contains("only grants whose unused money lapses have it"));
}

TEST_CASE("what is settled later says so whole", "[validation][budget]") {
    const auto settled = [](const std::string& category, const std::string& share,
                            const std::string& left, const std::string& more) {
        return Files{{"scenario.toml", settings(2024, 1, more)},
                     {"revenue.csv",
                      "id,name_zh,name_en,account,category,base,settled_share,unsettled\n"
                      "r,补助,Grants,general," +
                          category + ",1200," + share + "," + left + "\n"}};
    };
    const std::string month = "[treasury]\nsettlement_month = 3\n";
    CHECK_THAT(complaints(settled("transfer", "10%", "0", "")),
               Contains("the month of the settlement is not said"));
    CHECK_THAT(complaints(settled("transfer", "10%", "", month)), Contains("unsettled"));
    CHECK_THAT(complaints(settled("transfer", "", "5", month)),
               Contains("nothing is left to settle"));
    CHECK_THAT(complaints(settled("own", "10%", "0", month)),
               Contains("only transfers and remittance are settled"));
    CHECK(figure(settled("transfer", "10%", "60", month), Indicator::cash, 2024) == Approx(1140.0));
}

TEST_CASE("budget years may begin in any month", "[validation][budget]") {
    CHECK(begin_of_year(2024, 1) == Month{2024, 1});
    CHECK(begin_of_year(2024, 10) == Month{2023, 10});  // the United States' fiscal year 2024
    CHECK(begin_of_year(2024, 7) == Month{2023, 7});    // Australia's 2023-24
    CHECK(begin_of_year(2024, 4) == Month{2024, 4});    // India's 2024-25
    CHECK(month_after({2023, 10}, 3) == Month{2024, 1});
    CHECK(months_since({2023, 10}, {2024, 9}) == 11);

    // Half-yearly interest of 30 in June and December, repaid in June 2026. A year from October
    // 2023 has December 2023 and June 2024; a bond of 1000 at 6 %.
    const auto from = [](int month) {
        return Files{
            {"scenario.toml", settings(2024, 3, "first_month = " + std::to_string(month) + "\n")},
            {"debt.csv",
             "id,name_zh,name_en,class,principal,rate,repayment,payments_per_year,maturity\n"
             "a,甲债,Bond A,general,1000,6%,bullet,2,2026-06\n"},
            {"calendars.csv",
             "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
             "december,profile,0,0,0,0,0,0,0,0,0,0,0,100%\n"},
            {"revenue.csv",
             "id,name_zh,name_en,account,category,base,multiplier,profile\n"
             "t,税收,Taxes,general,own,1000000,1;2;3,december\n"}};
    };
    CHECK(figure(from(10), Indicator::debt_service, 2024) == Approx(60.0));
    CHECK(figure(from(10), Indicator::debt_service, 2026) == Approx(1060.0));
    // From July 2023: year 2026 ends with June 2026, in which the bond is repaid.
    CHECK(figure(from(7), Indicator::principal, 2026) == Approx(1000.0));
    // From April 2024: June 2026 lies in year 2026 (to March 2027), the first of its halves.
    CHECK(figure(from(4), Indicator::interest, 2026) == Approx(30.0));
    // The profile is one of calendar months: December is the third month of a year from October.
    const auto plan = plan_of(model_of(from(10)));
    run::Options options;
    options.paths = 1;
    const auto paths = run::simulate(plan, options, {});
    const auto in_month = [&](int year, int month) {
        const auto found =
            statistics::find_figure(plan, {Indicator::general_revenue, "total", year, month});
        REQUIRE(found);
        return statistics::sample_of(paths->store, *found)[0];
    };
    CHECK(in_month(2023, 12) == Approx(1000000.0));
    CHECK(in_month(2024, 12) == Approx(2000000.0));
    CHECK(in_month(2024, 1) == 0.0);
    CHECK_THAT(complaints({{"scenario.toml", settings(2024, 1, "first_month = 13\n")}}),
               Contains("first_month"));
}

TEST_CASE("twelve parts of a year's money sum to it", "[validation][budget]") {
    // spliit-app/spliit#374: 100万 in twelve even parts pay for works of 100万 in December.
    const Files files = {
        {"scenario.toml", settings(2024, 2)},
        {"revenue.csv",
         "id,name_zh,name_en,account,category,base\nt,税收,Taxes,general,own,1000000000\n"},
        {"projects.csv",
         "id,name_zh,name_en,total_investment\nhall,会堂,Hall,1000000\nfair,展会,Fair,0\n"},
        {"stages.csv",
         "project,stage,duration,cost_share,not_before,deadline\n"
         "hall,construction,1,100%,2024-12,2024-12\nfair,construction,1,,,\n"},
        {"links.csv", "from_project,to_project\nhall,fair\n"},
        {"sources.csv", "id,name_zh,name_en,kind,annual\nmoney,财政资金,Fiscal,fiscal,1000000;0\n"},
        {"funding.csv", "project,source,rank\nhall,money,1\n"}};
    CHECK(figure(files, Indicator::fiscal_project_spending, 2024) == Approx(1000000.0));
    CHECK(figure(files, Indicator::funding_shortfall, 2024) == 0.0);
    const auto plan = plan_of(model_of(files));
    const auto problem = analysis::financing_problem(plan);
    CHECK(analysis::structural_test(problem).shortfall == 0);
    run::Options options;
    options.paths = 1;
    const auto outcome = run::run(plan, options, {});
    REQUIRE(outcome);
    for (const auto& project : outcome->forecast.projects) {
        CHECK(project.probability_finished == 1.0);
        CHECK(project.finish_p50.value_or(0.0) == (project.id == "hall" ? 12.0 : 13.0));
    }
}
