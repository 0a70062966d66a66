// coffer init: a small scenario to begin with.
#include <filesystem>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/results/folder.hpp"
#include "command.hpp"
#include "minimal_scenario.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::filesystem::path folder;
};

void describe(Usage& usage, Options& options) {
    usage.argument("DIR", folder(options.folder), {"要新建的目录", "the folder to make"});
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    if (!results::check_folder(options.folder, std::nullopt, diagnostics)) {
        print(diagnostics, speech);
        return mistake;
    }
    auto files = minimal_scenario();
    for (auto& file : files) {
        // Without the mark Excel takes a UTF-8 table for the local encoding and garbles Chinese.
        if (file.name.ends_with(".csv")) file.content.insert(0, "\xEF\xBB\xBF");
    }
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
         .summary = {"写一个带注释、可运行的小情景", "write a small commented scenario that runs"},
         .examples = {{"coffer init my-county",
                       {"在 my-county 里写一个可以直接推演的情景",
                        "write a scenario that can be run at once into my-county"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
