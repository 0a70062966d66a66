// docs/indicators.md, its Chinese twin and the register of indicators say the same.
#include "coffer/model/indicators.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

/// The rows of a page's table, without its heading.
std::vector<std::string> rows_of(const std::string& page) {
    std::istringstream lines(test::read_text(testing::source_folder() / page));
    std::vector<std::string> rows;
    bool below = false;
    for (std::string line; std::getline(lines, line);) {
        if (below && line.starts_with("| ")) rows.push_back(line);
        below = below || line.starts_with("|---");
    }
    return rows;
}

std::string unit_of(const model::IndicatorInfo& info, bool chinese) {
    switch (info.unit) {
        case model::Unit::money:
            return chinese ? "元" : "yuan";
        case model::Unit::ratio:
            return chinese ? "比例" : "ratio";
        default:
            return chinese ? "个数" : "number";
    }
}

}  // namespace

TEST_CASE("docs/indicators.md lists the register", "[docs]") {
    const auto rows = rows_of("docs/indicators.md");
    const auto& all = model::indicator_register();
    REQUIRE(rows.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        INFO(rows[i]);
        CHECK(&model::info(static_cast<model::Indicator>(i)) == &all[i]);
        CHECK(all[i].indicator == static_cast<model::Indicator>(i));
        CHECK(rows[i].starts_with("| `" + all[i].id + "` | " + unit_of(all[i], false) + " | "));
        CHECK(rows[i].find("| " + all[i].name.en + " " + all[i].name.zh + " | " +
                           all[i].definition.en + " |") != std::string::npos);
    }
}

TEST_CASE("docs/indicators.zh-CN.md lists the register", "[docs]") {
    const auto rows = rows_of("docs/indicators.zh-CN.md");
    const auto& all = model::indicator_register();
    REQUIRE(rows.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        INFO(rows[i]);
        CHECK_FALSE(all[i].definition.zh.empty());
        CHECK(rows[i].starts_with("| " + all[i].name.zh + " `" + all[i].id + "` | " +
                                  unit_of(all[i], true) + " | "));
        CHECK(rows[i].find(" | " + all[i].definition.zh + " | ") != std::string::npos);
    }
}
