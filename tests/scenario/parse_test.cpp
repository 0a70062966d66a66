// Encodings, structure of tables, scenario.toml, overrides, files.
#include <algorithm>
#include <iconv.h>

#include <catch2/catch.hpp>

#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"
#include "support/overrides.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using test::Files;

namespace {

/// The document of `files` when nothing is wrong with them.
scenario::Document parsed(const Files& files, const testing::Overrides& overrides = {}) {
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(files, "s", testing::changes_of(overrides), diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(document);
    REQUIRE(diagnostics.sorted().empty());
    return std::move(*document);
}

std::string complaints(const Files& files, const testing::Overrides& overrides = {}) {
    Diagnostics diagnostics;
    static_cast<void>(
        scenario::parse_texts(files, "s", testing::changes_of(overrides), diagnostics));
    for (const Diagnostic& diagnostic : diagnostics.sorted()) CHECK(test::is_complete(diagnostic));
    return test::shown(diagnostics);
}

std::string gb18030(std::string text) {
    const iconv_t converter = iconv_open("GB18030", "UTF-8");
    REQUIRE(converter != reinterpret_cast<iconv_t>(-1));
    std::string result(text.size() * 2 + 16, '\0');
    char* from = text.data();
    char* to = result.data();
    std::size_t left = text.size();
    std::size_t room = result.size();
    REQUIRE(iconv(converter, &from, &left, &to, &room) == 0);
    iconv_close(converter);
    result.resize(result.size() - room);
    return result;
}

std::string with_line_ends(const std::string& text, const std::string& end) {
    std::string result;
    for (const char c : text) result += c == '\n' ? end : std::string(1, c);
    return result;
}

using Catch::Matchers::Contains;

}  // namespace

TEST_CASE("the same text in other encodings and line ends is the same plan", "[scenario]") {
    const Files files = test::minimal_files();
    const std::string sha256 = parsed(files).sha256;
    CHECK(sha256.size() == 64);
    const auto transformed = [&files](auto transform) {
        Files result = files;
        for (auto& [name, text] : result) {
            if (name.ends_with(".csv")) text = transform(text);
        }
        return parsed(result).sha256;
    };
    CHECK(transformed([](const std::string& t) { return "\xEF\xBB\xBF" + t; }) == sha256);
    CHECK(transformed([](const std::string& t) { return gb18030(t); }) == sha256);
    CHECK(transformed([](const std::string& t) { return gb18030("\uFEFF" + t); }) == sha256);
    CHECK(transformed([](const std::string& t) { return with_line_ends(t, "\r\n"); }) == sha256);
    CHECK(transformed([](const std::string& t) { return with_line_ends(t, "\r"); }) == sha256);
    CHECK(transformed([](const std::string& t) { return t + "\n,,,\n   \n# end\n"; }) == sha256);
    CHECK(transformed([](const std::string& t) { return t.substr(0, t.size() - 1); }) == sha256);
    Files changed = files;
    test::replace(changed, "revenue.csv", "6000", "6001");
    CHECK(parsed(changed).sha256 != sha256);
}

TEST_CASE("positions survive line ends, quotes and wide characters", "[scenario]") {
    Files files = test::minimal_files();
    files["assumptions.csv"] =
        "id,statement_zh,statement_en,reason,source\r\n"
        "A1, \"两行\r\n文字\" ,\"say \"\"x\"\"\",r,s\r\n"
        "A2,b,c,d,e\r\n";
    const scenario::Document document = parsed(files);
    const auto& rows = document.tables.at("assumptions").rows;
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].cells[1].text == "两行\r\n文字");
    CHECK(rows[0].cells[1].at == Position{"s/assumptions.csv", 2, 6});
    CHECK(rows[0].cells[2].text == "say \"x\"");
    CHECK(rows[0].cells[2].at == Position{"s/assumptions.csv", 3, 7});
    CHECK(rows[1].cells[4].at == Position{"s/assumptions.csv", 4, 10});
}

