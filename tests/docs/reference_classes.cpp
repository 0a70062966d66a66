// docs/reference-classes.md lists the classes that the engine has, with the same numbers.
#include "coffer/model/reference_classes.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

TEST_CASE("docs/reference-classes.md and the engine have the same classes", "[docs]") {
    const std::string page =
        test::read_text(testing::source_folder() / "docs/reference-classes.md");
    for (const auto& each : model::reference_classes()) {
        const auto row =
            fmt::format("| `{}` | {:.2f}, {:.2f}, {:.2f} | {:.2f}, {:.2f}, {:.2f} | {} ", each.id,
                        each.cost[0], each.cost[1], each.cost[2], each.duration[0],
                        each.duration[1], each.duration[2], each.projects);
        CAPTURE(row);
        CHECK(page.find(row) != std::string::npos);
        CHECK(!each.source.empty());
    }
    std::size_t rows = 0;
    for (std::size_t at = 0; (at = page.find("\n| `", at)) != std::string::npos; ++at) ++rows;
    CHECK(rows == model::reference_classes().size());
}
