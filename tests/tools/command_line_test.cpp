#include <catch2/catch.hpp>

#include "program.hpp"

using namespace coffer::tool::test;

TEST_CASE("version and help answer on standard output") {
    const TemporaryFolder place;
    const Result version = call(place, {"--version"});
    CHECK(version.code == 0);
    CHECK(version.out.starts_with("coffer "));
    CHECK(version.err.empty());

    CHECK(has(call(place, {"--help"}).out, "coffer init"));
    CHECK(place.names().empty());
}

TEST_CASE("a wrong command line is exit code 2, a diagnostic, and nothing written") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county"}).code == 0);
    const auto before = place.names();

    const std::vector<std::vector<std::string>> wrong{
        {},
        {"rnu", "county"},
        {"run"},
        {"run", "county", "extra"},
        {"run", "county", "--bad"},
        {"run", "county", "--pahts", "10"},
        {"run", "county", "--paths"},
        {"run", "county", "--paths", "0"},
        {"run", "county", "--paths", "-5"},
        {"run", "county", "--paths", "4294967296"},
        {"run", "county", "--paths", "99999999999999999999999"},
        {"run", "county", "--paths", "1e4"},
        {"run", "county", "--paths", "10 "},
        {"run", "county", "--paths", ""},
        {"run", "county", "--seed", "-1"},
        {"run", "county", "--seed", "18446744073709551616"},
        {"run", "county", "--threads", "0"},
        {"run", "county", "--threads", "100000"},
        {"run", "county", "--out", ""},
        {"run", "county", "--max-memory", "much"},
        {"run", "county", "--max-memory", "0"},
        {"run", "county", "--max-memory", "99999999999T"},
        {"run", "county", "--set", "scenario.years"},
        {"run", "county", "--set", "=3"},
        {"run", "county", "--set", "scenario.yeras=3"},
        {"run", "county", "--lang", "fr"},
        {"run", "county", "--quiet", "--json"},
        {"run", "nowhere"},
        {"check", "nowhere"},
        {"check", "county", "--paths", "5"},
        {"replay", "county"},
        {"replay", "county", "--path", "x"},
        {"replay", "county", "--path", "4294967295"},
        {"replay", "nowhere", "--path", "0"},
        {"init"},
        {"init", "county"},
    };
    for (std::vector<std::string> arguments : wrong) {
        std::string line;
        for (const auto& argument : arguments) line += argument + " ";
        INFO(line);
        const Result chinese = call(place, arguments);
        CHECK(chinese.code == 2);
        CHECK(chinese.out.empty());
        CHECK(has(chinese.err, "错误："));
        CHECK(has(chinese.err, "个错误，"));
        if (!has(line, "--lang")) {
            arguments.insert(arguments.end(), {"--lang", "en"});
            const Result english = call(place, arguments);
            CHECK(english.code == 2);
            CHECK(english.out.empty());
            CHECK(has(english.err, "error: "));
            CHECK(has(english.err, " warning"));
        }
        CHECK(place.names() == before);
    }
}

TEST_CASE("every --lang must be a language, the last valid one speaks") {
    const TemporaryFolder place;
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"check", "x", "--lang", "en", "--lang", "fr"},
          {"check", "x", "--lang=fr", "--lang=en"},
          {"--lang", "fr", "check", "x", "--lang", "en"}}) {
        const Result result = call(place, arguments);
        CHECK(result.code == 2);
        CHECK(has(result.err, "error: option --lang cannot be \"fr\" (it must be zh or en)"));
        CHECK(has(result.err, "1 error, 0 warnings\n"));
    }
    CHECK(has(call(place, {"check", "x", "--lang", "zh", "--lang", "fr"}).err,
              "选项 --lang 的值“fr”不对"));
    CHECK(has(call(place, {"--help", "--lang", "zh", "--lang", "en"}).out, "Usage: coffer"));
}

TEST_CASE("near misses are named") {
    const TemporaryFolder place;
    CHECK(has(call(place, {"rnu", "x", "--lang", "en"}).err, "Did you mean run?"));
    CHECK(has(call(place, {"run", "x", "--pahts", "1", "--lang", "en"}).err,
              "Did you mean --paths?"));
    CHECK(has(call(place, {"run", "x", "--pahts=1"}).err, "--paths"));
}

TEST_CASE("all mistakes of a command line are reported at once") {
    const TemporaryFolder place;
    const Result result =
        call(place, {"run", "x", "--paths", "0", "--seed", "y", "--bad", "--lang", "en"});
    CHECK(result.code == 2);
    CHECK(has(result.err, "--paths"));
    CHECK(has(result.err, "--seed"));
    CHECK(has(result.err, "--bad"));
    CHECK(has(result.err, "3 errors, 0 warnings\n"));
}

TEST_CASE("hostile arguments cannot steer the terminal") {
    const TemporaryFolder place;
    const Result result = call(place, {"run", "x\x1b[2J", "--\x1b]0;t\x07", "--paths", "\x1b[1m"});
    CHECK(result.code == 2);
    CHECK_FALSE(has(result.err, "\x1b"));
    CHECK_FALSE(has(result.err, "\x07"));
}
