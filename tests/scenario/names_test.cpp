// The register of names: everything has a Chinese name, and no two things the same.
#include <set>

#include <catch2/catch.hpp>

#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/naming.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using namespace coffer::test;
using scenario::Field;

namespace {

bool is_chinese(const std::string& text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x80U; });
}

void check_fields(const std::vector<Field>& fields) {
    std::map<std::string, std::string> names;
    for (const Field& field : fields) {
        INFO(field.name << " needs a Chinese name and meaning of its own in the schema");
        CHECK(is_chinese(field.zh));
        CHECK(is_chinese(field.meaning.zh));
        CHECK_FALSE(field.meaning.en.empty());
        std::vector<std::string> all = field.also;
        all.push_back(field.name);
        all.push_back(field.zh);
        for (const std::string& name : all) {
            INFO(name);
            CHECK(names.emplace(name, field.name).second);
        }
    }
}

}  // namespace

TEST_CASE("Every table, column and key has a Chinese name of its own", "[names]") {
    check_fields(scenario::setting_fields());
    std::set<std::string> tables;
    for (const auto& table : scenario::table_schemas()) {
        INFO(table.name);
        CHECK(is_chinese(table.zh));
        CHECK(is_chinese(table.meaning.zh));
        CHECK(tables.insert(table.zh).second);
        check_fields(table.columns);
    }
}

TEST_CASE("Every word of an enumeration has a Chinese one, and none stands for two", "[names]") {
    for (const auto& words : scenario::enumerations()) {
        std::map<std::string, std::string> seen;
        for (const auto& word : words.words) {
            INFO(words.name << " " << word.name);
            // Counts and names of conventions are the same in both languages.
            CHECK((is_chinese(word.zh) || word.zh == word.name));
            std::set<std::string> all(word.also.begin(), word.also.end());
            all.insert(word.name);
            all.insert(word.zh);
            for (const std::string& name : all) {
                INFO(name);
                CHECK(seen.emplace(name, word.name).second);
            }
        }
    }
    const auto check_words = [](const Field& field) {
        if (!field.holds.words.empty()) CHECK_NOTHROW(scenario::enumeration(field.holds.words));
        for (const std::string& table : field.holds.tables) {
            CHECK(scenario::find_table(table) != nullptr);
        }
    };
    for (const Field& field : scenario::setting_fields()) check_words(field);
    for (const auto& table : scenario::table_schemas()) {
        for (const Field& field : table.columns) check_words(field);
    }
}

TEST_CASE("A folder may be written in Chinese, in English, and in both", "[names]") {
    Files english = {{"scenario.toml",
                      "format = 1\n[scenario]\nid = \"x\"\nfirst_year = 2026\nunit = \"万元\"\n"
                      "[tiers]\nmeasure = \"full_calibre\"\n"},
                     {"sources.csv", "id,kind,annual\nbond,special_bond,100\n"}};
    Files chinese = {{"scenario.toml",
                      "格式版本 = 1\n[方案]\n编号 = \"x\"\n起始年份 = 2026\nunit = \"万元\"\n"
                      "[\"风险等级\"]\n\"口径\" = \"全口径\"\n"},
                     {"资金来源.csv", "编号,类型,各年额度（万元）\nbond,专项债券,100\n"}};
    const auto sha = [](const Files& files) {
        Diagnostics diagnostics;
        const auto document = scenario::parse_texts(files, "folder", {}, diagnostics);
        INFO(shown(diagnostics));
        REQUIRE(document);
        CHECK(diagnostics.sorted().empty());
        return document->sha256;
    };
    CHECK(sha(english) == sha(chinese));
    replace(chinese, "资金来源.csv", "专项债券", "一般债券");
    CHECK(sha(english) != sha(chinese));
}

TEST_CASE("Keys of --set may be Chinese, the place in scenario.toml is told as it was written",
          "[names]") {
    const Files files = {{"scenario.toml",
                          "format = 1\n方案.编号 = \"x\"\n方案.起始年份 = 2026\n"
                          "方案.unit = \"万元\"\n  方案.年 = [ = ]\n"}};
    Diagnostics broken;
    CHECK_FALSE(scenario::parse_texts(files, "f", {}, broken));
    const auto all = broken.sorted();
    REQUIRE(all.size() == 1);
    CHECK(all.front().at.line == 5);

    Files good = files;
    replace(good, "scenario.toml", "  方案.年 = [ = ]\n", "");
    Diagnostics diagnostics;
    scenario::Change change;
    change.statements = {scenario::command_line_statement("方案.年数=7"),
                         scenario::command_line_statement("推演.抽样=中位数")};
    const auto document = scenario::parse_texts(good, "f", {change}, diagnostics);
    INFO(shown(diagnostics));
    REQUIRE(document);
    CHECK(document->settings.at("scenario.years").items.front().text == "7");
    CHECK(document->settings.at("simulation.draws").items.front().text == "median");
    CHECK(document->settings.at("scenario.unit").items.front().at.column == 11);
}