// Catches: Chinese words of GB18030 whose bytes happen to be letters of UTF-8 (学校 is ѧУ) read as
// those, and accents of UTF-8 read as Chinese.
TEST_CASE("words that are GB18030 and UTF-8 at once are read as their neighbours are",
          "[scenario]") {
    const std::string header = "item,driver,elasticity,basis\n";
    const std::string links =
        "from_project,from_stage,to_project,to_stage,lag_months,basis\na,land,b,land,1,";
    const auto item = [&](Files files, const std::string& warning) {
        files["scenario.toml"] = test::minimal_files().at("scenario.toml");
        Diagnostics diagnostics;
        const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
        REQUIRE(document);
        INFO(test::shown(diagnostics));
        CHECK(diagnostics.sorted().size() == (warning.empty() ? 0U : 1U));
        CHECK_THAT(test::shown(diagnostics), Contains(warning));
        return document->tables.at("sensitivities").rows.at(0).cells.at(0).text;
    };
    const std::string school = gb18030("学校"), tax = gb18030("税");
    const std::string surely = gb18030("道路");
    const std::string table = "sensitivities.csv";
    CHECK(item({{table, header + school + ",b,1,\n"}, {"links.csv", links + surely + "\n"}}, "") ==
          "学校");
    CHECK(item({{table, header + tax + ",b,1,\n"}, {"links.csv", links + surely + "\n"}}, "") ==
          "税");
    // Nothing else to go by: a word is Chinese, with a warning; a single sign is not.
    CHECK(item({{table, header + school + ",b,1,\n"}}, "read as GB18030") == "学校");
    CHECK(item({{table, header + "Caf\u00e9,b,1,\n"}}, "") == "Caf\u00e9");
    // What is UTF-8 for certain, by its mark or by other characters, stays what it is.
    CHECK(item({{table, "\xEF\xBB\xBF" + header + "ѧУ,b,1,\n"}}, "") == "ѧУ");
    CHECK(item({{table, header + "ѧУ路,b,1,\n"}, {"links.csv", links + surely + "\n"}}, "") ==
          "ѧУ路");
}

TEST_CASE("broken tables are reported where they break", "[scenario][diagnostics]") {
    struct Case {
        std::string text;
        std::vector<std::string> words;
    };
    const std::string header = "item,driver,elasticity,basis\n";
    std::string many = "x";
    for (int column = 1; column < 600; ++column) many += ",x";
    const std::vector<Case> cases = {
        {"", {"s/sensitivities.csv: error", "the table is empty"}},
        {"item;driver;elasticity\n", {"1:1: error", "separated by ;"}},
        {"item,driver,elastisity\n", {"1:13: error", "Did you mean \"elasticity\"?"}},
        {"item,driver\n", {"1:1: error", "column elasticity is missing"}},
        {many + "\n", {"1:1001: error", "600 columns"}},
        {"item,driver,elasticity,item\n", {"1:24: error", "appears twice"}},
        {header + "税,b,1\n", {"2:5: error", "3 cells, the header 4"}},
        {header + "税,b,1,350,c\n", {"2:11: error", "5 cells, the header 4", "1,350"}},
        {header + "税,\"b,1,\n", {"2:3: error", "never closed"}},
        {header + "税,\"b\"c,1,\n", {"2:6: error", "after the closing quote"}},
        {header + "税,b\"c,1,\n", {"2:4: error", "inside an unquoted cell"}},
        {header + "税\xFF,b,1,\n", {"2:2: error", "0xFF", "neither valid UTF-8 nor valid GB18030"}},
        {header + "税" + std::string(1, '\0') + ",b,1,\n", {"2:2: error", "NUL"}},
        {"\xFF\xFEi\0", {"UTF-16"}},
        {"\x84\x31\x95\x33" + header + "a,\xFF,1,\n", {"2:3: error", "marked as GB18030"}},
        {header + "#N/A,b,1,\n", {"2:1: error", "failed formula #N/A"}},
        {header + "\"#REF!\",b,1,\n#note\n", {"2:2: error", "failed formula #REF!"}},
        {header + "#DIV/0!", {"2:1: error", "failed formula #DIV/0!"}},
        {header + "a\u202Eb\u202E,b,1,\n", {"2:2: error", "U+202E"}},
        {header + "a,b\x1B[2J,1,\n", {"2:4: error", "U+001B"}},
        {header + "a,\u0085,1,\n", {"2:3: error", "U+0085"}},
        {"item,driver,elasticity,,\na,b,1,,x\n", {"2:8: error", "has no heading"}},
        {header + std::string(70000, 'x') + ",b,1,\n", {"2:1: error", "longer than 65536 bytes"}},
    };
    for (const Case& each : cases) {
        Files files = test::minimal_files();
        files["sensitivities.csv"] = each.text;
        const std::string all = complaints(files);
        INFO(each.text.substr(0, 60) << "\n" << all);
        for (const std::string& word : each.words) CHECK_THAT(all, Contains(word));
        CHECK(std::count(all.begin(), all.end(), '\n') == 1);
    }
}

TEST_CASE("columns without heading and cells do not count", "[scenario]") {
    Files files = test::minimal_files();
    const std::string sha256 = parsed(files).sha256;
    test::replace(files, "correlations.csv", "basis\n", "basis,,\n");
    test::replace(files, "correlations.csv", "0.5,A1\n", "0.5,A1,,\n");
    CHECK(parsed(files).sha256 == sha256);
    test::replace(files, "correlations.csv", "0.5,A1,,\n", "0.5,A1\n#N/A comes from a sheet\n");
    CHECK(parsed(files).sha256 == sha256);
}

