// The core tables against books made by hand.
#include "coffer/results/core_tables.hpp"

#include <catch2/catch.hpp>

#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::results;

namespace {

using Values = std::vector<std::optional<double>>;

RunResults sample() {
    RunResults results{results::test::manifest(), results::test::forecast(), {}, {}};
    const Text bonds{"资金来源：专项债", "Source: Bonds"}, road{"拨付：道路", "Drawn: Road"},
        plant{"拨付：工厂", "Drawn: Plant"}, general{"一般公共预算账户", "General account"};
    results.books = {
        {2020, "pool:bonds", "arrival", bonds, {"资金到位", "Arrival"}, 500.0},
        {2020, "pool:bonds", "drawn:road", bonds, road, -100.10},
        {2021, "pool:bonds", "drawn:road", bonds, road, -200.20},
        {2021, "pool:bonds", "drawn:plant", bonds, plant, -50.0},
        {2022, "pool:bonds", "drawn:plant", bonds, plant, -1.0},  // beyond the plan
        {2020, "general", "opening", general, {"年初余额", "Opening"}, 10.0},
        {2020, "general", "project:road", general, {"项目支出：道路", "Project: Road"}, -3.0},
        {2020, "general", "project:plant", general, {"项目支出：工厂", "Project: Plant"}, -4.0},
        {2020,
         "general",
         "interest:bank",
         general,
         {"付息：银行贷款", "Interest: bank loans"},
         -2.0},
        {2020, "general", "closing", general, {"年末余额", "Closing"}, 1.0},
        {2021,
         "general",
         "principal:bank",
         general,
         {"还本：银行贷款", "Principal: bank loans"},
         -6.0},
        {2021, "platform", "interest", {"平台公司", "Platform"}, {"付息", "Interest"}, -7.0},
        {2021, "debt:bank", "principal", {"债务：银行贷款", "Debt"}, {"还本", "Principal"}, -6.0}};
    return results;
}

const CoreRow& row_of(const CoreTable& table, std::size_t index) { return table.rows.at(index); }

}  // namespace

// Catches: years shifted, what lies beyond the plan, sums that miss a row, arrivals taken for
// draws.
TEST_CASE("funds by source, project and year add up") {
    const CoreTable table = funds_table(sample());
    REQUIRE(table.rows.size() == 3);
    CHECK(table.columns.front().id == "2020");
    CHECK(table.columns.back().id == "total");
    CHECK(row_of(table, 0).heads[0].zh == "专项债");
    CHECK(row_of(table, 0).heads[1].en == "Road");
    CHECK(row_of(table, 0).values == Values{100.10, 200.20, 300.30});
    CHECK(row_of(table, 1).values == Values{0.0, 50.0, 50.0});
    CHECK(row_of(table, 2).is_sum);
    CHECK(row_of(table, 2).values == Values{100.10, 250.20, 350.30});
}

TEST_CASE("debt service is what is paid, by class, and not the debt's own books") {
    const CoreTable table = debt_service_table(sample());
    REQUIRE(table.rows.size() == 4);
    CHECK(row_of(table, 0).heads[0].en == "bank loans");
    CHECK(row_of(table, 0).values == Values{2.0, 0.0, 2.0});
    CHECK(row_of(table, 1).values == Values{0.0, 6.0, 6.0});
    CHECK(row_of(table, 2).heads[0].en == "platform debt");
    CHECK(row_of(table, 3).values == Values{2.0, 13.0, 15.0});
}

// Catches: balances of different years summed, projects that each take a line.
TEST_CASE("the balance joins projects and does not add balances over years") {
    const CoreTable table = balance_table(sample());
    CHECK(row_of(table, 0).heads[1].en == "Opening");
    CHECK(row_of(table, 0).values == Values{10.0, 0.0, std::nullopt});
    CHECK(row_of(table, 1).heads[1].en == "Projects");
    CHECK(row_of(table, 1).values == Values{-7.0, 0.0, -7.0});
}

TEST_CASE("means add up over the years, quantiles do not") {
    RunResults results = sample();
    for (const int year : {2020, 2021}) {
        results.forecast.series.push_back(
            results::test::series(model::Indicator::interest, "total", year, 0, 100.0));
    }
    const CoreTable table = debt_service_table(results);
    REQUIRE(table.rows.size() == 8);
    CHECK(table.rows[4].heads.back().en == "mean");
    CHECK(table.rows[4].values == Values{100.5, 100.5, 201.0});
    CHECK(table.rows[5].heads.back().en == "P5");
    CHECK(table.rows[5].values == Values{97.0, 97.0, std::nullopt});
    CHECK(table.rows[7].values == Values{103.0, 103.0, std::nullopt});
}

TEST_CASE("progress by month against the calendar") {
    const CoreTable table = progress_table(sample());
    REQUIRE(table.rows.size() == 2);  // two months have figures
    const auto& february = table.rows[1].values;
    CHECK(table.rows[1].heads[0].zh == "2020-02");
    CHECK(*february[0] == 2e8 + 0.5);
    CHECK(*february[5] == Approx(3e8 + 1.0));
    CHECK(*february[6] == Approx((3e8 + 1.0) / (3.012e9 + 0.5)));
    CHECK(*february[7] == Approx(2.0 / 12.0));
}

TEST_CASE("a core table as a file has names in both languages and amounts in yuan") {
    const File file = core_file(funds_table(sample()));
    CHECK(file.name == "funds.csv");
    CHECK(file.content ==
          "\xEF\xBB\xBFsource_zh,source_en,project_zh,project_en,figure_zh,figure_en,2020,2021,"
          "total\n"
          "专项债,Bonds,道路,Road,中位路径,median path,100.1,200.2,300.3\n"
          "专项债,Bonds,工厂,Plant,中位路径,median path,0,50,50\n"
          "合计,Total,,,中位路径,median path,100.1,250.2,350.3\n");
    CHECK(core_tables(RunResults{results::test::manifest(), {}, {}, {}}).empty());
}
