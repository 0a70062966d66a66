#include "coffer/report/figures.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

using namespace coffer::report;
using coffer::MoneyUnit;

TEST_CASE("money for readers is in yi yuan with sensible digits") {
    CHECK(amount_in(3.012e9, MoneyUnit::yi) == "30.12");
    CHECK(amount_in(3.5e7, MoneyUnit::yi) == "0.35");
    CHECK(amount_in(4.2e5, MoneyUnit::yi) == "0.0042");
    CHECK(amount_in(5.13e6, MoneyUnit::yi) == "0.051");
    CHECK(amount_in(0.0, MoneyUnit::yi) == "0");
    CHECK(amount_in(100.0, MoneyUnit::yi) == "<0.0001");
    CHECK(amount_in(-100.0, MoneyUnit::yi) == ">-0.0001");
    CHECK(amount_in(-2.88e8, MoneyUnit::yi) == "-2.88");
    CHECK(amount_in(1.23456e11, MoneyUnit::yi) == "1234.6");
    CHECK(amount_in(1.23456e13, MoneyUnit::yi) == "123456");
    CHECK(amount_in(std::numeric_limits<double>::infinity(), MoneyUnit::yi) == "-");
}

// Catches: a unit that scales and does not rename, digits below a yuan, millions beside 万元.
TEST_CASE("money in the unit that the reader chose") {
    CHECK(amount_in(3.012e9, MoneyUnit::wan) == "301,200");
    CHECK(amount_in(425'000.0, MoneyUnit::wan) == "42.5");
    CHECK(amount_in(-3500.0, MoneyUnit::wan) == "-0.35");
    CHECK(amount_in(20.0, MoneyUnit::wan) == "<0.01");
    CHECK(amount_in(42'000.4, MoneyUnit::yuan) == "42,000");
    CHECK(amount_in(-1'234'567.0, MoneyUnit::yuan) == "-1,234,567");
    CHECK(amount_in(0.3, MoneyUnit::yuan) == "<1");
    CHECK(money_text(2.2e9, MoneyUnit::yi).zh == "22.00 亿元");
    CHECK(money_text(2.2e9, MoneyUnit::yi).en == "2,200 million yuan");
    CHECK(money_text(2.2e9, MoneyUnit::wan).zh == "220,000 万元");
    CHECK(money_text(2.2e9, MoneyUnit::wan).en == "220,000 wan yuan");
    CHECK(money_text(2.2e9, MoneyUnit::yuan).en == "2,200,000,000 yuan");
    CHECK(range_text(1e9, 2e9, coffer::model::Unit::money, MoneyUnit::wan).zh ==
          "100,000 至 200,000");
    CHECK(figure(3.012e9, coffer::model::Unit::money, MoneyUnit::wan) == "301,200");
    CHECK(figure(0.123, coffer::model::Unit::ratio, MoneyUnit::wan) == "12.3%");
    for (const auto& unit : coffer::money_units) {
        CHECK(coffer::money_unit_named(unit.id) == unit.unit);
        CHECK(coffer::money_unit_named(unit.zh) == unit.unit);
    }
    CHECK_FALSE(coffer::money_unit_named("万"));
}

TEST_CASE("shares for readers") {
    CHECK(percent(0.123) == "12.3%");
    CHECK(percent(-0.00001) == "0.0%");
    CHECK(percent(1.352) == "135.2%");
    CHECK(probability(0.0) == "0.0%");
    CHECK(probability(0.0001) == "<0.1%");
    CHECK(probability(0.9999) == ">99.9%");
    CHECK(probability(1.0) == "100.0%");
    CHECK(figure(3.0, coffer::model::Unit::count, MoneyUnit::yi) == "3");
    CHECK(figure(2.5, coffer::model::Unit::count, MoneyUnit::yi) == "2.5");
    CHECK(figure(-0.01, coffer::model::Unit::count, MoneyUnit::yi) == "0");
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
