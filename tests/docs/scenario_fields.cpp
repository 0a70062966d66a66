// docs/scenario.md documents every field of the schema under its table, and no other, and so does
// its Chinese twin, with the Chinese names of the register.
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "coffer/scenario/schema.hpp"
#include "markdown.hpp"
#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

using Fields = std::map<std::string, std::set<std::string>>;  // by file

/// The names in backquotes of a table's first cell; "`jan` … `dec`" stands for twelve.
std::set<std::string> names_in(const std::string& cell) {
    const auto pieces = docs::quoted_in(cell);
    const std::set<std::string> names(pieces.begin(), pieces.end());
    if (names == std::set<std::string>{"jan", "dec"}) {
        return {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    }
    return names;
}

/// The first cell of every row under each heading; a heading ends with the name of the file.
std::map<std::string, std::vector<std::string>> first_cells(const std::string& page) {
    std::istringstream lines(test::read_text(testing::source_folder() / page));
    std::map<std::string, std::vector<std::string>> cells;
    std::string heading;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("## ")) heading = line.substr(line.rfind(' ') + 1);
        if (!line.starts_with("| ")) continue;
        const std::string cell = line.substr(2, line.find('|', 2) - 2);
        if (cell.find('`') != std::string::npos) cells[heading].push_back(cell);
    }
    return cells;
}

Fields documented(const std::string& page) {
    Fields fields;
    for (const auto& [heading, cells] : first_cells(page)) {
        for (const std::string& cell : cells) fields[heading].merge(names_in(cell));
    }
    return fields;
}

Fields known() {
    Fields fields;
    for (const auto& field : scenario::setting_fields()) fields["scenario.toml"].insert(field.name);
    for (const auto& table : scenario::table_schemas()) {
        for (const auto& column : table.columns) fields[table.name + ".csv"].insert(column.name);
    }
    return fields;
}

void check_fields(const std::string& page) {
    const Fields documents = documented(page);
    const Fields schema = known();
    for (const auto& [heading, fields] : schema) {
        INFO(heading);
        REQUIRE(documents.contains(heading));
        CHECK(documents.at(heading) == fields);
    }
    CHECK(documents.size() == schema.size());
}

}  // namespace

TEST_CASE("docs/scenario.md and the schema name the same fields", "[docs]") {
    check_fields("docs/scenario.md");
}
TEST_CASE("docs/scenario.zh-CN.md and the schema name the same fields", "[docs]") {
    check_fields("docs/scenario.zh-CN.md");
}

TEST_CASE("docs/scenario.zh-CN.md has the Chinese names of the register", "[docs]") {
    const std::string page = test::read_text(testing::source_folder() / "docs/scenario.zh-CN.md");
    const auto cells = first_cells("docs/scenario.zh-CN.md");
    const auto named = [&](const std::string& file, const scenario::Field& field) {
        INFO(file << " " << field.name);
        if (file == "calendars.csv" && field.name.size() == 3) return;  // twelve in one row
        std::string all;
        for (const std::string& cell : cells.at(file)) all += "、" + cell;
        CHECK(all.find(field.zh + " `" + field.name + "`") != std::string::npos);
    };
    for (const auto& field : scenario::setting_fields()) named("scenario.toml", field);
    for (const auto& table : scenario::table_schemas()) {
        CHECK(page.find("\n## " + table.zh + " " + table.name + ".csv\n") != std::string::npos);
        for (const auto& column : table.columns) named(table.name + ".csv", column);
    }
}

// Catches an example with a heading that the program would refuse.
TEST_CASE("the examples of both plan pages have headings of one table", "[docs]") {
    for (const char* name : {"docs/scenario.md", "docs/scenario.zh-CN.md"}) {
        std::istringstream lines(test::read_text(testing::source_folder() / name));
        std::size_t examples = 0;
        bool inside = false;
        for (std::string line; std::getline(lines, line);) {
            const bool shown = line.starts_with("    ") && !line.starts_with("    #");
            const bool first = shown && !inside;
            inside = shown;
            if (!first) continue;
            ++examples;
            INFO(name << ": " << line);
            const auto knows_all = [&](const scenario::TableSchema& table) {
                std::istringstream cells(line.substr(4));
                for (std::string cell; std::getline(cells, cell, ',');) {
                    if (scenario::find_field(table.columns, cell) == nullptr) return false;
                }
                return true;
            };
            const auto& tables = scenario::table_schemas();
            CHECK(std::any_of(tables.begin(), tables.end(), knows_all));
        }
        CHECK(examples == 6);
    }
}
