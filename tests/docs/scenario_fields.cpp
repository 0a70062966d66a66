// docs/scenario.md documents every field of the schema under its table, and no other.
#include <map>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "coffer/scenario/schema.hpp"
#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

using Fields = std::map<std::string, std::set<std::string>>;  // by heading

/// The names in backquotes of a table's first cell; "`jan` … `dec`" stands for twelve.
std::set<std::string> names_in(const std::string& cell) {
    std::set<std::string> names;
    for (std::size_t open = cell.find('`'); open != std::string::npos;) {
        const std::size_t close = cell.find('`', open + 1);
        names.insert(cell.substr(open + 1, close - open - 1));
        open = cell.find('`', close + 1);
    }
    if (names == std::set<std::string>{"jan", "dec"}) {
        return {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    }
    return names;
}

Fields documented() {
    std::istringstream page(test::read_text(testing::source_folder() / "docs/scenario.md"));
    Fields fields;
    std::string heading;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("## ")) heading = line.substr(3);
        if (line.starts_with("| `")) {
            fields[heading].merge(names_in(line.substr(2, line.find('|', 2) - 2)));
        }
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

}  // namespace

TEST_CASE("docs/scenario.md and the schema name the same fields", "[docs]") {
    const Fields documents = documented();
    const Fields schema = known();
    for (const auto& [heading, fields] : schema) {
        INFO(heading);
        REQUIRE(documents.contains(heading));
        CHECK(documents.at(heading) == fields);
    }
    CHECK(documents.size() == schema.size());
}
