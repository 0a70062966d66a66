// Catches: changes that touch another cell than the one named, arithmetic that loses the unit or
// the other years, dropped projects that leave rows behind, mistakes without a place or a hint.
#include "coffer/scenario/changes.hpp"

#include <catch2/catch.hpp>

#include "support/overrides.hpp"
#include "support/scenario_files.hpp"

namespace {

using namespace coffer;
using Catch::Contains;

/// The minimal scenario after statements; they must be without mistakes.
scenario::Document changed(const std::vector<std::string>& statements,
                           const test::Files& files = test::minimal_files()) {
    scenario::Change change;
    for (const auto& text : statements) {
        change.statements.push_back(scenario::command_line_statement(text));
    }
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(files, "s", {change}, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(document);
    REQUIRE_FALSE(diagnostics.has_errors());
    return *document;
}

std::string complaints(const std::string& statement) {
    scenario::Change change;
    change.statements.push_back(scenario::command_line_statement(statement));
    Diagnostics diagnostics;
    static_cast<void>(scenario::parse_texts(test::minimal_files(), "s", {change}, diagnostics));
    return test::shown(diagnostics);
}

/// The cell of the row whose first column is `id`.
std::string cell(const scenario::Document& document, const std::string& table,
                 const std::string& id, const std::string& column) {
    const auto& found = document.tables.at(table);
    const auto place = std::find(found.columns.begin(), found.columns.end(), column);
    REQUIRE(place != found.columns.end());
    for (const auto& row : found.rows) {
        if (row.cells.front().text == id) {
            return row.cells[static_cast<std::size_t>(place - found.columns.begin())].text;
        }
    }
    return "no row " + id;
}

}  // namespace

TEST_CASE("a change writes the cells that its selector names", "[scenario][changes]") {
    const auto document =
        changed({"revenue[taxes].base*=0.7", "expenditure[category=three_guarantees].base=2亿",
                 "drivers[*].persistence=0.5", "revenue[account=general].basis=A2"});
    CHECK(cell(document, "revenue", "taxes", "base") == "4200");
    CHECK(cell(document, "revenue", "transfer", "base") == "2.4亿");
    CHECK(cell(document, "expenditure", "wages", "base") == "2亿");
    CHECK(cell(document, "expenditure", "upkeep", "base") == "1200");
    CHECK(cell(document, "drivers", "prices", "persistence") == "0.5");
    CHECK(cell(document, "drivers", "lpr", "persistence") == "0.5");
    // By name, by anything but, by the largest number.
    const auto other = changed(
        {"revenue[其他税收].base=1", "expenditure[id!=wages].base=2", "revenue[max(base)].base=3"});
    CHECK(cell(other, "revenue", "taxes", "base") == "1");
    CHECK(cell(other, "expenditure", "upkeep", "base") == "2");
    CHECK(cell(other, "expenditure", "wages", "base") == "2.4亿");
    CHECK(cell(other, "revenue", "transfer", "base") == "3");
    CHECK(document.sha256 != other.sha256);
}

TEST_CASE("rows are chosen by what names them elsewhere", "[scenario][changes]") {
    // Catches a suite that fits plans only whose drivers have the names it knows, and the largest
    // output taken for the largest tax.
    const auto by_role = [](const std::string& selector, const std::string& driver) {
        return cell(changed({"drivers[" + selector + "].basis=hit"}), "drivers", driver, "basis");
    };
    CHECK(by_role("in(projects.cost_driver)", "prices") == "hit");
    CHECK(by_role("in(projects.cost_driver)", "lpr") == "A1");
    CHECK(by_role("in(sensitivities[in(revenue[account=general,category=own].id),"
                  "max(elasticity)].driver)",
                  "prices") == "hit");
    CHECK(by_role("in(弹性系数[*].驱动因素)", "prices") == "hit");
    auto files = test::minimal_files();
    files["taxpayers.csv"] += "big,大,Big,100亿,,1%,10%,,,,,,A1\n";
    scenario::Change change;
    change.statements.push_back(scenario::command_line_statement(
        "taxpayers[max(output*tax_rate*retained_share)].basis=most"));
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {change}, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(document);
    CHECK(cell(*document, "taxpayers", "mill", "basis") == "most");
    CHECK_THAT(complaints("drivers[in(projects.driver)].basis=x"), Contains("no key"));
    CHECK_THAT(complaints("drivers[in(sensitivities[*].drivr)].basis=x"), Contains("no column"));
    CHECK_THAT(complaints("drivers[in(sensitivities[*])].basis=x"), Contains("cannot be read"));
}

TEST_CASE("a rate moves as a whole, and rows are added for statements that match",
          "[scenario][changes]") {
    // Catches a rise of rates by one point that begins at none, and a stress that counts as
    // applied because of a calendar it adds.
    const auto moved = changed({"drivers[kind=rate].mean+=1%", "drivers[*].initial+=1%"});
    CHECK(cell(moved, "drivers", "lpr", "mean") == "5%");
    CHECK(cell(moved, "drivers", "lpr", "initial") == "5%");
    CHECK(cell(moved, "drivers", "prices", "initial").empty());  // begins at its mean
    scenario::Change change;
    change.where_present = true;
    change.statements.push_back(scenario::command_line_statement("revenue[none].profile=late"));
    change.rows.push_back({"calendars", {{"id", {"late", {}}}, {"kind", {"profile", {}}}}, {}});
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(test::minimal_files(), "s", {}, diagnostics);
    REQUIRE(document);
    const auto before = document->sha256;
    CHECK(scenario::apply(change, *document, diagnostics).cells == 0);
    CHECK(document->sha256 == before);
}

TEST_CASE("arithmetic keeps units, other years, and the shape of what is there",
          "[scenario][changes]") {
    const auto computed = [](const std::string& before, const std::string& change) {
        return cell(changed({"revenue[transfer].multiplier=" + before,
                             "revenue[transfer].multiplier" + change}),
                    "revenue", "transfer", "multiplier");
    };
    CHECK(computed("2.4亿", "*=0.7") == "1.68亿");
    CHECK(computed("2.4亿", "+=500万") == "2.45亿");
    CHECK(computed("1200", "-=0.02亿") == "1000");  // the plan's unit is 万元
    CHECK(computed("3.2%", "+=1%") == "4.2%");
    CHECK(computed("3.2%", "*=150%") == "4.8%");
    CHECK(computed("1;1;0.9", "*=0.5") == "0.5;0.5;0.45");
    CHECK(computed("1;1;0.9", "*=0.5@2021") == "1;0.5;0.9");
    CHECK(computed("1", "=0@2021-2022") == "1;0;0");
    CHECK(computed("2021-11", "+=6") == "2022-05");
    CHECK(computed("2021/3", "-=3") == "2020-12");
    CHECK(computed("triangular(8,10,16)", "+=6") == "triangular(14,16,22)");
    CHECK(computed("china.transport(24)", "*=1.5") == "china.transport(36)");
    CHECK(computed("", "*=0.9") == "0.9");  // a blank multiplier is 1
    CHECK(computed("", "*=0.9@2022") == "1;1;0.9");
}

// Catches: one line's spread given in a table that has none, and every other line beginning to
// vary.
TEST_CASE("a column that a change adds says of other rows what the table said without it",
          "[scenario][changes]") {
    test::Files files = test::minimal_files();
    files["revenue.csv"] =
        "id,name_zh,account,category,base\n"
        "taxes,税收,general,own,6000\ntransfer,上级补助,general,transfer,2.4亿\n";
    const auto document =
        changed({"revenue[taxes].annual_sd=5%", "revenue[taxes].profile="}, files);
    CHECK(cell(document, "revenue", "taxes", "annual_sd") == "5%");
    CHECK(cell(document, "revenue", "transfer", "annual_sd") == "0");
    CHECK(cell(document, "revenue", "transfer", "profile").empty());
}

TEST_CASE("a dropped project leaves no row that speaks of it", "[scenario][changes]") {
    const auto document = changed({"drop projects[road]"});
    std::size_t mentions = 0;
    for (const auto* table : {"projects", "stages", "funding", "links"}) {
        for (const auto& row : document.tables.at(table).rows) {
            for (const auto& each : row.cells) mentions += each.text == "road" ? 1 : 0;
        }
    }
    CHECK(mentions == 0);
    CHECK(cell(document, "stages", "plant", "project") == "plant");
}

// Catches rows that are read after they were moved away: a dropped project took the program down.
TEST_CASE("rows with ids of their own go with the project they are for", "[scenario][changes]") {
    auto files = test::minimal_files();
    files["receipts.csv"] =
        "id,name_zh,name_en,source,amount,month,project\n"
        "a,甲,A,budget,100万,2020-05,road\nb,乙,B,budget,100万,2020-05,\n"
        "c,丙,C,budget,100万,2020-06,road\n";
    scenario::Change change;
    change.statements.push_back(scenario::command_line_statement("drop projects[road]"));
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {change}, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(document);
    REQUIRE(document->tables.at("receipts").rows.size() == 1);
    CHECK(cell(*document, "receipts", "b", "source") == "budget");
}

TEST_CASE("years of the plan, and what a plan does not have", "[scenario][changes]") {
    const auto in_years = [](const std::string& years) {
        return cell(changed({"revenue[transfer].multiplier=1",
                             "revenue[transfer].multiplier*=0.9@" + years}),
                    "revenue", "transfer", "multiplier");
    };
    CHECK(in_years("y2") == "1;0.9;1");
    CHECK(in_years("y2-y3") == "1;0.9;0.9");
    scenario::Change change;
    change.where_present = true;
    change.statements.push_back(scenario::command_line_statement("platform.opening_cash=0"));
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(test::minimal_files(), "s", {}, diagnostics);
    REQUIRE(document);
    const auto applied = scenario::apply(change, *document, diagnostics);
    CHECK(applied.cells == 0);
    CHECK(applied.unmatched.size() == 1);
    CHECK_FALSE(document->settings.contains("platform.opening_cash"));
    change.where_present = false;
    CHECK(scenario::apply(change, *document, diagnostics).cells == 1);
}

TEST_CASE("a mistaken change names its place and what was probably meant", "[scenario][changes]") {
    CHECK_THAT(complaints("revenue[taxs].base*=2"),
               Contains("--set revenue[taxs].base*=2: error") && Contains("matches no row") &&
                   Contains("Did you mean \"taxes\"?"));
    CHECK_THAT(complaints("revenu[taxes].base=2"), Contains("Did you mean \"revenue\"?"));
    CHECK_THAT(complaints("revenue[taxes].bas=2"), Contains("Did you mean \"base\"?"));
    CHECK_THAT(complaints("revenue[acount=fund].base=2"), Contains("Did you mean \"account\"?"));
    CHECK_THAT(complaints("revenue[taxes].name_zh*=2"), Contains("cannot be computed with"));
    CHECK_THAT(complaints("revenue[taxes].profile*=2"), Contains("the cell is blank"));
    CHECK_THAT(complaints("revenue[taxes].multiplier*=0.9@2050"),
               Contains("the years 2020 to 2022"));
    CHECK_THAT(
        complaints("revenue[taxes].base*=0.9@2021"),
        Contains("base is one value, not one a year") && Contains("goes by year: multiplier"));
    CHECK_THAT(complaints("drivers[*].volatility*=1.5"),
               Contains("volatility is no more") && Contains("Change annual_sd instead."));
    CHECK_THAT(complaints("stages[*].not_before+=6"), Contains("add not_before!= to the brackets"));
    CHECK_THAT(complaints("revenue[taxes].base*=0.9@soon"), Contains("years must follow"));
    CHECK_THAT(complaints("revenue[taxes].base"), Contains("there is no =, *="));
    CHECK_THAT(complaints("revenue[taxes=2"), Contains("wrong form") || Contains("brackets"));
    CHECK_THAT(complaints("drop revenue[taxes].base"), Contains("rows of a table are dropped"));
    CHECK_THAT(complaints("links[road,*].lag_months+=x"), Contains("cannot be computed with"));
}

// Catches: a form that only who reads English can write.
TEST_CASE("a change file may be written in Chinese", "[scenario][changes]") {
    const std::string chinese = R"(格式版本 = 1
[[改动]]
编号 = "少收"
名称 = "税收减半"
语句 = ["收入[taxes].上年数*=0.5"]
[[改动.添加.收入]]
编号 = "fines"
名称 = "罚没"
账户 = "一般公共预算"
类别 = "自有"
上年数 = "１２"
)";
    Diagnostics diagnostics;
    const auto changes = scenario::read_changes(chinese, "c.toml", diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].name.zh == "税收减半");
    auto document = scenario::parse_texts(test::minimal_files(), "s", {}, diagnostics);
    CHECK(scenario::apply(changes[0], *document, diagnostics).cells == 2);
    CHECK_FALSE(diagnostics.has_errors());
    CHECK(cell(*document, "revenue", "fines", "base") == "12");
    CHECK(cell(*document, "revenue", "fines", "account") == "general");
    CHECK(cell(*document, "revenue", "fines", "category") == "own");
    CHECK(cell(*document, "revenue", "taxes", "base") == "3000");
    Diagnostics wrong;
    static_cast<void>(scenario::read_changes("格式版本 = 1\n[[改动]]\n编号 = \"a\"\n语句 = 3\n",
                                             "c.toml", wrong));
    CHECK_THAT(test::shown(wrong), Contains("c.toml:4"));
}

