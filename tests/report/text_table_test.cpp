#include "coffer/report/text_table.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "coffer/report/figures.hpp"

using namespace coffer::report;

TEST_CASE("columns line up in display cells whatever the script") {
    TextTable table({{"项目", Align::left}, {"金额"}, {"x"}});
    table.add({"高速公路", "30.12", "1"});
    table.add({"Bridge", "0.35", "22"});
    CHECK(table.render() ==
          "  项目       金额   x\n"
          "  -------------------\n"
          "  高速公路  30.12   1\n"
          "  Bridge     0.35  22\n");

    std::istringstream lines(table.render());
    std::string line;
    while (std::getline(lines, line)) CHECK(display_width(line) == 21);
}

TEST_CASE("long cells are cut between characters, notes are wrapped") {
    TextTable table({{"名", Align::left, 7}});
    table.add({"湘西土家族苗族自治州"});
    table.add_note(std::string(80, 'n'));
    const std::string text = table.render();
    CHECK(text.find("湘西..\n") != std::string::npos);
    std::istringstream lines(text);
    std::string line;
    std::size_t notes = 0;
    while (std::getline(lines, line)) {
        CHECK(display_width(line) <= 42);
        if (line.find('n') != std::string::npos) ++notes;
    }
    CHECK(notes == 3);
}

// Catches: a cell that loses text when it wraps, a line that begins with punctuation, neighbours
// that slide.
TEST_CASE("cells that wrap go on in the next line of their column") {
    TextTable table({{"名", Align::left, 10, true}, {"x"}});
    table.add({"湘西土家族，自治州", "1"});
    table.add({"new motorway to town", "22"});
    CHECK(table.render() ==
          "  名           x\n"
          "  --------------\n"
          "  湘西土家     1\n"
          "  族，自治州\n"
          "  new         22\n"
          "  motorway\n"
          "  to town\n");
}

TEST_CASE("lines break between words and keep every character") {
    CHECK(lines_of("", 10) == std::vector<std::string>{""});
    CHECK(lines_of("a bc def", 4) == std::vector<std::string>{"a bc", "def"});
    CHECK(lines_of("abcdef", 4) == std::vector<std::string>{"abcd", "ef"});
    CHECK(lines_of("甲乙丙。", 6) == std::vector<std::string>{"甲乙", "丙。"});
}

TEST_CASE("cells cannot steer the terminal") {
    TextTable table({{"a", Align::left}});
    table.add({"x\x1b[2Jy\nz"});
    table.add_note("\x1b]0;title\x07");
    CHECK(table.render().find('\x1b') == std::string::npos);
    CHECK(table.render().find('\x07') == std::string::npos);
}
