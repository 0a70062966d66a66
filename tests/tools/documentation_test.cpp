// docs/cli.md must name what the program has.
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"
#include "support/folders.hpp"

using namespace coffer::tool::test;

namespace {

std::string documentation() {
    return read_text(coffer::testing::source_folder() / "docs" / "cli.md");
}

}  // namespace

TEST_CASE("every option in the help stands in docs/cli.md") {
    const TemporaryFolder place;
    const std::string text = documentation();
    for (const char* command : {"run", "check", "replay", "init"}) {
        std::istringstream words(call(place, {command, "--help"}).out);
        std::string word;
        std::size_t options = 0;
        while (words >> word) {
            if (!word.starts_with("--")) continue;
            INFO(word);
            CHECK(has(text, "`" + word));
            ++options;
        }
        CHECK(options >= 2);
    }
}

TEST_CASE("every file, column and key stands in docs/cli.md") {
    const TemporaryFolder place;
    const std::string text = documentation();
    REQUIRE(call(place, {"init", "county", "--quiet"}).code == 0);
    const Result ran = call(place, {"run", "county", "--paths", "10", "--out", "r", "--json"});
    REQUIRE(ran.code == 0);
    REQUIRE(call(place, {"replay", "county", "--path", "0", "--out", "p", "--quiet"}).code == 0);
    for (const char* folder : {"r", "p"}) {
        for (const auto& entry : fs::directory_iterator(place.path() / folder)) {
            const std::string name = entry.path().filename().string();
            INFO(name);
            CHECK(has(text, "### " + name) == (name != "events.csv"));
            CHECK(has(text, name));
            if (!name.ends_with(".csv") || name == "monthly.csv") continue;
            std::string content = read_text(entry.path());
            if (content.starts_with("\xEF\xBB\xBF")) content.erase(0, 3);
            std::istringstream columns(content.substr(0, content.find('\n')));
            std::string column;
            while (std::getline(columns, column, ',')) {
                INFO(column);
                CHECK(has(text, "`" + column + "`"));
            }
        }
    }
    const auto document = nlohmann::json::parse(ran.out);
    for (const auto& [key, value] : document.items()) CHECK(has(text, "`" + key + "`"));
    for (const auto& [key, value] : document["manifest"].items()) {
        INFO(key);
        CHECK(has(text, "`" + key + "`"));
    }
    for (const auto& [key, value] : document["first_year"][0].items()) {
        INFO(key);
        CHECK(has(text, "`" + key + "`"));
    }
}
