// Catches: titles above a table that pass in silence or with a unit nobody reads, a second heading
// taken for data, and columns that nobody can find in a spreadsheet.
#include <catch2/catch.hpp>

#include "coffer/scenario/columns.hpp"
#include "coffer/scenario/csv.hpp"
#include "coffer/scenario/document.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using Catch::Contains;

namespace {

struct Said {
    std::string text;
    std::size_t errors = 0;
    std::size_t warnings = 0;
};

/// What is said of a plan in 万元 with this table of revenue.
Said said_of(const std::string& revenue) {
    const test::Files files = {
        {"scenario.toml",
         "format = 1\n[scenario]\nid = \"s\"\nfirst_year = 2024\nyears = 1\nunit = \"万元\"\n"},
        {"revenue.csv", revenue}};
    Diagnostics diagnostics;
    static_cast<void>(scenario::parse_texts(files, "s", {}, diagnostics));
    for (const auto& each : diagnostics.sorted()) CHECK(test::is_complete(each));
    const auto all = diagnostics.sorted().size();
    return {test::shown(diagnostics), diagnostics.error_count(), all - diagnostics.error_count()};
}

const std::string heading = "id,name_zh,account,category,base,basis\n";
const std::string row = "tax,税收,general,own,600,x\n";

}  // namespace

TEST_CASE("titles above a heading are told once", "[scenario][headings]") {
    CHECK(said_of(heading + row).text.empty());
    CHECK(said_of("# 收入表\n" + heading + row).text.empty());
    const auto one = said_of("某县收入表,,,,,单位：万元\n" + heading + row);
    CHECK_THAT(one.text, Contains("revenue.csv:1:1") && Contains("看来表头在第 2 行") &&
                             Contains("请删去第 1 行，或在行首写 #。"));
    CHECK(one.errors == 0);
    CHECK(one.warnings == 1);
    const auto two = said_of("某县收入表\n\n单位:人民币万元\n" + heading + row);
    CHECK_THAT(two.text, Contains("in line 4") && Contains("Delete lines 1–3"));
    CHECK(two.warnings == 1);
    // Who signed the table is no row of it.
    CHECK(said_of(heading + row + "填表人：王,,,审核：李,,\n").text.empty());
}

TEST_CASE("the unit named above a table is that of the plan, or refused", "[scenario][headings]") {
    for (const char* title : {"单位：亿元", "某县收入表（单位: 元）", "金额单位：人民币亿元"}) {
        CAPTURE(title);
        const auto said = said_of(std::string(title) + "\n" + heading + row);
        CHECK(said.errors == 1);
        CHECK_THAT(said.text, Contains("that of the plan is 万元"));
    }
    for (const char* title :
         {"# 单位：亿元", "Revenue (unit: million yuan)", "unit: 100 million yuan"}) {
        CAPTURE(title);
        CHECK(said_of(std::string(title) + "\n" + heading + row).errors == 1);
    }
    CHECK(said_of("Unit: 10,000 yuan\n" + heading + row).errors == 0);
    // 单位 may be a word of the title.
    CHECK(said_of("县直单位收入\n" + heading + row).errors == 0);
}

TEST_CASE("a heading in another unit than the column's is refused", "[scenario][headings]") {
    const auto errors = [](const std::string& table, const std::string& text) {
        const test::Files files = {
            {"scenario.toml",
             "format = 1\n[scenario]\nid = \"s\"\nfirst_year = 2024\nyears = 1\nunit = \"万元\"\n"},
            {table, text}};
        Diagnostics diagnostics;
        static_cast<void>(scenario::parse_texts(files, "s", {}, diagnostics));
        return diagnostics.error_count();
    };
    for (const char* name :
         {"工期（天）", "工期（年）", "duration (days)", "工期（单位：工作日）"}) {
        CAPTURE(name);
        CHECK(errors("stages.csv", "project,stage," + std::string(name) + "\na,land,6\n") == 1);
    }
    for (const char* name : {"工期（月）", "工期（个月）", "duration (months)", "工期（预计）"}) {
        CAPTURE(name);
        CHECK(errors("stages.csv", "project,stage," + std::string(name) + "\na,land,6\n") == 0);
    }
    // A tenor has a column in years and one in months.
    const std::string terms = "class,share,rate,repayment,payments_per_year,";
    CHECK(errors("refinancing.csv", terms + "期限（年）\n") == 0);
    CHECK(errors("refinancing.csv", terms + "期限（月）\n") == 0);
    CHECK(errors("refinancing.csv", terms + "期限（天）\n") == 1);
    // A price by the piece is in the unit of money all the same.
    CHECK(errors("project_income.csv", "id,project,kind,quantity,单价（元/亩）\n") == 1);
    CHECK(errors("project_income.csv", "id,project,kind,quantity,单价（万元/亩）\n") == 0);
}

TEST_CASE("a second heading is told once", "[scenario][headings]") {
    for (const char* second :
         {"编号,名称,账户,类别,基数,依据\n", "id,name_zh,account,category,base,basis\n"}) {
        const auto said = said_of(heading + second + row);
        CHECK_THAT(said.text, Contains("revenue.csv:2:1") && Contains("a second heading"));
        CHECK(said.errors == 1);
        CHECK(said.warnings == 0);
    }
    // A row of data that happens to hold one such word is data.
    CHECK(said_of(heading + "base,基数,general,own,600,x\n").text.empty());
}

TEST_CASE("columns are called as a spreadsheet shows them", "[scenario][headings]") {
    const test::TemporaryFolder folder;
    testing::put(folder.path() / "revenue.csv",
                 "标题\nid,name_zh,,类别,base（万元）,basis\n\"a,b\",税收,,own,600,x\n");
    const std::string file = (folder.path() / "revenue.csv").string();
    const auto named = [&](int line, int column) {
        return scenario::with_columns({{Severity::error,
                                        {file, line, column},
                                        {"错", "wrong"},
                                        {"因", "why"},
                                        {"改", "do"}}});
    };
    // `"a,b",税收,,own,600,x`: quotes and characters count, commas in quotes do not.
    CHECK(named(3, 7).front().problem ==
          Text{"B 列 name_zh（名称）：错", "column B name_zh: wrong"});
    CHECK(named(3, 11).front().problem ==
          Text{"D 列 类别（category）：错", "column D 类别: wrong"});
    CHECK(named(3, 15).front().problem.en == "column E base（万元）: wrong");
    CHECK(named(3, 1).front().problem.en == "wrong");  // the row
    CHECK(named(2, 4).front().problem.en == "wrong");  // the heading names itself
    CHECK(named(9, 9).front().problem.en == "wrong");
    const auto gone = scenario::with_columns(
        {{Severity::error, {"nowhere/revenue.csv", 3, 7}, {"错", "wrong"}, {}, {}}});
    CHECK(gone.front().problem.en == "wrong");
}
