// Commands describe themselves: what a description leaves out shows here.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "help.hpp"

using namespace coffer::tool::test;

namespace {

bool is_ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The lines of the examples.
std::vector<std::string> examples(const std::string& help, const std::string& command) {
    std::vector<std::string> found;
    std::istringstream lines(help);
    std::string line;
    while (std::getline(lines, line)) {
        if (line.starts_with("  coffer " + command + " ")) found.push_back(line.substr(2));
    }
    return found;
}

}  // namespace

// Catches a command that is in the tree and not in the program, and one without its file.
TEST_CASE("every file in commands/ is a command, and the other way round") {
    std::set<std::string> files;
    for (const auto& entry : fs::directory_iterator(coffer::testing::source_folder() / "tools" /
                                                    "coffer" / "commands")) {
        if (entry.path().extension() == ".cpp") files.insert(entry.path().stem().string());
    }
    const auto names = command_names();
    CHECK(names.size() >= 4);
    CHECK(files == std::set<std::string>(names.begin(), names.end()));
}

// Catches an option, argument or command explained in one language only, or in the other one.
TEST_CASE("the help explains everything in both languages") {
    const TemporaryFolder place;
    auto names = command_names();
    names.emplace_back("--help");
    for (const std::string& command : names) {
        const Result chinese = call(place, {command, "--help"});
        const Result english = call(place, {command, "--help", "--lang", "en"});
        INFO(command);
        CHECK(chinese.code == 0);
        CHECK(english.code == 0);
        CHECK(chinese.err.empty());
        CHECK(english.err.empty());
        for (const char* part : {"用法: coffer", "示例：", "退出码："}) {
            CHECK(has(chinese.out, part));
        }
        for (const char* part : {"Usage: coffer", "Examples:", "Exit codes:"}) {
            CHECK(has(english.out, part));
        }
        const auto in_chinese = help_entries(chinese.out);
        const auto in_english = help_entries(english.out);
        CHECK(in_chinese.size() == in_english.size());
        CHECK(in_chinese.size() >= 3);
        for (const auto& [name, text] : in_chinese) {
            INFO(name << ": " << text);
            CHECK_FALSE(is_ascii(text));
            // Options are called alike, arguments as the language calls what to write.
            if (name.starts_with('-')) CHECK(in_english.count(name) == 1);
        }
        for (const auto& [name, text] : in_english) {
            INFO(name << ": " << text);
            CHECK(text.size() >= 6);
            CHECK(is_ascii(name + text));
        }
        if (command.starts_with('-')) continue;
        // Chinese stands in an English help only inside of a line to type, such as 500万.
        const auto lines = examples(english.out, command);
        CHECK_FALSE(lines.empty());
        CHECK(lines == examples(chinese.out, command));
        std::istringstream rest(english.out);
        std::string line;
        while (std::getline(rest, line)) {
            if (!line.starts_with("  coffer ")) CHECK(is_ascii(line));
        }
    }
    CHECK(place.names().empty());
}

// An example that uses an option the command does not have is worse than none.
TEST_CASE("examples use options that the command has") {
    const TemporaryFolder place;
    for (const std::string& command : command_names()) {
        const std::string help = call(place, {command, "--help"}).out;
        const auto entries = help_entries(help);
        for (const std::string& line : examples(help, command)) {
            std::istringstream words(line);
            std::string word;
            while (words >> word && word != "|") {
                if (!word.starts_with("--")) continue;
                INFO(line);
                CHECK(entries.count(word.substr(0, word.find('='))) == 1);
            }
        }
    }
}

TEST_CASE("an option given twice, and one without its value, are named") {
    const TemporaryFolder place;
    const Result twice = call(place, {"run", "x", "--paths", "1", "--paths", "2", "--lang", "en"});
    CHECK(twice.code == 2);
    CHECK(has(twice.err, "error: option --paths is given 2 times"));
    CHECK(has(call(place, {"run", "x", "--seed", "1", "--seed=2"}).err, "选项 --seed 写了 2 次"));
    const Result empty = call(place, {"run", "x", "--seed"});
    CHECK(empty.code == 2);
    CHECK(has(empty.err, "选项 --seed 后面没有值"));
    CHECK(has(call(place, {"run", "x", "--seed", "--lang", "en"}).err, "--seed"));
}
