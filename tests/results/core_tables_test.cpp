// The core tables against books made by hand.
#include "coffer/results/core_tables.hpp"

#include <catch2/catch.hpp>

#include "coffer/base/calendar.hpp"
#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::results;

namespace {

using Values = std::vector<std::optional<double>>;

RunResults sample() {
    RunResults results{results::test::manifest(), results::test::forecast(), {}, {}, {}, {}};
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
    results.dues = {{2020, "instrument:a1", {"甲行贷款", "Loan A"}, 2.0, 0.0},
                    {2021, "instrument:a1", {"甲行贷款", "Loan A"}, 2.0, 5.0},
                    {2020, "instrument:a2", {"甲行贷款", "Loan A"}, 0.25, 0.0},
                    {2021, "source:bonds", {"专项债", "Bonds"}, 3.0, 0.0},
                    {2022, "source:bonds", {"专项债", "Bonds"}, 9.0, 9.0},  // beyond the plan
                    {2021, "refinancing:special", {"专项债务", "special debt"}, 1.0, 0.0}};
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
    CHECK(row_of(table, 2).kind == RowKind::total);
    CHECK(row_of(table, 2).values == Values{100.10, 250.20, 350.30});
}

// Catches: rows told apart by what they are called: two projects of one name became one, whose
// money nobody could tell apart.
TEST_CASE("two projects of one name are two rows, with their ids behind it") {
    RunResults results = sample();
    for (BookRow& row : results.books) {
        if (row.item == "drawn:plant") row.item_name = {"拨付：道路", "Drawn: Road"};
    }
    const CoreTable table = funds_table(results);
    REQUIRE(table.rows.size() == 3);
    CHECK(row_of(table, 0).heads[1].zh == "道路（road）");
    CHECK(row_of(table, 0).values == Values{100.10, 200.20, 300.30});
    CHECK(row_of(table, 1).heads[1].en == "Road (plant)");
    CHECK(row_of(table, 1).values == Values{0.0, 50.0, 50.0});
}

TEST_CASE("debt service is what is paid, by class, and not the debt's own books") {
    const CoreTable table = debt_service_table(sample());
    REQUIRE(table.rows.size() == 7);
    CHECK(row_of(table, 0).heads[0].en == "bank loans");
    CHECK(row_of(table, 0).values == Values{2.0, 0.0, 2.0});
    CHECK(row_of(table, 1).values == Values{0.0, 6.0, 6.0});
    CHECK(row_of(table, 2).kind == RowKind::subtotal);
    CHECK(row_of(table, 2).values == Values{2.0, 6.0, 8.0});
    CHECK(row_of(table, 3).heads[0].en == "platform debt");
    CHECK(row_of(table, 4).values == Values{2.0, 13.0, 15.0});
    // Of both together what is interest, and what is principal.
    CHECK(row_of(table, 5).heads[1].zh == "付息");
    CHECK(row_of(table, 5).values == Values{2.0, 7.0, 9.0});
    CHECK(row_of(table, 6).values == Values{0.0, 6.0, 6.0});
}

// Catches: two loans of one name taken for one, years beyond the plan, single debts' figures over
// all paths given to another debt.
TEST_CASE("debt service by instrument keeps debts apart and adds up") {
    RunResults results = sample();
    results.forecast.series.push_back(
        results::test::series(model::Indicator::debt_service, "source:bonds", 2021, 0, 100.0));
    const CoreTable table = debt_instruments_table(results);
    REQUIRE(table.rows.size() == 12);
    CHECK(table.rows[0].heads[0].zh == "存量债务");
    CHECK(table.rows[0].heads[1].zh == "a1");
    CHECK(table.rows[0].heads[3].zh == "还本");
    CHECK(table.rows[0].values == Values{0.0, 5.0, 5.0});
    CHECK(table.rows[1].heads[3].zh == "付息");
    CHECK(table.rows[1].values == Values{2.0, 2.0, 4.0});
    CHECK(table.rows[2].heads[1].en == "a2");
    CHECK(table.rows[2].values == Values{0.25, 0.0, 0.25});
    CHECK(table.rows[3].heads[0].en == "New");
    CHECK(table.rows[3].values == Values{0.0, 3.0, 3.0});
    CHECK(table.rows[4].heads[0].en == "Refinancing");
    CHECK(table.rows[4].heads[1].en.empty());
    CHECK(table.rows[5].kind == RowKind::total);
    CHECK(table.rows[5].values == Values{2.25, 11.0, 13.25});
    CHECK(table.rows[6].heads[3].zh == "还本");
    CHECK(table.rows[6].values == Values{0.0, 5.0, 5.0});
    CHECK(table.rows[8].heads[1].en == "bonds");
    CHECK(table.rows[8].heads.back().en == "mean");
    CHECK(table.rows[9].values == Values{std::nullopt, 97.0, std::nullopt});
    CHECK(core_file(table).content.starts_with(
        "\xEF\xBB\xBFrow,kind_zh,kind_en,id,debt_zh,debt_en,payment_zh,payment_en,figure_zh,"
        "figure_en,2020,2021,total\ndetail,存量债务,Existing,a1,甲行贷款,Loan A,还本,Principal,"));
}

// Catches: balances of different years summed, projects that each take a line, payments among
// receipts, sums that count subtotals twice, a balance that does not come out.
TEST_CASE("the balance stands as the official table does, and comes out") {
    RunResults results = sample();
    const Text general{"一般公共预算账户", "General account"};
    const auto add = [&](int year, const std::string& item, const Text& name, double amount,
                         const std::string& category) {
        results.books.push_back({year, "general", item, general, name, amount, category});
    };
    add(2021, "expenditure:wages", {"支出：工资", "Expenditure: Wages"}, -20.0, "three_guarantees");
    add(2021, "revenue:aid", {"收入：补助", "Revenue: Aid"}, 30.0, "transfer");
    add(2021, "revenue:vat", {"收入：增值税", "Revenue: VAT"}, 8.0, "own");
    add(2021, "taxpayer:mill", {"重点税源：钢厂", "Taxpayer: Mill"}, 4.0, "");
    const CoreTable table = balance_table(results);
    std::vector<std::string> order;
    for (const CoreRow& row : table.rows) order.push_back(row.heads[1].zh + row.heads[2].zh);
    CHECK(order == std::vector<std::string>{"上年结余", "本级收入增值税", "本级收入重点税源：钢厂",
                                            "本级收入小计", "上级补助收入补助", "收入合计",
                                            "“三保”支出工资", "项目支出各项目合计",
                                            "债务付息付息：银行贷款", "债务还本还本：银行贷款",
                                            "支出合计", "当年收支差额", "年末结余"});
    CHECK(row_of(table, 0).values == Values{10.0, 0.0, std::nullopt});
    CHECK(row_of(table, 3).values == Values{0.0, 12.0, 12.0});
    CHECK(row_of(table, 5).values == Values{0.0, 42.0, 42.0});
    CHECK(row_of(table, 7).values == Values{7.0, 0.0, 7.0});
    CHECK(row_of(table, 10).values == Values{9.0, 26.0, 35.0});
    CHECK(row_of(table, 11).values == Values{-9.0, 16.0, 7.0});
    CHECK(row_of(table, 12).kind == RowKind::balance);
    // 10 at the beginning of the year less 9 is 1 at its end.
    CHECK(row_of(table, 12).values == Values{1.0, 0.0, std::nullopt});
}

TEST_CASE("means add up over the years, quantiles do not") {
    RunResults results = sample();
    for (const int year : {2020, 2021}) {
        results.forecast.series.push_back(
            results::test::series(model::Indicator::interest, "total", year, 0, 100.0));
    }
    const CoreTable table = debt_service_table(results);
    REQUIRE(table.rows.size() == 11);
    CHECK(table.rows[7].heads.back().en == "mean");
    CHECK(table.rows[7].values == Values{100.5, 100.5, 201.0});
    CHECK(table.rows[8].heads.back().en == "P5");
    CHECK(table.rows[8].values == Values{97.0, 97.0, std::nullopt});
    CHECK(table.rows[10].values == Values{103.0, 103.0, std::nullopt});
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

// Catches: sums that run on over the year's end, shares of another year's plan, the whole county
// without a department that has no name, a table told twice where nobody names departments.
TEST_CASE("progress by department is planned against forecast, each year from its beginning") {
    RunResults results{results::test::manifest(), {}, {}, {}, {}, {}};
    const auto add = [&](const std::string& department, double planned, double forecast) {
        for (int month = 0; month < 24; ++month) {
            const bool later = month >= 12;
            results.departments.push_back({month_after({2020, 1}, month), department,
                                           later ? 2.0 * planned : planned, forecast});
        }
    };
    add("", 1.0, 0.5);
    CHECK(department_progress_table(results).rows.size() == 24);
    results.departments.clear();
    add("交通局", 10.0, 5.0);
    add("", 1.0, 0.5);
    const CoreTable table = department_progress_table(results);
    REQUIRE(table.rows.size() == 72);
    CHECK(table.rows[0].heads[0].zh == "合计");
    CHECK(table.rows[11].kind == RowKind::year_end);
    CHECK(table.rows[11].values == Values{11.0, 5.5, 132.0, 66.0, -66.0, 1.0, 0.5});
    CHECK(table.rows[12].heads[1].zh == "2021-01");
    CHECK(table.rows[12].values == Values{22.0, 5.5, 22.0, 5.5, -16.5, 22.0 / 264.0, 5.5 / 264.0});
    CHECK(table.rows[24].heads[0].en == "交通局");
    CHECK(table.rows[26].values == Values{10.0, 5.0, 30.0, 15.0, -15.0, 0.25, 0.125});
    CHECK(table.rows[48].heads[0].zh == "未填责任单位");
}

TEST_CASE("a core table as a file has names in both languages and amounts in yuan") {
    const File file = core_file(funds_table(sample()));
    CHECK(file.name == "funds.csv");
    CHECK(file.content ==
          "\xEF\xBB\xBFrow,source_zh,source_en,project_zh,project_en,figure_zh,figure_en,2020,2021,"
          "total\n"
          "detail,专项债,Bonds,道路,Road,参考路径,reference path,100.1,200.2,300.3\n"
          "detail,专项债,Bonds,工厂,Plant,参考路径,reference path,0,50,50\n"
          "total,合计,Total,,,参考路径,reference path,100.1,250.2,350.3\n");
    CHECK(core_tables(RunResults{results::test::manifest(), {}, {}, {}, {}, {}}).empty());
}
