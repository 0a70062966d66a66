#include "coffer/report/figures.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

using namespace coffer::report;

TEST_CASE("money for readers is in yi yuan with sensible digits") {
    CHECK(in_yi(3.012e9) == "30.12");
    CHECK(in_yi(3.5e7) == "0.35");
    CHECK(in_yi(4.2e5) == "0.0042");
    CHECK(in_yi(5.13e6) == "0.051");
    CHECK(in_yi(0.0) == "0");
    CHECK(in_yi(100.0) == "<0.0001");
    CHECK(in_yi(-100.0) == ">-0.0001");
    CHECK(in_yi(-2.88e8) == "-2.88");
    CHECK(in_yi(1.23456e11) == "1234.6");
    CHECK(in_yi(1.23456e13) == "123456");
    CHECK(in_yi(std::numeric_limits<double>::infinity()) == "-");
}

TEST_CASE("shares for readers") {
    CHECK(percent(0.123) == "12.3%");
    CHECK(percent(-0.00001) == "0.0%");
    CHECK(percent(1.352) == "135.2%");
    CHECK(probability(0.0) == "0.0%");
    CHECK(probability(0.0001) == "<0.1%");
    CHECK(probability(0.9999) == ">99.9%");
    CHECK(probability(1.0) == "100.0%");
    CHECK(figure(3.0, coffer::model::Unit::count) == "3");
    CHECK(figure(2.5, coffer::model::Unit::count) == "2.5");
    CHECK(figure(-0.01, coffer::model::Unit::count) == "0");
}

TEST_CASE("an interval of a probability shows its width") {
    CHECK(interval_text(0.1234, 0.1451) == "12.3-14.5%");
    CHECK(interval_text(0.0, 0.00384) == "0.00-0.38%");
    CHECK(interval_text(0.99962, 1.0) == "99.96-100.00%");
}

TEST_CASE("moments become calendar months") {
    CHECK(month_of_moment(0.0, {2020, 1}) == "2020-01");
    CHECK(month_of_moment(0.5, {2020, 1}) == "2020-01");
    CHECK(month_of_moment(12.0, {2020, 1}) == "2020-12");
    CHECK(month_of_moment(12.25, {2020, 1}) == "2021-01");
    CHECK(month_of_moment(std::numeric_limits<double>::infinity(), {2020, 1}) == "-");
}

TEST_CASE("display width counts terminal cells") {
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("固定资产") == 8);
    CHECK(display_width("（a）") == 5);
    CHECK(display_width("e\xCC\x81") == 1);         // e with a combining accent
    CHECK(display_width("\xF0\xA0\x80\x80") == 2);  // U+20000
    CHECK(display_width("\xFF\xFE") == 2);          // not UTF-8: one cell a byte
}

TEST_CASE("text for a terminal cannot steer it") {
    CHECK(printable("古丈 G20") == "古丈 G20");
    CHECK(printable("a\x1b[31mb\r\n") == "a [31mb  ");
    CHECK(printable("\xE2\x80\xAE"
                    "x") == " x");  // right-to-left override
    CHECK(printable("a\xC3") == "a\xEF\xBF\xBD");
    CHECK(printable("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong
}
