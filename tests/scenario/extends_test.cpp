// Catches: rows of a base that are lost, doubled or go before the plan's own; amounts of a base
// read in the plan's unit; paths that lead to other people's files; bases that a batch does not
// notice.
#include <catch2/catch.hpp>

#include "coffer/scenario/bases.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/source.hpp"
#include "support/books.hpp"
#include "support/scenario_files.hpp"
#include "support/whole_plan.hpp"

using namespace coffer;
using namespace coffer::test;

namespace {

namespace fs = std::filesystem;

const std::string county_settings =
    "format = 1\nextends = \"../province\"\n[scenario]\nid = \"a\"\n";
const std::string province_settings =
    "format = 1\n[scenario]\nid = \"p\"\nname_zh = \"省\"\nfirst_year = 2024\nyears = 3\n"
    "unit = \"亿元\"\n[treasury]\ncash_floor = 2\npenalty_rate = \"5%\"\n";

/// Plans in folders beside each other.
struct Place {
    TemporaryFolder folder;

    void write(const std::string& plan, const Files& files) const {
        fs::create_directories(folder.path() / plan);
        for (const auto& [name, content] : files) {
            testing::put(folder.path() / plan / name, content);
        }
    }
    [[nodiscard]] std::optional<scenario::Document> parse(const std::string& plan,
                                                          Diagnostics& diagnostics) const {
        return scenario::parse(folder.path() / plan, {}, diagnostics);
    }
    [[nodiscard]] scenario::Document sound(const std::string& plan) const {
        Diagnostics diagnostics;
        auto document = parse(plan, diagnostics);
        INFO(shown(diagnostics));
        REQUIRE(document);
        REQUIRE_FALSE(diagnostics.has_errors());
        return std::move(*document);
    }
    /// All that is said of a plan, each in both languages.
    [[nodiscard]] std::string complaints(const std::string& plan) const {
        Diagnostics diagnostics;
        static_cast<void>(parse(plan, diagnostics));
        for (const Diagnostic& each : diagnostics.sorted()) CHECK(is_complete(each));
        return shown(diagnostics);
    }
};

std::vector<std::string> column(const scenario::Document& document, const std::string& table,
                                const std::string& name) {
    const auto& found = document.tables.at(table);
    const auto place = static_cast<std::size_t>(
        std::find(found.columns.begin(), found.columns.end(), name) - found.columns.begin());
    REQUIRE(place < found.columns.size());
    std::vector<std::string> texts;
    for (const auto& row : found.rows) texts.push_back(row.cells.at(place).text);
    return texts;
}

std::string setting(const scenario::Document& document, const std::string& key) {
    const auto found = document.settings.find(key);
    return found == document.settings.end() ? "" : found->second.items.front().text;
}

using Texts = std::vector<std::string>;

bool has(const std::string& text, const std::string& part) {
    INFO(text);
    const bool found = text.find(part) != std::string::npos;
    CHECK(found);
    return found;
}

void write_province_and_county(const Place& place) {
    place.write("province", {{"scenario.toml", province_settings},
                             {"drivers.csv",
                              "# 省里写一次\nid,kind,mean,annual_sd\ngdp,growth,5%,2%\n"
                              "lpr,rate,3%,0.3%\n"},
                             {"correlations.csv", "driver_a,driver_b,correlation\ngdp,lpr,0.2\n"}});
    place.write("a", {{"scenario.toml", county_settings + "[treasury]\ncash_floor = 1\n"},
                      {"drivers.csv", "id,mean,kind\nlpr,4%,rate\nown,1%,growth\n"},
                      {"correlations.csv", "driver_a,driver_b,correlation\nlpr,gdp,0.5\n"}});
}

}  // namespace

