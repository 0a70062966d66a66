// A plan as a workbook and as a folder says the same: the hash of what is read back.
#include "coffer/report/plan_files.hpp"

#include <algorithm>
#include <cstdlib>

#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/mark.hpp"
#include "coffer/scenario/package.hpp"
#include "coffer/scenario/schema.hpp"
#include "support/books.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using namespace coffer::test;

namespace {

scenario::Document scenario_of(const std::string& name) {
    Diagnostics diagnostics;
    auto document = scenario::parse(testing::source_folder() / "scenarios" / name, {}, diagnostics);
    INFO(shown(diagnostics));
    REQUIRE(document);
    REQUIRE_FALSE(diagnostics.has_errors());
    return std::move(*document);
}

std::string workbook(const scenario::Document& document, Language language) {
    Diagnostics diagnostics;
    auto bytes = report::plan_workbook(document, language, diagnostics);
    INFO(shown(diagnostics));
    REQUIRE(bytes);
    return std::move(*bytes);
}

scenario::Document read(const std::string& bytes) {
    ReadBook book = read_book(bytes);
    INFO(shown(book.diagnostics));
    REQUIRE(book.document);
    CHECK(book.diagnostics.sorted().empty());
    return std::move(*book.document);
}

scenario::Document read(const std::vector<results::File>& folder) {
    Files files;
    for (const auto& file : folder) files[file.name] = file.content;
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(files, "folder", {}, diagnostics);
    INFO(shown(diagnostics));
    REQUIRE(document);
    CHECK_FALSE(diagnostics.has_errors());
    return std::move(*document);
}

std::vector<std::string> notes(const scenario::Document& document) {
    std::vector<std::string> all;
    for (const auto& [name, table] : document.tables) {
        for (const auto& note : table.notes) {
            all.push_back(name + std::to_string(note.before) + note.text);
        }
    }
    return all;
}

}  // namespace

TEST_CASE("Folder to workbook to folder, and back, changes nothing", "[workbook]") {
    for (const std::string name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        const scenario::Document original = scenario_of(name);
        for (const Language language : {Language::chinese, Language::english}) {
            INFO(name << (language == Language::chinese ? " zh" : " en"));
            const scenario::Document book = read(workbook(original, language));
            CHECK(book.sha256 == original.sha256);
            const scenario::Document folder = read(report::plan_folder(book, language));
            CHECK(folder.sha256 == original.sha256);
            CHECK(read(workbook(folder, language)).sha256 == original.sha256);
            CHECK(notes(folder) == notes(original));
        }
    }
    // Negative control: a changed cell is another document.
    scenario::Document changed = scenario_of("minimal");
    changed.tables.at("projects").rows.front().cells.back().text += "x";
    CHECK(read(workbook(changed, Language::chinese)).sha256 != scenario_of("minimal").sha256);
}

// Catches: a hash that cannot see what a blank column says, and so a workbook that moves every
// figure of the plan it was made from and calls itself the same.
TEST_CASE("A table without the column annual_sd stays without, one with it blank keeps it",
          "[workbook]") {
    const auto sds = [](const scenario::Document& document) {
        Diagnostics diagnostics;
        const auto model = model::build(document, diagnostics);
        INFO(shown(diagnostics));
        REQUIRE(model);
        std::vector<double> all;
        for (const auto& line : model->revenue) all.push_back(line.flow.uncertainty.annual_sd);
        for (const auto& source : model->sources) {
            all.push_back(source.arrival.uncertainty.annual_sd);
        }
        return all;
    };
    for (const std::string name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        const scenario::Document original = scenario_of(name);
        CHECK(sds(read(workbook(original, Language::chinese))) == sds(original));
    }
    scenario::Document without = scenario_of("minimal");
    scenario::Table& table = without.tables.at("revenue");
    const auto place = std::find(table.columns.begin(), table.columns.end(), "annual_sd");
    REQUIRE(place != table.columns.end());
    const auto column = place - table.columns.begin();
    scenario::Document blank = without;
    for (auto& row : blank.tables.at("revenue").rows) {
        row.cells[static_cast<std::size_t>(column)].text.clear();
    }
    table.columns.erase(place);
    table.headings.erase(table.headings.begin() + column);
    for (auto& row : table.rows) row.cells.erase(row.cells.begin() + column);
    REQUIRE(sds(blank) != sds(without));
    const auto there_and_back = [&](const scenario::Document& document) {
        return read(
            report::plan_folder(read(workbook(document, Language::chinese)), Language::english));
    };
    CHECK(sds(there_and_back(blank)) == sds(blank));
    CHECK(sds(there_and_back(without)) == sds(without));
    CHECK(there_and_back(blank).sha256 != there_and_back(without).sha256);
}

