#include "coffer/results/numbers.hpp"

#include <charconv>
#include <limits>

#include <catch2/catch.hpp>

using namespace coffer::results;

TEST_CASE("numbers for programs are short, plain and read back as the same double") {
    CHECK(number(0.0) == "0");
    CHECK(number(-0.0) == "0");
    CHECK(number(0.1) == "0.1");
    CHECK(number(1e9) == "1000000000");
    CHECK(number(-1234.56) == "-1234.56");
    CHECK(number(1.0 / 3.0) == "0.3333333333333333");
    CHECK(number(1e-9) == "1e-09");
    CHECK(number(std::numeric_limits<double>::quiet_NaN()).empty());
    CHECK(number(std::numeric_limits<double>::infinity()).empty());
    CHECK(number(std::optional<double>{}).empty());
    CHECK(number(std::optional<double>{2.5}) == "2.5");

    const double value = GENERATE(take(200, random(-1e12, 1e12)));
    for (const double x : {value, value * 1e-9, value * 1e-18, value * 1e15}) {
        const std::string text = number(x);
        double back = 0.0;
        const auto result = std::from_chars(text.data(), text.data() + text.size(), back);
        REQUIRE(result.ptr == text.data() + text.size());
        CHECK(back == x);
    }
}

TEST_CASE("fen become yuan with two decimals exactly") {
    CHECK(yuan_from_fen(0.0) == "0.00");
    CHECK(yuan_from_fen(-0.0) == "0.00");
    CHECK(yuan_from_fen(5.0) == "0.05");
    CHECK(yuan_from_fen(-5.0) == "-0.05");
    CHECK(yuan_from_fen(-1234.0) == "-12.34");
    CHECK(yuan_from_fen(2251799813685247.0) == "22517998136852.47");
}