TEST_CASE("Rows and settings of a plan lie over those of the plan it extends", "[extends]") {
    const Place place;
    write_province_and_county(place);
    const auto document = place.sound("a");
    CHECK(column(document, "drivers", "id") == Texts{"gdp", "lpr", "own"});
    CHECK(column(document, "drivers", "mean") == Texts{"5%", "4%", "1%"});
    // A row is replaced as a whole: nothing of the base's shines through.
    CHECK(column(document, "drivers", "annual_sd") == Texts{"2%", "", ""});
    // Draws of the base's drivers are common, also of one that the plan replaced.
    CHECK(column(document, "drivers", "draws") == Texts{"common", "common", ""});
    // A pair is the same either way round.
    CHECK(column(document, "correlations", "correlation") == Texts{"0.5"});
    CHECK(setting(document, "treasury.cash_floor") == "1");
    CHECK(setting(document, "treasury.penalty_rate") == "5%");
    CHECK(setting(document, "scenario.first_year") == "2024");
    // Who a plan is stays its own.
    CHECK(setting(document, "scenario.id") == "a");
    CHECK(setting(document, "scenario.name_zh").empty());
    CHECK(setting(document, "extends").empty());
    const auto& rows = document.tables.at("drivers").rows;
    CHECK(rows[0].at.file == (place.folder.path() / "province" / "drivers.csv").generic_string());
    CHECK(rows[0].at.line == 3);
    CHECK(rows[1].at.file == (place.folder.path() / "a" / "drivers.csv").generic_string());
    REQUIRE(document.bases.size() == 1);
    CHECK(document.bases[0].rows == std::map<std::string, std::size_t>{{"drivers", 1}});
    CHECK(scenario::base_of(document, rows[0].at) == &document.bases[0]);
    CHECK(scenario::base_of(document, rows[1].at) == nullptr);
    Diagnostics diagnostics;
    static_cast<void>(scenario::parse(place.folder.path() / "a", {[] {
                                          scenario::Change change;
                                          change.statements.push_back(
                                              {"extends=../other", {"--set", 0, 0}});
                                          return change;
                                      }()},
                                      diagnostics));
    has(shown(diagnostics), "changes are made to the plan put together");
}

TEST_CASE("A plan over a copy of itself is itself", "[extends]") {
    Files files = testing::whole_plan_files();
    Place place;
    place.write("base", files);
    files["scenario.toml"] = "extends = \"../base\"\n" + files["scenario.toml"];
    place.write("twice", files);
    const auto once = place.sound("base");
    const auto twice = place.sound("twice");
    REQUIRE(once.tables.size() == twice.tables.size());
    for (const auto& [name, table] : once.tables) {
        INFO(name);
        // Every table has something that its rows are told apart by.
        CHECK(table.rows.size() == twice.tables.at(name).rows.size());
    }
    CHECK(once.settings.size() == twice.settings.size());
    // An empty plan over it says the same but for its name.
    place.write("empty",
                {{"scenario.toml", "format = 1\nextends = \"../base\"\n[scenario]\nid = \"" +
                                       setting(once, "scenario.id") + "\"\n"}});
    const auto empty = place.sound("empty");
    CHECK(empty.tables.at("stages").rows.size() == once.tables.at("stages").rows.size());
}

TEST_CASE("The hash of a plan covers what it extends", "[extends]") {
    const Place place;
    write_province_and_county(place);
    const auto before = place.sound("a").sha256;
    CHECK(place.sound("a").sha256 == before);
    testing::put(place.folder.path() / "province" / "drivers.csv",
                 "id,kind,mean,annual_sd\ngdp,growth,6%,2%\nlpr,rate,3%,0.3%\n");
    const auto after = place.sound("a").sha256;
    CHECK(after != before);
    // Negative control: a row that the plan replaces says nothing.
    testing::put(place.folder.path() / "province" / "drivers.csv",
                 "id,kind,mean,annual_sd\ngdp,growth,6%,2%\nlpr,rate,9%,0.3%\n");
    CHECK(place.sound("a").sha256 == after);
}

TEST_CASE("A source holds what a plan extends", "[extends]") {
    const Place place;
    write_province_and_county(place);
    place.write("b",
                {{"scenario.toml", "format = 1\nextends = \"../a\"\n[scenario]\nid = \"b\"\n"}});
    Diagnostics diagnostics;
    const auto source = scenario::read_source(place.folder.path() / "b", diagnostics);
    REQUIRE(source);
    REQUIRE(source->bases.size() == 2);
    CHECK(source->bases[0].extended_as == "../a");
    CHECK(source->bases[1].extended_as == "../province");
    const auto document = scenario::parse_source(*source, {}, diagnostics);
    INFO(shown(diagnostics));
    REQUIRE(document);
    CHECK_FALSE(diagnostics.has_errors());
    CHECK(document->sha256 == place.sound("b").sha256);
    CHECK(column(*document, "drivers", "id") == Texts{"gdp", "lpr", "own"});
    // What was read counts, not what lies there now.
    fs::remove_all(place.folder.path() / "province");
    Diagnostics later;
    const auto again = scenario::parse_source(*source, {}, later);
    REQUIRE(again);
    CHECK(again->sha256 == document->sha256);
    CHECK_FALSE(scenario::read_source(place.folder.path() / "b", later));
    CHECK(later.has_errors());
}

