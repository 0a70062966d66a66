#include "coffer/base/from_chars.hpp"

#include <bit>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace coffer {
namespace {

/// Both ways read the same bits of the same number of characters, or refuse alike.
void require_alike(std::string_view text, std::chars_format format) {
    constexpr double untouched = 12345.0;
    double theirs = untouched;
    double ours = untouched;
    const char* const end = text.data() + text.size();
    const auto expected = std::from_chars(text.data(), end, theirs, format);
    const auto found = from_chars_by_strtod(text.data(), end, ours, format);
    INFO("\"" << text << "\"");
    REQUIRE(found.ec == expected.ec);
    REQUIRE(found.ptr - text.data() == expected.ptr - text.data());
    REQUIRE((std::bit_cast<std::uint64_t>(ours) == std::bit_cast<std::uint64_t>(theirs) ||
             (ours != ours && theirs != theirs)));
}

TEST_CASE("numbers are read without the library as with it") {
    for (const char* text : {"",
                             "-",
                             "+1",
                             " 1",
                             "1",
                             "-1",
                             "-0",
                             "0.1",
                             ".5",
                             "5.",
                             ".",
                             "-.5",
                             "1e5",
                             "1E+5",
                             "1e",
                             "1e-",
                             "1e400",
                             "-1e400",
                             "1e-400",
                             "0e-400",
                             "4.9e-324",
                             "1.7976931348623157e308",
                             "0x10",
                             "1,5",
                             "1 000",
                             "12abc",
                             "inf",
                             "-inf",
                             "Infinity",
                             "infx",
                             "nan",
                             "-nan",
                             "nano",
                             "0.30000000000000004",
                             "9007199254740993",
                             "123456789012345678901234567890",
                             "1..2",
                             "1e5.5"}) {
        require_alike(text, std::chars_format::general);
        require_alike(text, std::chars_format::fixed);
    }
}

TEST_CASE("random numbers are read without the library as with it") {
    std::mt19937_64 bits(20200701);
    for (int i = 0; i < 20000; ++i) {
        const auto value = std::bit_cast<double>(bits());
        if (value != value) continue;
        require_alike(fmt::format("{}", value), std::chars_format::general);
        require_alike(fmt::format("{:.17g}", value), std::chars_format::general);
    }
}

}  // namespace
}  // namespace coffer
