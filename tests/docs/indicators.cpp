// docs/indicators.md and the register of indicators say the same.
#include "coffer/model/indicators.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

TEST_CASE("docs/indicators.md lists the register", "[docs]") {
    std::istringstream page(test::read_text(testing::source_folder() / "docs/indicators.md"));
    std::vector<std::string> rows;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("| `")) rows.push_back(line);
    }
    const auto& all = model::indicator_register();
    REQUIRE(rows.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        INFO(rows[i]);
        CHECK(&model::info(static_cast<model::Indicator>(i)) == &all[i]);
        CHECK(all[i].indicator == static_cast<model::Indicator>(i));
        const std::string unit = all[i].unit == model::Unit::money   ? "yuan"
                                 : all[i].unit == model::Unit::ratio ? "ratio"
                                                                     : "number";
        CHECK(rows[i].starts_with("| `" + all[i].id + "` | " + unit + " | "));
        CHECK(rows[i].find("| " + all[i].name.en + " " + all[i].name.zh + " | " +
                           all[i].definition.en + " |") != std::string::npos);
        CHECK_FALSE(all[i].definition.zh.empty());
    }
}
