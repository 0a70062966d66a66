// The commands that answer questions, as users call them: answers in both languages, files that
// appear whole, figures that do not depend on threads, mistakes that are told and leave nothing.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"

namespace {

using namespace coffer::tool::test;

/// A county, and a command about it with few paths.
Result ask(const TemporaryFolder& place, std::vector<std::string> arguments) {
    if (!std::filesystem::exists(place.path() / "county")) {
        REQUIRE(call(place, {"init", "county", "--quiet"}).code == 0);
    }
    arguments.insert(arguments.end(), {"--paths", "400"});
    return call(place, arguments);
}

const std::vector<std::vector<std::string>>& questions() {
    static const std::vector<std::vector<std::string>> all{
        {"compare", "county", "--set", "revenue[*].base*=0.9"},
        {"stress", "county"},
        {"solve", "county", "--lever", "revenue[*].base*=1-x", "--for", "P(debt)>=50%"},
        {"repair", "county", "--for", "mean(fai@2020-2022)>=2.2亿元"},
        {"explain", "county", "--target", "invest"},
    };
    return all;
}

}  // namespace

TEST_CASE("questions are answered in both languages and write the same files on any threads") {
    const TemporaryFolder place;
    for (const auto& question : questions()) {
        INFO(question.front());
        auto one = question, three = question;
        one.insert(one.end(), {"--threads", "1", "--out", "one", "--lang", "en"});
        three.insert(three.end(), {"--threads", "3", "--out", "three"});
        const Result english = ask(place, one), chinese = ask(place, three);
        INFO(english.out << english.err);
        REQUIRE(english.code == 0);
        REQUIRE(chinese.code == 0);
        CHECK(has(chinese.out, "结果已写入 three"));
        CHECK(has(english.out, "Written to one"));
        for (const auto& entry : std::filesystem::directory_iterator(place.path() / "one")) {
            const std::string name = entry.path().filename().string();
            if (name == "manifest.json") continue;
            INFO(name);
            CHECK(read_text(entry.path()) == read_text(place.path() / "three" / name));
        }
        const auto manifest =
            nlohmann::json::parse(read_text(place.path() / "one" / "manifest.json"));
        CHECK(manifest["command"] == question.front());
        CHECK(has(manifest["typed"].get<std::string>(), "coffer " + question.front()));
        std::filesystem::remove_all(place.path() / "one");
        std::filesystem::remove_all(place.path() / "three");
    }
}

TEST_CASE("questions answer in JSON") {
    const TemporaryFolder place;
    for (auto question : questions()) {
        INFO(question.front());
        question.insert(question.end(), {"--json", "--out", "r"});
        const Result result = ask(place, question);
        REQUIRE(result.code == 0);
        const auto json = nlohmann::json::parse(result.out);
        CHECK_FALSE(json["answer"].empty());
        CHECK(json["manifest"]["command"] == question.front());
        std::filesystem::remove_all(place.path() / "r");
    }
}

TEST_CASE("a lever solved for is the change that stands in the manifest") {
    const TemporaryFolder place;
    const Result result = ask(place, {"solve", "county", "--lever", "sources[budget].annual*=1-x",
                                      "--for", "mean(fai@2020-2022)>=1.6亿元", "--out", "r"});
    INFO(result.out << result.err);
    REQUIRE(result.code == 0);
    const auto manifest = nlohmann::json::parse(read_text(place.path() / "r" / "manifest.json"));
    REQUIRE(manifest["others"].size() == 1);
    const std::string change = manifest["others"][0]["changes"][0];
    CHECK(has(change, "sources[budget].annual*="));
}

TEST_CASE("mistakes in a question are all told and nothing is written") {
    const TemporaryFolder place;
    const Result solve = ask(place, {"solve", "county", "--lever", "revenue[taxes].base*=0.9",
                                     "--for", "P(no_gap)>=90%", "--lang", "en"});
    CHECK(solve.code == 2);
    CHECK(has(solve.err, "there is no x in the lever"));
    CHECK(has(solve.err, "no-gap"));
    const Result nothing = ask(place, {"compare", "county", "--lang", "en"});
    CHECK(nothing.code == 2);
    CHECK(has(nothing.err, "there is nothing to compare with"));
    const Result explain = ask(place, {"explain", "county", "--lang", "en"});
    CHECK(explain.code == 2);
    CHECK(has(explain.err, "--target"));
    const Result until = ask(place, {"run", "county", "--until", "P(debt)<=1%", "--lang", "en"});
    CHECK(until.code == 2);
    CHECK(has(until.err, "se(figure)<=value"));
    CHECK_FALSE(std::filesystem::exists(place.path() / "out"));
}

TEST_CASE("a run until a precision has the figures of a run of that many paths") {
    const TemporaryFolder place;
    const Result until = ask(place, {"run", "county", "--until", "se(mean(fai@2020))<=5万元",
                                     "--out", "until", "--lang", "en"});
    INFO(until.out << until.err);
    REQUIRE(until.code == 0);
    CHECK(has(until.out, "asked for"));
    const auto manifest =
        nlohmann::json::parse(read_text(place.path() / "until" / "manifest.json"));
    const auto paths = manifest["paths"].get<std::uint64_t>();
    REQUIRE(call(place,
                 {"run", "county", "--paths", std::to_string(paths), "--out", "plain", "--quiet"})
                .code == 0);
    CHECK(read_text(place.path() / "until" / "indicators.csv") ==
          read_text(place.path() / "plain" / "indicators.csv"));
}
