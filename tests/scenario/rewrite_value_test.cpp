// Catches: a value changed on another line, a comment or a quoted # taken for the other, what is
// spread over lines cut in half.
#include <catch2/catch.hpp>

#include "coffer/scenario/rewrite.hpp"

using coffer::scenario::rewrite_value;

TEST_CASE("a value of scenario.toml is replaced where it stands", "[rewrite]") {
    const std::string toml =
        "# 甲县 = 样例\n"
        "[scenario]  # what it is\n"
        "years = 5 # of the plan\n"
        "name_zh = \"甲 # 县\"\r\n"
        "list = [1, \"]\", 3]\t# three\n"
        "long = [1,\n"
        "  2]\n"
        "text = \"\"\"\n"
        "a\"\"\"\n"
        "inner = { a = 1 }\n"
        "path = 'C:\\'  # not escaped\n"
        "last = 2.5";
    const auto with = [&](int line, const std::string& from, const std::string& to) {
        const auto changed = rewrite_value(toml, line, to);
        REQUIRE(changed);
        std::string wanted = toml;
        wanted.replace(wanted.find(from), from.size(), to);
        CHECK(*changed == wanted);
    };
    with(3, "5", "12");
    with(4, "\"甲 # 县\"", "\"乙县\"");
    with(5, "[1, \"]\", 3]", "[]");
    with(11, "'C:\\'", "1");
    with(12, "2.5", "3");
    for (const int line : {-1, 0, 1, 2, 6, 7, 8, 9, 10, 13, 99}) {
        INFO(line);
        CHECK_FALSE(rewrite_value(toml, line, "1"));
    }
}
