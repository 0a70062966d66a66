// coffer init: a small scenario to begin with.
#include <filesystem>
#include <map>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "coffer/base/contract.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/plan_files.hpp"
#include "coffer/results/folder.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "command.hpp"
#include "minimal_scenario.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::filesystem::path folder;
};

void describe(Usage& usage, Options& options) {
    usage.argument("DIR", written(folder(options.folder)), {"要新建的目录", "the folder to make"});
}

/// What stands above the first key of a file of settings, in Chinese.
std::string chinese_preface(const std::string& settings) {
    std::istringstream lines(settings);
    std::string preface;
    for (std::string line; std::getline(lines, line) && line.starts_with('#');) {
        const std::string part = chinese_part(line);
        if (!part.empty()) preface += part + "\n";
    }
    return preface;
}

/// The same plan with Chinese names of tables, headings and words.
std::vector<results::File> in_chinese(const std::vector<results::File>& files) {
    std::map<std::string, std::string> texts;
    for (const auto& file : files) texts[file.name] = file.content;
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(texts, "minimal", {}, diagnostics);
    COFFER_EXPECT(document && !diagnostics.has_errors());  // the program carries it
    keep_chinese_notes(*document);
    auto written = report::plan_folder(*document, Language::chinese);
    written.front().content.insert(0, chinese_preface(texts.at(written.front().name)));
    return written;
}

std::vector<results::File> with_marks() {
    auto files = minimal_scenario();
    for (auto& file : files) {
        // Without the mark Excel takes a UTF-8 table for the local encoding and garbles Chinese.
        if (file.name.ends_with(".csv")) file.content.insert(0, "\xEF\xBB\xBF");
    }
    return files;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    if (!results::check_folder(options.folder, std::nullopt, diagnostics)) {
        print(diagnostics, speech);
        return mistake;
    }
    const auto files = speech.chinese() ? in_chinese(minimal_scenario()) : with_marks();
    if (!results::write_folder(options.folder, files, std::nullopt, diagnostics)) {
        print(diagnostics, speech);
        return failure;
    }
    if (speech.quiet()) return success;
    const std::string text = fmt::format(
        fmt::runtime(
            speech.chinese()
                ? "已写入 {0}（{1} 个文件）。接下来：\n  coffer check {0}\n  coffer run {0}\n"
                : "Written to {0} ({1} files). Next:\n  coffer check {0}\n  coffer run {0}\n"),
        report::printable(options.folder.string()), files.size());
    return print(text) ? success : failure;
}

}  // namespace

Command init() {
    return define<Options>(
        {.name = "init",
         .chapter = Chapter::prepare,
         .summary = {"写一个带注释、可运行的小方案", "write a small commented plan that runs"},
         .examples = {{"coffer init my-county",
                       {"在 my-county 里写一个可以直接推演的方案",
                        "write a plan that can be run at once into my-county"}},
                      {"coffer init my-county --lang zh",
                       {"表名、表头和选项都用中文", "with Chinese tables, headings and words"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
