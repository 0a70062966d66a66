// The converter of PSPLIB networks: what it refuses, and that a failure leaves nothing behind.
#include <catch2/catch.hpp>

#include "program.hpp"
#include "support/folders.hpp"

using namespace coffer::tool::test;

namespace {

const std::string relations =
    "PRECEDENCE RELATIONS:\n"
    "jobnr.    #modes  #successors   successors\n"
    "   1        1          2           2   3\n"
    "   2        1          1           4\n"
    "   3        1          1           4\n"
    "   4        1          0\n"
    "************\n";
const std::string durations =
    "REQUESTS/DURATIONS:\n"
    "jobnr. mode duration  R 1\n"
    "------------------------\n"
    "  1      1     0       0\n"
    "  2      1     8       4\n"
    "  3      1     4       0\n"
    "  4      1     0       0\n"
    "************\n";

std::string with(std::string text, const std::string& part, const std::string& other) {
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), other);
}

Result convert(const TemporaryFolder& place, const std::string& file, const std::string& folder,
               const std::string& before = "") {
    const std::string command = "cd '" + place.path().string() + "' && " + before + "'" +
                                coffer::testing::binary_folder().string() + "/convert_psplib' '" +
                                file + "' '" + folder + "' 2> err";
    const int status = std::system(command.c_str());
    Result result{WIFEXITED(status) ? WEXITSTATUS(status) : 1000, "",
                  read_text(place.path() / "err")};
    fs::remove(place.path() / "err");
    return result;
}

}  // namespace

TEST_CASE("a converted network is a plan that coffer accepts", "[psplib]") {
    const TemporaryFolder place;
    for (const std::string stem :
         {"j301_1", "j30.1", "a b", "_x", "-x", ".x", "\xE7\xBD\x91", "x\xE7\xBD\x91"}) {
        INFO(stem);
        // "./", because a first argument with '-' would be an option.
        put(place.path() / (stem + ".sm"), relations + durations);
        const Result result = convert(place, "./" + stem + ".sm", "to-" + stem);
        INFO(result.err);
        REQUIRE(result.code == 0);
        const Result checked = call(place, {"check", "to-" + stem});
        INFO(checked.err);
        CHECK(checked.code == 0);
    }
    CHECK(has(read_text(place.path() / "to-j30.1" / "scenario.toml"), "id = \"j30.1\""));
    CHECK(has(read_text(place.path() / "to-_x" / "scenario.toml"), "id = \"network\""));
    const std::string longest(64, 'a');
    for (const auto& stem : {longest, longest + "a"}) {
        put(place.path() / (stem + ".sm"), relations + durations);
        REQUIRE(convert(place, stem + ".sm", "out-" + stem).code == 0);
        CHECK(call(place, {"check", "out-" + stem}).code == 0);
    }
}

TEST_CASE("mistakes of a network are told with their line, and nothing is written", "[psplib]") {
    const std::string good = relations + durations;
    const struct {
        std::string text, line, what;
    } wrong[] = {
        {with(good, "  2      1     8", "  3      1     8"), ":13:", "a second duration"},
        {with(good, "  2      1     8       4\n", ""), ":4:", "a job without a duration"},
        {relations, ":3:", "a job without a duration"},
        {with(good, "  2      1     8", "  2      1     x"),
         ":12:", "a duration that is no number"},
        {with(good, "  2      1     8", "  2      1    -8"),
         ":12:", "a duration that is no number"},
        {with(good, "  2      1     8", "  2      1     1000001"), ":12:", "a duration that is no"},
        {with(good, "  2      1     8", "  2      1     99999999999"),
         ":12:", "a duration that is"},
        {with(good, "  2      1     8", "  5      1     8"), ":12:", "an unknown job"},
        {with(good, "1          1           4", "1          x           4"),
         ":4:", "the number of successors"},
        {with(good, "   4        1          0", "   4        1"),
         ":6:", "the number of successors"},
        {with(good, "1          1           4", "1         -1           4"),
         ":4:", "the number of successors"},
        {with(good, "1          1           4", "1          1           4  3"),
         ":4:", "more than the announced"},
        {with(good, "1          1           4", "1          2           4"),
         ":4:", "fewer successors"},
        {with(good, "1          1           4", "1          1           5"),
         ":4:", "a successor that is no job"},
        {with(good, "   4        1          0", "   4        1          1           2"),
         ":15:", "in a circle"},
        {with(good, "  2      1     8", "  2      1     337"), ":15:", "at most 30 years"},
        {with(good, "  2      1     8", "  2      1     1000000"), ":15:", "at most 30 years"},
    };
    for (const auto& each : wrong) {
        INFO(each.text);
        const TemporaryFolder place;
        put(place.path() / "net.sm", each.text);
        const Result result = convert(place, "net.sm", "out");
        CAPTURE(result.err, each.line, each.what);
        CHECK(result.code == 2);
        CHECK(has(result.err, "net.sm" + each.line + " error: "));
        CHECK(has(result.err, each.what));
        CHECK(place.names() == std::set<std::string>{"net.sm"});
    }
}

