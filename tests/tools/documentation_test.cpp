// docs/cli.md and its Chinese twin must name what the program has.
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "help.hpp"
#include "support/folders.hpp"

using namespace coffer::tool::test;

namespace {

std::string page(const std::string& name) {
    return read_text(coffer::testing::source_folder() / "docs" / name);
}

/// All pages of docs/: a command may have a page of its own.
std::string all_documentation() {
    std::string text;
    for (const auto& entry : fs::directory_iterator(coffer::testing::source_folder() / "docs")) {
        if (entry.path().extension() == ".md") text += read_text(entry.path());
    }
    return text;
}

}  // namespace

TEST_CASE("every command stands in docs/cli.md, and every option of its help in docs/") {
    const TemporaryFolder place;
    const std::string english = page("cli.md");
    const std::string chinese = page("cli.zh-CN.md");
    const std::string text = all_documentation();
    for (const std::string& command : command_names()) {
        INFO(command);
        CHECK(has(english, "coffer " + command + " "));
        CHECK(has(chinese, "coffer " + command + " "));
        for (const auto& [option, explanation] :
             help_entries(call(place, {command, "--help"}).out)) {
            if (!option.starts_with("--")) continue;
            INFO(option);
            CHECK(has(text, "`" + option));
        }
    }
}

namespace {

void check_files_and_keys(const std::string& text) {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county", "--quiet", "--lang", "en"}).code == 0);
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

}  // namespace

TEST_CASE("every file, column and key stands in docs/cli.md") {
    check_files_and_keys(page("cli.md"));
}
TEST_CASE("every file, column and key stands in docs/cli.zh-CN.md") {
    check_files_and_keys(page("cli.zh-CN.md"));
}
