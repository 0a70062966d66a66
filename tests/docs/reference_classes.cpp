// docs/reference-classes.md and its Chinese twin list the classes that the engine has, with the
// same numbers.
#include "coffer/model/reference_classes.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

TEST_CASE("the pages of reference classes and the engine have the same classes", "[docs]") {
    for (const char* name : {"docs/reference-classes.md", "docs/reference-classes.zh-CN.md"}) {
        const std::string page = test::read_text(testing::source_folder() / name);
        for (const auto& each : model::reference_classes()) {
            const auto row =
                fmt::format("`{}` | {:.2f}, {:.2f}, {:.2f} | {:.2f}, {:.2f}, {:.2f} | {} ", each.id,
                            each.cost[0], each.cost[1], each.cost[2], each.duration[0],
                            each.duration[1], each.duration[2], each.projects);
            INFO(name << " lacks " << row);
            CHECK(page.find(row) != std::string::npos);
            CHECK(!each.source.empty());
        }
        std::size_t rows = 0;
        for (std::size_t at = 0; (at = page.find("` | ", at)) != std::string::npos; ++at) ++rows;
        CHECK(rows == model::reference_classes().size());
    }
}
