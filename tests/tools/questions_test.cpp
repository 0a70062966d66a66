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
        {"rare", "county", "--figure", "P(fai@2020<=4500万元)"},
    };
    return all;
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        files.push_back(entry.path());
    }
    return files;
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
            if (name == "manifest.json" || name == "tables") continue;
            INFO(name);
            CHECK(read_text(entry.path()) == read_text(place.path() / "three" / name));
        }
        // Readers' tables: as many in either language, of as many lines, without a heading left
        // out.
        const auto readers = files_in(place.path() / "three" / "表");
        CHECK(readers.size() == files_in(place.path() / "one" / "tables").size());
        CHECK_FALSE(readers.empty());
        for (const auto& table : readers) {
            const std::string text = read_text(table);
            INFO(table << text);
            CHECK(has(text, "\n"));
            const std::string heading = "," + text.substr(3, text.find('\n') - 3);
            CHECK_FALSE(has(heading, ",,"));
            CHECK_FALSE(heading.ends_with(","));
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
    // The plan that it makes, and what it was checked on.
    CHECK(manifest["others"][0]["sha256"].get<std::string>().size() == 64);
    CHECK(manifest["others"][0]["sha256"] != manifest["scenario"]["sha256"]);
    CHECK(manifest["fresh_seed"] != manifest["seed"]);
}

TEST_CASE("the path that explain names is replayed with its changes") {
    const TemporaryFolder place;
    const Result result = ask(place, {"explain", "county", "--target", "invest", "--quick", "--set",
                                      "revenue[*].base*=0.9", "--lang", "en"});
    INFO(result.out << result.err);
    REQUIRE(result.code == 0);
    CHECK(has(result.out, " --set 'revenue[*].base*=0.9'"));
}

TEST_CASE("plans of one name are told apart, and a change without effect is told") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county", "--quiet"}).code == 0);
    for (const char* other : {"other", "third"}) {
        REQUIRE(call(place, {"init", other, "--quiet"}).code == 0);
    }
    const Result three = ask(place, {"compare", "county", "other", "third", "--lang", "en"});
    INFO(three.out << three.err);
    REQUIRE(three.code == 0);
    CHECK(has(read_text(place.path() / "out" / "county-compare" / "targets.csv"), "(other)"));
    const Result idle =
        ask(place, {"compare", "county", "--set", "stages[road,land].not_before=2020-06", "--force",
                    "--out", "idle", "--lang", "en"});
    INFO(idle.out << idle.err);
    CHECK(idle.code == 0);
    CHECK(has(idle.err, "changes nothing on 400 paths"));
}

TEST_CASE("a figure asked of a stress test has a column and is listed once") {
    const TemporaryFolder place;
    const Result result = ask(place, {"stress", "county", "--figure", "P(arrears)", "--figure",
                                      "mean(projects_cancelled@2020)", "--json"});
    INFO(result.out << result.err);
    REQUIRE(result.code == 0);
    const auto json = nlohmann::json::parse(result.out);
    const auto& heat = json["heat"];
    REQUIRE_FALSE(heat.empty());
    CHECK(heat[0].contains("mean(projects_cancelled@2020)"));
    std::size_t times = 0;
    for (const auto& row : json["stress"]) {
        if (row["measure"] == "P(arrears)" && row["stress"] == heat[0]["stress"]) ++times;
    }
    CHECK(times == 1);
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
    CHECK(has(until.err, "--until:1:1: "));
    CHECK(has(until.err, "se(figure)<=value"));
    // All at once, each with its place in the text.
    const Result wrong =
        ask(place, {"run", "county", "--until", "se(P(debt))<=50万元", "--until",
                    "se(mean(fai@2020))<=-5万元", "--until", "se(p90(nonsense@2020))<=1%",
                    "--until", "se(P(debt)<=1%", "--lang", "en"});
    CHECK(wrong.code == 2);
    CHECK(has(wrong.err, "--until:1:14: "));
    CHECK(has(wrong.err, "a percentage, like 0.2%"));
    CHECK(has(wrong.err, "--until:1:21: "));
    CHECK(has(wrong.err, "above 0"));
    CHECK(has(wrong.err, "nonsense"));
    CHECK(has(wrong.err, "4 errors"));
    const Result alone = ask(place, {"run", "county", "--max-time", "5", "--lang", "en"});
    CHECK(alone.code == 2);
    CHECK(has(alone.err, "--max-time goes with --until"));
    const Result mean =
        ask(place, {"rare", "county", "--figure", "mean(fai@2020)", "--lang", "en"});
    CHECK(mean.code == 2);
    CHECK(has(mean.err, "ask about a probability"));
    const Result few =
        call(place, {"run", "county", "--even-draws", "--paths", "100", "--lang", "en"});
    CHECK(few.code == 2);
    CHECK(has(few.err, "too few for --even-draws"));
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
    CHECK(paths > 400);
    const auto& precision = manifest["precision"][0];
    CHECK(precision["asked"] == "se(mean(fai@2020))<=5万元");
    CHECK(precision["reached"] == true);
    CHECK(precision["se"].get<double>() <= 50000.0);
    CHECK(precision["se"].get<double>() > 25000.0);
    REQUIRE(call(place,
                 {"run", "county", "--paths", std::to_string(paths), "--out", "plain", "--quiet"})
                .code == 0);
    CHECK(read_text(place.path() / "until" / "indicators.csv") ==
          read_text(place.path() / "plain" / "indicators.csv"));
}

TEST_CASE("a run whose time is up says what was reached") {
    const TemporaryFolder place;
    const Result result =
        ask(place, {"run", "county", "--until", "se(P(debt))<=0.0001%", "--until",
                    "se(mean(fai@2020))<=1000亿元", "--max-time", "0.3", "--lang", "en"});
    INFO(result.out << result.err);
    REQUIRE(result.code == 0);
    CHECK(has(result.out, "not reached: the time is up"));
    CHECK(has(result.out, ", reached"));
    const auto manifest =
        nlohmann::json::parse(read_text(place.path() / "out" / "county" / "manifest.json"));
    CHECK(manifest["precision"][0]["reached"] == false);
    CHECK(manifest["precision"][1]["reached"] == true);
}

TEST_CASE("even draws are the same on any threads, told, and opened by replay") {
    const TemporaryFolder place;
    const Result one = ask(
        place, {"run", "county", "--even-draws", "--threads", "1", "--out", "one", "--lang", "en"});
    INFO(one.out << one.err);
    REQUIRE(one.code == 0);
    CHECK(has(one.out, "were spread evenly"));
    REQUIRE(
        ask(place, {"run", "county", "--even-draws", "--threads", "3", "--out", "three"}).code ==
        0);
    REQUIRE(ask(place, {"run", "county", "--out", "plain"}).code == 0);
    const auto indicators = [&](const char* folder) {
        return read_text(place.path() / folder / "indicators.csv");
    };
    CHECK(indicators("one") == indicators("three"));
    CHECK(indicators("one") != indicators("plain"));
    const auto manifest = nlohmann::json::parse(read_text(place.path() / "one" / "manifest.json"));
    CHECK(manifest["even_draws"] == true);
    const auto replayed = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"replay", "county", "--path",  "3",
                                           "--out",  "path",   "--quiet", "--force"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        REQUIRE(call(place, arguments).code == 0);
        return read_text(place.path() / "path" / "ledger.csv");
    };
    CHECK(replayed({"--even-draws"}) != replayed({}));
}
