// Catches: a README that shows what the program no longer prints, or commands that it does not
// have.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <catch2/catch.hpp>

#include "support/folders.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

namespace fs = std::filesystem;

const std::string source_dir = testing::source_folder();
const std::string program = testing::binary_folder() / "coffer";
const std::vector<std::string> readmes{"README.md", "README.zh-CN.md"};

bool runs(const std::string& command) { return std::system(command.c_str()) == 0; }

std::string update(const std::string& arguments) {
    return "'" + source_dir + "/tools/docs/update_outputs' --program '" + program + "' " +
           arguments;
}

/// The lines in fenced sh blocks that begin with one of our commands, as words.
std::vector<std::vector<std::string>> commands_of(const std::string& readme) {
    std::istringstream page(test::read_text(source_dir + "/" + readme));
    std::vector<std::vector<std::string>> commands;
    bool inside = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("```")) inside = line == "```sh";
        if (!inside || !(line.starts_with("./dev") || line.starts_with("build/release/coffer"))) {
            continue;
        }
        std::istringstream words(line);
        commands.emplace_back(std::istream_iterator<std::string>(words),
                              std::istream_iterator<std::string>());
    }
    return commands;
}

/// Whether the words name a command that exists, on scenarios that exist.
bool exists(const std::vector<std::string>& words) {
    if (words.size() < 2) return false;
    for (const std::string& word : words) {
        if (word.starts_with("scenarios/") && !fs::exists(source_dir + "/" + word)) return false;
    }
    // Both list their commands in their help, one a line, two blanks in front.
    std::string help;
    if (words[0] == "./dev") help = "'" + source_dir + "/dev' help";
    if (words[0] == "build/release/coffer") help = "'" + program + "' --help";
    return !help.empty() && runs(help + " | grep '^  " + words[1] + " ' > /dev/null");
}

}  // namespace

// One test a page: each runs for some seconds.
TEST_CASE("README.md shows what the program prints today", "[docs][readme]") {
    CHECK(runs(update("--check --page " + readmes[0])));
}
TEST_CASE("README.zh-CN.md shows what the program prints today", "[docs][readme]") {
    CHECK(runs(update("--check --page " + readmes[1])));
}
TEST_CASE("docs/questions.md shows what the program prints today", "[docs][readme]") {
    CHECK(runs(update("--check --page docs/questions.md")));
}
TEST_CASE("docs/questions.zh-CN.md shows what the program prints today", "[docs][readme]") {
    CHECK(runs(update("--check --page docs/questions.zh-CN.md")));
}

TEST_CASE("the founding plans' pages show what the program prints today", "[docs][readme]") {
    CHECK(runs(update("--check --page scenarios/guzhang-2020/README.md")));
    CHECK(runs(update("--check --page scenarios/wanghua-2021/README.md")));
}

TEST_CASE("a figure changed in a page is found", "[docs][readme]") {
    const testing::TemporaryFolder place;
    const auto& page = readmes[0];
    std::string text = test::read_text(source_dir + "/" + page);
    const auto block = text.find("<!-- output:begin ");
    REQUIRE(block != std::string::npos);
    const auto figure = text.find('%', text.find("```text", block));
    REQUIRE(figure != std::string::npos);
    text[figure - 1] = text[figure - 1] == '2' ? '3' : '2';
    std::ofstream(place.path() / page, std::ios::binary) << text;
    const std::string told = (place.path() / "told").string();
    CHECK_FALSE(runs(update("--check --page " + page + " --folder '" + place.path().string() +
                            "' > '" + told + "' 2>&1")));
    CHECK(test::read_text(told).find("--- " + page) != std::string::npos);
}

TEST_CASE("the READMEs' commands exist", "[docs][readme]") {
    const auto english = commands_of(readmes[0]);
    CHECK(english.size() >= 6);
    CHECK(commands_of(readmes[1]) == english);
    for (const auto& words : english) {
        INFO(words[0] << " " << (words.size() > 1 ? words[1] : ""));
        CHECK(exists(words));
    }
    CHECK_FALSE(exists({"./dev", "publish"}));
    CHECK_FALSE(exists({"build/release/coffer", "publish"}));
    CHECK_FALSE(exists({"./dev", "run", "scenarios/nowhere"}));
}
