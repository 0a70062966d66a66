#include "coffer/results/csv.hpp"

#include <catch2/catch.hpp>

using coffer::results::CsvWriter;

namespace {

std::string cell(const std::string& text) {
    CsvWriter csv("x");
    csv.text(text).end_row();
    return csv.content().substr(2, csv.content().size() - 3);
}

}  // namespace

TEST_CASE("CSV cells are quoted when they must be") {
    CHECK(cell("plain") == "plain");
    CHECK(cell("a,b") == "\"a,b\"");
    CHECK(cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
    CHECK(cell("two\nlines") == "\"two\nlines\"");
    CHECK(cell("古丈；A3") == "古丈；A3");
    CHECK(cell("").empty());
}

TEST_CASE("CSV text cannot become a formula") {
    CHECK(cell("=1+1") == "'=1+1");
    CHECK(cell("+8613") == "'+8613");
    CHECK(cell("-cmd|' /C calc'!A0") == "'-cmd|' /C calc'!A0");
    CHECK(cell("@SUM(A1)") == "'@SUM(A1)");
    CHECK(cell("\tx") == "'\tx");
    CHECK(cell("\r=x") == "\"'\r=x\"");
    CHECK(cell("=HYPERLINK(\"x\",\"y\")") == "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    CHECK(cell(">=") == ">=");
}

TEST_CASE("CSV numbers stay numbers") {
    CsvWriter csv("a,b,c,d");
    csv.value(-1.5).value(std::uint64_t{7}).value(std::optional<double>{}).raw("2020-01").end_row();
    CHECK(csv.content() == "a,b,c,d\n-1.5,7,,2020-01\n");
}

TEST_CASE("a byte order mark stands only before Chinese text") {
    CsvWriter ascii("a");
    CHECK(ascii.content_for_spreadsheets() == "a\n");
    CsvWriter chinese("a");
    chinese.text("桥").end_row();
    CHECK(chinese.content_for_spreadsheets() ==
          "\xEF\xBB\xBF"
          "a\n桥\n");
    CHECK(chinese.content() == "a\n桥\n");
}