// Catches: numbers typed by a Chinese keyboard refused, or names rewritten.
TEST_CASE("Digits, points and signs in full width are those of numbers, and stay in names",
          "[names]") {
    const auto read = [](std::string_view table, std::string_view column, const char* text) {
        const auto* schema = scenario::find_table(table);
        REQUIRE(schema != nullptr);
        const auto* field = scenario::find_field(schema->columns, column);
        REQUIRE(field != nullptr);
        return scenario::canonical(*field, text);
    };
    CHECK(read("revenue", "base", "１，２００．５万") == "1,200.5万");
    CHECK(read("revenue", "multiplier", "１．０；０．９") == "1.0;0.9");
    CHECK(read("revenue", "annual_sd", "－５％") == "-5%");
    CHECK(read("stages", "duration", "三角分布（８，１０，１６）") == "triangular(8,10,16)");
    CHECK(read("stages", "not_before", "２０２１－０３") == "2021-03");
    CHECK(read("revenue", "name_zh", "税收（一）Ａ１") == "税收（一）Ａ１");
    CHECK(read("revenue", "id", "Ａ１") == "Ａ１");
}

TEST_CASE("Messages name tables, columns and words as the document does", "[names]") {
    // Catches: an officer who filled in 支出.csv is told of expenditure.csv, account and fund.
    Files files = test::minimal_files();
    files["支出.csv"] = "编号,名称,类别,账户,上年数（万元）\n保工资,保工资,三保,一般公共预算,100\n";
    files.erase("expenditure.csv");
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    const scenario::Naming naming(*document);
    Diagnostic told{Severity::warning,
                    {"s/支出.csv", 2, 1},
                    {"\"保工资\" 的 base 是 \"base fund\"", "its base"},
                    {"expenditure.csv 中没有它", "it is not in expenditure.csv"},
                    {"account 请写 fund。例如 fixed(6)", "Write the account fund."}};
    naming.put_into(told);
    CHECK(told.problem.zh == "\"保工资\" 的上年数是 \"base fund\"");
    CHECK(told.problem.en == "its base");
    CHECK(told.why.zh == "支出.csv 中没有它");
    CHECK(told.why.en == "it is not in 支出.csv");
    CHECK(told.suggestion.zh == "账户请写政府性基金。例如 fixed(6)");
    // A table in English keeps its English names, also in a Chinese sentence.
    Diagnostic english{
        Severity::warning, {"s/revenue.csv", 2, 1}, {"account 请写 fund", ""}, {}, {}};
    naming.put_into(english);
    CHECK(english.problem.zh == "account 请写 fund");
}

TEST_CASE("Amounts are told in the plan's unit without an exponent", "[names]") {
    CHECK(scenario::money_text(3.79e9, MoneyUnit::yi) == "37.9亿元");
    CHECK(scenario::money_text(3.79e9, MoneyUnit::wan) == "379,000万元");
    CHECK(scenario::money_text(1.452e12, MoneyUnit::yi) == "14,520亿元");
    CHECK(scenario::money_text(-5e5, MoneyUnit::yi) == "-0.005亿元");
    CHECK(scenario::exact_money_text(280008000.0, MoneyUnit::wan) == "28,000.8万元");
    CHECK(scenario::plain_number(644400.0, 3) == "644,400");
}

TEST_CASE("A guess is near in characters, and is no other word", "[names]") {
    // Catches: 在建 taken for 储备, 3 payments a year for 1, = for >=.
    CHECK(nearest("总投自", {"总投资", "总计"}) == "总投资");
    CHECK(nearest("在建", {"储备", "审批"}).empty());
    CHECK(nearest("3", {"1", "2"}).empty());
    CHECK(nearest("=", {">=", "<="}).empty());
    CHECK(nearest("maturty", {"maturity"}) == "maturity");
}