TEST_CASE("Texts that spreadsheets like to change come back as they were", "[workbook]") {
    const std::vector<std::string> texts = {
        "=1+1",    "+86",   "-x",      "@me",  "0.10",    "1e5",   "001",     "1,350", "35%",
        "7.1%",    "2.2亿", "1.8亿;0", "0.3",  "-5%",     "100%",  "33.333%", "1/2",   "2020-07",
        "1900-01", "3",     "_x0041_", "a\nb", "'quoted", "\"q\"", "TRUE",    "无",    "1350.00"};
    for (const char* name : {"projects", "stages", "debt", "targets"}) {
        const auto* schema = scenario::find_table(name);
        REQUIRE(schema != nullptr);
        scenario::Document document = scenario_of("minimal");
        scenario::Table table;
        table.name = name;
        for (const auto& field : schema->columns) table.columns.push_back(field.name);
        for (const std::string& text : texts) {
            scenario::Row row;
            for (std::size_t i = 0; i < table.columns.size(); ++i) row.cells.push_back({text, {}});
            table.rows.push_back(std::move(row));
        }
        document.tables[name] = table;
        const scenario::Document back = read(workbook(document, Language::chinese));
        const auto& read_table = back.tables.at(name);
        REQUIRE(read_table.rows.size() == texts.size());
        for (std::size_t row = 0; row < texts.size(); ++row) {
            for (std::size_t column = 0; column < table.columns.size(); ++column) {
                INFO(name << "." << table.columns[column] << " " << texts[row]);
                const auto& field = schema->columns[column];
                CHECK(read_table.rows[row].cells[column].text ==
                      scenario::canonical(field, texts[row]));
            }
        }
    }
}

TEST_CASE("A text that no cell can hold is refused, not lost", "[workbook]") {
    scenario::Document document = scenario_of("minimal");
    document.tables.at("assumptions").rows.front().cells.back().text = std::string(40000, 'x');
    Diagnostics diagnostics;
    CHECK_FALSE(report::plan_workbook(document, Language::chinese, diagnostics));
    CHECK(diagnostics.error_count() == 1);
}

TEST_CASE("The same plan is the same bytes", "[workbook]") {
    const scenario::Document document = scenario_of("minimal");
    CHECK(workbook(document, Language::chinese) == workbook(document, Language::chinese));
}

TEST_CASE("Marking colours and comments the cells in question, and only them", "[workbook]") {
    const std::string bytes = workbook(scenario_of("minimal"), Language::chinese);
    Diagnostics found;
    found.error({"plan.xlsx", 2, 3, "项目"}, {"问题甲", "problem a"}, {"因为", "why"},
                {"请改", "do"});
    found.warning({"plan.xlsx", 1, 1, "项目"}, {"问题乙", "problem b"}, {"因为", "why"},
                  {"请改", "do"});
    found.error({"plan.xlsx", 0, 0, "设置"}, {"问题丙", "problem c"}, {"因为", "why"},
                {"请改", "do"});
    found.error({"plan.xlsx", 900, 30, "阶段"}, {"问题丁", "problem d"}, {"因为", "why"},
                {"请改", "do"});
    Diagnostics troubles;
    const auto marked =
        scenario::mark_workbook(bytes, "plan.xlsx", found.sorted(), Language::chinese, troubles);
    INFO(shown(troubles));
    REQUIRE(marked);
    CHECK(read(*marked).sha256 == scenario_of("minimal").sha256);
    const auto before = scenario::unpack(bytes, "plan.xlsx", troubles);
    const auto after = scenario::unpack(*marked, "plan.xlsx", troubles);
    REQUIRE(before);
    REQUIRE(after);
    std::string comments;
    std::size_t changed_sheets = 0;
    for (const auto& [name, part] : *after) {
        if (name.find("comments") != std::string::npos) comments += part;
        if (!name.starts_with("xl/worksheets/sheet")) continue;
        changed_sheets += before->at(name) != part ? 1 : 0;
    }
    CHECK(changed_sheets == 3);
    for (const char* problem : {"问题甲", "问题乙", "问题丙", "问题丁"}) {
        CHECK(comments.find(problem) != std::string::npos);
    }
    // Marked twice it can still be read.
    const auto twice =
        scenario::mark_workbook(*marked, "plan.xlsx", found.sorted(), Language::chinese, troubles);
    REQUIRE(twice);
    CHECK(read(*twice).sha256 == scenario_of("minimal").sha256);
}

TEST_CASE("LibreOffice opens the workbook and saves the same plan", "[workbook][slow]") {
    if (std::system("command -v soffice > /dev/null") != 0) {
        WARN("SKIPPED: no soffice");
        std::puts("SKIPPED: no soffice");
        return;
    }
    for (const std::string name : {"minimal", "guzhang-2020"}) {
        const scenario::Document original = scenario_of(name);
        const TemporaryFolder work;
        testing::put(work.path() / "plan.xlsx", workbook(original, Language::chinese));
        const std::string home = work.at("home");
        const std::string command = "cd '" + work.path().string() +
                                    "' && soffice -env:UserInstallation=file://" + home +
                                    " --headless --convert-to xlsx --outdir out plan.xlsx "
                                    "> /dev/null 2>&1";
        REQUIRE(std::system(command.c_str()) == 0);
        CHECK(read(read_text(work.path() / "out" / "plan.xlsx")).sha256 == original.sha256);
    }
}