TEST_CASE("the horizon of a network is its longest path, not the sum of its jobs", "[psplib]") {
    const TemporaryFolder place;
    std::string text = with(relations + durations, "  2      1     8", "  2      1     336");
    put(place.path() / "net.sm", with(text, "  3      1     4", "  3      1     336"));
    REQUIRE(convert(place, "net.sm", "out").code == 0);
    CHECK(has(read_text(place.path() / "out" / "scenario.toml"), "years = 30\n"));
    REQUIRE(call(place, {"run", "out", "--paths", "1", "--quiet", "--out", "r"}).code == 0);
    CHECK(has(read_text(place.path() / "r" / "projects.csv"), "\nsink,"));
    CHECK(has(read_text(place.path() / "r" / "projects.csv"), ",336,"));
}

TEST_CASE("a file that cannot be written whole is exit code 1 and leaves nothing", "[psplib]") {
    const TemporaryFolder place;
    put(place.path() / "net.sm", relations + durations);
    // No file may grow: what a full disk does, with the signal ignored.
    const std::string full = "trap '' XFSZ && ulimit -f 0 && exec 2>/dev/null && ";
    CHECK(convert(place, "net.sm", "above/out", full).code == 1);
    CHECK(place.names() == std::set<std::string>{"net.sm"});
    fs::create_directory(place.path() / "mine");
    CHECK(convert(place, "net.sm", "mine", full).code == 1);
    CHECK(place.names() == std::set<std::string>{"net.sm", "mine"});
}

TEST_CASE("resources become capacities, and only with the option", "[psplib]") {
    const std::string available = "RESOURCEAVAILABILITIES:\n  R 1\n    4\n************\n";
    const TemporaryFolder place;
    put(place.path() / "net.sm", relations + durations + available);
    REQUIRE(convert(place, "net.sm", "plain").code == 0);
    CHECK_FALSE(fs::exists(place.path() / "plain" / "capacities.csv"));
    const auto with_resources = [&](const std::string& folder) {
        return convert(place, "--resources' 'net.sm", folder);
    };
    REQUIRE(with_resources("out").code == 0);
    CHECK(has(read_text(place.path() / "out" / "capacities.csv"),
              "\nr1,资源 1,resource 1,renewable,4,"));
    CHECK(has(read_text(place.path() / "out" / "demands.csv"), "\njob2,construction,r1,4,"));
    CHECK_FALSE(has(read_text(place.path() / "out" / "demands.csv"), "job3"));  // requests nothing
    // Job 3 may finish as late as job 2, at 8.
    CHECK(has(read_text(place.path() / "out" / "projects.csv"), "\njob3,作业 3,job 3,8,0,"));
    CHECK(call(place, {"check", "out"}).code == 0);

    const struct {
        std::string text, words;
    } wrong[] = {
        {relations + durations, "no 'RESOURCEAVAILABILITIES'"},
        {relations + durations + with(available, "    4", "    3"), "requests more than"},
        {relations + durations + with(available, "    4", "    4  4"), "1 requests, but 2"},
        {relations + with(durations, "8       4", "8      -4") + available, "below 0"},
        {relations + with(durations, "R 1", "R 1  N 1") + available, "non-renewable"},
    };
    for (const auto& each : wrong) {
        put(place.path() / "net.sm", each.text);
        const Result result = with_resources("wrong");
        CAPTURE(result.err, each.words);
        CHECK(result.code == 2);
        CHECK(has(result.err, each.words));
        CHECK_FALSE(fs::exists(place.path() / "wrong"));
    }
}