TEST_CASE("a change file holds named changes and rows to add", "[scenario][changes]") {
    const std::string text = R"(format = 1
[[change]]
id = "poorer"
name_zh = "少收"
reason_en = "a test"
where_present = true
set = ["revenue[taxes].base*=0.5", "revenue[nothing].base=1"]
[[change.add.revenue]]
id = "fines"
name_zh = "罚没"
account = "general"
category = "own"
base = 12
)";
    Diagnostics diagnostics;
    const auto changes = scenario::read_changes(text, "c.toml", diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].name.en == "少收");
    auto document = scenario::parse_texts(test::minimal_files(), "s", {}, diagnostics);
    const auto before = document->sha256;
    const auto applied = scenario::apply(changes[0], *document, diagnostics);
    CHECK_FALSE(diagnostics.has_errors());
    CHECK(applied.cells == 2);
    CHECK(applied.unmatched.size() == 1);
    CHECK(document->sha256 != before);
    CHECK(cell(*document, "revenue", "fines", "base") == "12");
    CHECK(cell(*document, "revenue", "taxes", "base") == "3000");

    const auto wrong = [](const std::string& file) {
        Diagnostics found;
        static_cast<void>(scenario::read_changes(file, "c.toml", found));
        return test::shown(found);
    };
    CHECK_THAT(wrong("format = 1\n[[change]]\nid = \"a\"\nsett = []\n"),
               Contains("c.toml:4") && Contains("Did you mean \"set\"?"));
    CHECK_THAT(wrong("format = 2\n"), Contains("format must be 1"));
    CHECK_THAT(wrong("format = 1\n"), Contains("no [[change]]"));
    CHECK_THAT(wrong("format = 1\n[[change]]\nid = \"a\"\nset = [\"x=1\"]\n[[change]]\nid = \"a\"\n"
                     "set = [\"x=1\"]\n"),
               Contains("comes twice"));
    CHECK_THAT(wrong("[[change"), Contains("brackets of a group do not match"));
}
