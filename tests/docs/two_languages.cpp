// Pages in two languages say the same, as far as a program can tell: sections, table rows,
// commands, and the names that both write alike. Catches a page that one language lacks, and what
// was added to one of the two alone.
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "markdown.hpp"
#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

namespace fs = std::filesystem;

/// What somebody needs who reads Chinese only: to start, to write a plan, to give commands, to
/// read results. (names.md, audit.md and glossary.md hold both languages side by side.)
const std::vector<std::string> pages_of_users{
    "README",          "docs/README",           "docs/scenario",
    "docs/changes",    "docs/workbook",         "docs/cli",
    "docs/browser",    "docs/report",           "docs/night",
    "docs/indicators", "docs/questions",        "docs/calibration",
    "docs/line-kinds", "docs/reference-classes"};
const std::string chinese_end = ".zh-CN.md";

std::string page(const std::string& name) {
    return test::read_text(testing::source_folder() / name);
}

/// Every page that stands in two languages, without its ending.
std::vector<std::string> twins() {
    std::vector<std::string> names;
    for (const char* folder : {"", "docs/"}) {
        for (const auto& entry : fs::directory_iterator(testing::source_folder() / folder)) {
            const std::string file = entry.path().filename().string();
            if (!file.ends_with(chinese_end)) continue;
            names.push_back(folder + file.substr(0, file.size() - chinese_end.size()));
        }
    }
    return names;
}

/// The first lines, in which the other language is offered.
std::string head_of(const std::string& text) {
    return text.substr(0, text.find("\n\n", text.find("\n\n") + 2));
}

}  // namespace

TEST_CASE("the pages a user needs stand in both languages", "[docs]") {
    for (const std::string& name : pages_of_users) {
        INFO(name);
        CHECK(fs::exists(testing::source_folder() / (name + ".md")));
        CHECK(fs::exists(testing::source_folder() / (name + chinese_end)));
    }
}

TEST_CASE("both languages of a page have the same sections, rows, commands and names", "[docs]") {
    const auto all = twins();
    CHECK(all.size() >= pages_of_users.size());
    for (const std::string& name : all) {
        INFO(name);
        CHECK(docs::difference(page(name + ".md"), page(name + chinese_end)) == "");
    }
}

TEST_CASE("a page leads to its other language, and a Chinese page stays in Chinese", "[docs]") {
    for (const std::string& name : twins()) {
        INFO(name);
        const std::string base = fs::path(name).filename().string();
        const std::string english = page(name + ".md");
        const std::string chinese = page(name + chinese_end);
        CHECK(head_of(english).find("(" + base + chinese_end + ")") != std::string::npos);
        CHECK(head_of(chinese).find("(" + base + ".md)") != std::string::npos);
        const std::string rest = chinese.substr(head_of(chinese).size());
        for (const std::string& other : twins()) {
            const std::string target = fs::path(other).filename().string() + ".md";
            // Both READMEs of the documentation list all pages of both languages' readers.
            if (target == "README.md") continue;
            INFO(target);
            for (const char* before : {"(", "/"}) {
                for (const char* behind : {")", "#"}) {
                    CHECK(rest.find(before + target + behind) == std::string::npos);
                }
            }
        }
    }
}

TEST_CASE("what one language lacks is found", "[docs]") {
    const std::string english = page("docs/cli.md");
    REQUIRE(docs::difference(english, english).empty());
    const auto without = [&](const std::string& from, const std::string& to) {
        std::string text = english;
        const std::size_t at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
        return docs::difference(english, text);
    };
    CHECK(without("## Exit codes", "### Exit codes").find("Exit codes") != std::string::npos);
    CHECK(without("\n| 1 |", "\n1 |").find("table rows") != std::string::npos);
    CHECK(without("`--max-time", "`--longest").find("--longest") != std::string::npos);
    CHECK(without("`simulation.paths`", "`simulation.path`").find("simulation.paths") !=
          std::string::npos);
    const std::string block = "```sh\ncoffer run a   # says so\n```\n";
    CHECK(docs::difference(block, "```sh\ncoffer run a   # 说明\n```\n").empty());
    CHECK_FALSE(docs::difference(block, "```sh\ncoffer run b\n```\n").empty());
}