TEST_CASE("Where extends may not lead", "[extends]") {
    Place place;
    const auto county = [&](const std::string& extends) {
        place.write("a", {{"scenario.toml", "format = 1\nextends = \"" + extends +
                                                "\"\n[scenario]\nid = \"a\"\nfirst_year = 2024\n"
                                                "unit = \"亿元\"\n"}});
        return place.complaints("a");
    };
    has(county("/etc"), "it must be relative");
    has(county("..\\\\province"), "it must be relative");
    has(county("../../../../../province"), "at most 4 times");
    has(county("b/../../province"), "at its beginning only");
    has(county("."), "leads in a circle");
    has(county("../a"), "leads in a circle");
    has(county("../nowhere"), "the folder cannot be opened");
    CHECK(county("").empty());
    place.write("b", {{"scenario.toml",
                       "format = 1\nextends = \"../a\"\n[scenario]\nid = \"b\"\n"
                       "unit = \"亿元\"\n"}});
    const std::string circle = county("../b");
    has(circle, "leads in a circle");
    has(circle, (place.folder.path() / "b" / "scenario.toml").generic_string() + ":2:");
    // A link is the place that it leads to.
    fs::create_directory_symlink(place.folder.path() / "a", place.folder.path() / "alias");
    has(county("../alias"), "leads in a circle");
    // Four bases are enough for anybody.
    for (int i = 1; i <= 5; ++i) {
        const std::string next = i < 5 ? "extends = \"../l" + std::to_string(i + 1) + "\"\n" : "";
        place.write("l" + std::to_string(i),
                    {{"scenario.toml", "format = 1\n" + next + "[scenario]\nunit = \"亿元\"\n"}});
    }
    has(county("../l1"), "4 deep");
    CHECK(county("../l2").empty());
    // A plan in memory lies nowhere.
    Diagnostics diagnostics;
    static_cast<void>(
        scenario::parse_texts({{"scenario.toml", county_settings}}, "s", {}, diagnostics));
    has(shown(diagnostics), "this plan is not on disk");
    CHECK(diagnostics.error_count() == 1);
}

TEST_CASE("What a base's numbers mean is the plan's meaning too", "[extends]") {
    Place place;
    place.write("a", {{"scenario.toml",
                       "format = 1\nextends = \"../province\"\n[scenario]\n"
                       "id = \"a\"\nfirst_year = 2025\nunit = \"万元\"\n"}});
    place.write("province", {{"scenario.toml", province_settings}});
    const std::string differ = place.complaints("a");
    has(differ, "scenario.unit differs");
    has(differ, "scenario.first_year differs");
    place.write("province", {{"scenario.toml", "format = 1\n"}});
    has(place.complaints("a"), "scenario.unit is missing");
    place.write("province", {{"scenario.toml", "[scenario]\nunit = \"万元\"\n"}});
    has(place.complaints("a"), "format is missing");
}

TEST_CASE("Workbooks extend and are extended", "[extends]") {
    Place place;
    HandmadeBook book;
    book.table("设置", {{"项", "值"},
                        {"格式版本", "1"},
                        {"方案.编号", "省"},
                        {"方案.起始年份", "2024"},
                        {"方案.金额单位", "亿元"}});
    book.table("驱动因素", {{"编号", "类型", "均值"}, {"gdp", "增速", "5%"}});
    testing::put(place.folder.path() / "province.xlsx", *scenario::pack(book.package()));
    place.write("a", {{"scenario.toml",
                       "\"格式版本\" = 1\n\"继承\" = \"../province.xlsx\"\n[\"方案\"]\n"
                       "\"编号\" = \"a\"\n"}});
    const auto document = place.sound("a");
    CHECK(column(document, "drivers", "draws") == Texts{"common"});
    CHECK(document.tables.at("drivers").rows[0].at.sheet == "驱动因素");
    HandmadeBook county;
    county.table("设置", {{"项", "值"}, {"格式版本", "1"}, {"方案.编号", "b"}, {"继承", "a"}});
    testing::put(place.folder.path() / "b.xlsx", *scenario::pack(county.package()));
    const auto through = place.sound("b.xlsx");
    REQUIRE(through.bases.size() == 2);
    CHECK(column(through, "drivers", "id") == Texts{"gdp"});
    Diagnostics diagnostics;
    const auto source = scenario::read_source(place.folder.path() / "b.xlsx", diagnostics);
    REQUIRE(source);
    REQUIRE(source->bases.size() == 2);
    CHECK(source->bases[1].extended_as == "province.xlsx");
    CHECK(scenario::parse_source(*source, {}, diagnostics)->sha256 == through.sha256);
}
