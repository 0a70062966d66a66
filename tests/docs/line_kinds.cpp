// docs/line-kinds.md and its Chinese twin list the kinds that the engine has, with the same
// numbers.
#include "coffer/model/line_kinds.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

TEST_CASE("docs/line-kinds.md and the engine have the same kinds", "[docs]") {
    const std::string page = test::read_text(testing::source_folder() / "docs/line-kinds.md");
    const auto percent = [](double share) { return fmt::format("{:g} %", 100.0 * share); };
    for (const auto& each : model::line_kinds()) {
        const auto row =
            fmt::format("| `{}` | {} | {} | {} | {} | {:g} | {} | {} | {}: {} |", each.id,
                        percent(each.own_sd), percent(each.common_sd), percent(each.own_permanent),
                        percent(each.common_permanent), each.common_half_life,
                        percent(each.month_sd), percent(each.panel_sd), each.name.en, each.source);
        CAPTURE(row);
        CHECK(page.find(row) != std::string::npos);
    }
    std::size_t rows = 0;
    for (std::size_t at = 0; (at = page.find("\n| `", at)) != std::string::npos; ++at) ++rows;
    CHECK(rows == model::line_kinds().size() + 1);  // the heading
}

TEST_CASE("docs/line-kinds.zh-CN.md and the engine have the same kinds", "[docs]") {
    const std::string page = test::read_text(testing::source_folder() / "docs/line-kinds.zh-CN.md");
    const auto percent = [](double share) { return fmt::format("{:g}%", 100.0 * share); };
    for (const auto& each : model::line_kinds()) {
        const auto row =
            fmt::format("\n| {} `{}` | {} | {} | {} | {} | {:g} | {} | {} | ", each.name.zh,
                        each.id, percent(each.own_sd), percent(each.common_sd),
                        percent(each.own_permanent), percent(each.common_permanent),
                        each.common_half_life, percent(each.month_sd), percent(each.panel_sd));
        CAPTURE(row);
        CHECK(page.find(row) != std::string::npos);
    }
}