TEST_CASE("keys of very many parts are refused before they are parsed", "[scenario][diagnostics]") {
    const auto repeated = [](const std::string& text, int times) {
        std::string all;
        for (int i = 0; i < times; ++i) all += text;
        return all;
    };
    const std::string deep = repeated("a.", 50'000) + "a";
    const std::string nested =
        repeated("{ " + repeated("a.", 40) + "a = ", 1000) + "1" + repeated("}", 1000);
    for (const std::string& text :
         {"[" + deep + "]\n", deep + " = 1\n", "x = { " + deep + " = 1 }\n",
          "x = [\"\"\"a\"\"\"\", { " + deep + " = 1 }]\n", "[[" + deep + "]]\n",
          repeated("'a' . ", 50'000) + "a = 1\n", "x = " + nested + "\n",
          "x = " + repeated("[", 50'000) + "\n"}) {
        Files files = test::minimal_files();
        files["scenario.toml"] = "# a.b\n" + text;
        CHECK_THAT(complaints(files), Contains("s/scenario.toml:2:") && Contains("more than 64"));
    }
    Files files = test::minimal_files();
    test::replace(files, "scenario.toml", "# 支付顺序", "# " + deep);
    test::replace(files, "scenario.toml", "\"Minimal example\"", "\"\"\"\n" + deep + "\"\"\"");
    CHECK(parsed(files).settings.at("scenario.name_en").items.at(0).text == deep);
}

TEST_CASE("a table with too many rows is cut", "[scenario][diagnostics]") {
    Files files = test::minimal_files();
    std::string& text = files["sensitivities.csv"] = "item,driver,elasticity\n";
    for (int i = 0; i < 200'001; ++i) text += "a,b,1\n";
    CHECK_THAT(complaints(files), Contains("more than 200000 rows"));
}

TEST_CASE("scenario.toml is checked key by key", "[scenario][diagnostics]") {
    struct Case {
        std::string from;
        std::string to;
        std::string expected;
        std::string also;
    };
    const std::vector<Case> cases = {
        {"years = 3", "yeers = 3", "s/scenario.toml:11:1: error",
         "Did you mean \"scenario.years\"?"},
        {"years = 3", "years = [3]", "s/scenario.toml:11:9: error", "one value is wanted"},
        {"years = 3", "years = 2020-01-01", "s/scenario.toml:11:9: error", "quote a date"},
        {"years = 3", "\"a.b\" = 3", "s/scenario.toml:11:1: error", "unknown key"},
        {"years = 3", "years = ", "s/scenario.toml:11:", "has no value"},
        {"years = 3", "years = 3年", "s/scenario.toml:11:", "Write years = \"3年\""},
        {"years = 3", "years：3", "s/scenario.toml:11:", "Write years=3 instead"},
        {"first_year = 2020\n", "", "s/scenario.toml: error", "scenario.first_year is missing"},
        {"[treasury]", "[treasurry]", "s/scenario.toml:22:2: error", "Did you mean \"treasury\"?"},
        {"[simulation]", "tiers = 3\n[tiers2]", "s/scenario.toml:14:", "unknown key"},
        {"waterfall = [", "waterfall = \"x\"  # [", "s/scenario.toml:28:13: error",
         "a list is wanted"},
        {"waterfall = [", "waterfall = [[1], ", "s/scenario.toml:28:14: error", "must be text"},
    };
    for (const Case& each : cases) {
        Files files = test::minimal_files();
        test::replace(files, "scenario.toml", each.from, each.to);
        const std::string all = complaints(files);
        INFO(each.to);
        CHECK_THAT(all, Contains(each.expected) && Contains(each.also));
    }
    Files broken = test::minimal_files();
    broken["scenario.toml"] = "[\n";
    CHECK_THAT(complaints(broken), Contains("brackets of a group do not match"));
    broken.erase("scenario.toml");
    CHECK_THAT(complaints(broken), Contains("there is no scenario.toml"));
}

TEST_CASE("numbers of scenario.toml keep their text", "[scenario]") {
    Files files = test::minimal_files();
    test::replace(files, "scenario.toml", "cash_floor = 500", "cash_floor = 0.1");
    test::replace(files, "scenario.toml", "seed = 1", "seed = 9007199254740993");
    const auto document = parsed(files);
    CHECK(document.settings.at("treasury.cash_floor").items.at(0).text == "0.1");
    CHECK(document.settings.at("simulation.seed").items.at(0).text == "9007199254740993");
    CHECK(document.settings.at("treasury.waterfall").items.size() == 6);
}

TEST_CASE("overrides by --set replace known keys only", "[scenario]") {
    const Files files = test::minimal_files();
    const auto document = parsed(files, {{"scenario.years", "2"}, {"treasury.waterfall", "a, b"}});
    CHECK(document.settings.at("scenario.years").items.at(0).text == "2");
    CHECK(document.settings.at("scenario.years").items.at(0).at.file == "--set scenario.years=2");
    CHECK(document.settings.at("treasury.waterfall").items.at(1).text == "b");
    CHECK(document.sha256 != parsed(files).sha256);
    const std::string list = R"(["other", "interest"])";
    const auto in_brackets = parsed(files, {{"treasury.waterfall", list}});
    const auto by_commas = parsed(files, {{"treasury.waterfall", "other,interest"}});
    CHECK(in_brackets.sha256 == by_commas.sha256);
    for (const char* wrong : {"[other]", "[1]", "[\"a\"]\nformat = 1", "["}) {
        CHECK_THAT(complaints(files, {{"treasury.waterfall", wrong}}), Contains("no list of text"));
    }
    CHECK_THAT(complaints(files, {{"scenario", "1"}}),
               Contains("is a group of keys") && Contains("scenario.id"));
    CHECK_THAT(complaints(files, {{"treasurry", "1"}}), !Contains("\"treasury\""));
    CHECK_THAT(complaints(files, {{"scenario.name_en", "a\u2066b"}}), Contains("U+2066"));
    CHECK_THAT(
        complaints(files, {{"scenario.year", "2"}}),
        Contains("--set scenario.year=2: error") && Contains("Did you mean \"scenario.years\"?"));
}

TEST_CASE("a folder is read by name, and nothing outside it", "[scenario]") {
    namespace fs = std::filesystem;
    const test::TemporaryFolder folder;
    Files files = test::minimal_files();
    test::write(folder, files);
    test::write(folder, {{"README.md", "x"}, {"~$projects.csv", "x"}, {".hidden.csv", "x"}});
    Diagnostics fine;
    const auto document = scenario::parse(folder.path(), {}, fine);
    INFO(test::shown(fine));
    REQUIRE(document);
    CHECK(fine.sorted().empty());
    CHECK(document->sha256 == parsed(files).sha256);
    CHECK(document->tables.at("projects").at.file == (folder.path() / "projects.csv").string());

    test::write(folder, {{"project.csv", "id\n"}});
    fs::remove(folder.path() / "links.csv");
    fs::create_symlink("/etc/passwd", folder.path() / "links.csv");
    Diagnostics wrong;
    REQUIRE(scenario::parse(folder.path(), {}, wrong));
    CHECK_THAT(test::shown(wrong), Contains("Did you mean \"projects.csv\"?") &&
                                       Contains("links.csv: error: not a plain file"));
    // A refused scenario.toml is not missing as well; tables are still looked at.
    fs::remove(folder.path() / "scenario.toml");
    fs::create_symlink("/etc/passwd", folder.path() / "scenario.toml");
    Diagnostics refused;
    CHECK_FALSE(scenario::parse(folder.path(), {}, refused));
    CHECK_THAT(test::shown(refused), Contains("scenario.toml: error: not a plain file") &&
                                         Contains("Did you mean \"projects.csv\"?") &&
                                         !Contains("there is no scenario.toml"));
    Diagnostics none;
    CHECK_FALSE(scenario::parse(folder.path() / "nothing", {}, none));
    CHECK(none.has_errors());
}

// Catches: the tables of results compared with those of a plan, in forty messages.
TEST_CASE("a folder of results is told for what it is, in one message", "[scenario]") {
    const test::TemporaryFolder folder;
    test::write(folder, {{"manifest.json", "{}"}, {"projects.csv", "project,p_finished\n"}});
    Diagnostics found;
    CHECK_FALSE(scenario::parse(folder.path(), {}, found));
    CHECK(found.sorted().size() == 1);
    CHECK_THAT(test::shown(found), Contains("this folder holds results, not a plan"));
    // A plan with a file of that name beside it is a plan.
    test::write(folder, test::minimal_files());
    Diagnostics fine;
    CHECK(scenario::parse(folder.path(), {}, fine));
}

TEST_CASE("rows without basis are counted", "[scenario]") {
    Files files = test::minimal_files();
    CHECK(scenario::rows_without_basis(parsed(files)).empty());
    test::replace(files, "links.csv", "1,A2", "1,");
    CHECK(scenario::rows_without_basis(parsed(files)) ==
          std::map<std::string, std::size_t>{{"links", 1}});
}
