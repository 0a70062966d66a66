// docs/audit.md lists every usual range and every code that a warning can carry.
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "coffer/audit/ranges.hpp"
#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

std::string row_of(const audit::UsualRange& range) {
    const std::string file = range.table == "scenario" ? "scenario.toml" : range.table + ".csv";
    return fmt::format("| `{}` | {} `{}` | {} {} | {} | {} {} |", range.code, file, range.column,
                       range.quantity.zh, range.quantity.en, audit::range_text(range),
                       range.source.zh, range.source.en);
}

}  // namespace

TEST_CASE("docs/audit.md prints the table of usual ranges", "[docs]") {
    const std::string page = test::read_text(testing::source_folder() / "docs/audit.md");
    std::string missing;
    for (const audit::UsualRange& range : audit::usual_ranges()) {
        const std::string row = row_of(range);
        if (page.find(row + "\n") == std::string::npos) missing += row + "\n";
    }
    INFO("add to docs/audit.md:\n" << missing);
    CHECK(missing.empty());
}

TEST_CASE("every code in the audit's sources stands in docs/audit.md", "[docs]") {
    const std::string page = test::read_text(testing::source_folder() / "docs/audit.md");
    for (const audit::UsualRange& range : audit::usual_ranges()) {
        INFO(range.code);
        CHECK(page.find("`" + range.code + "`") != std::string::npos);
    }
}
