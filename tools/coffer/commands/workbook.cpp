// coffer workbook: a plan as one .xlsx, or back as a folder.
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/plan_files.hpp"
#include "coffer/report/write_file.hpp"
#include "coffer/results/folder.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "command.hpp"
#include "minimal_scenario.hpp"
#include "paths_apart.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::vector<std::string> paths;
    bool make_template = false;
    bool force = false;
};

bool is_workbook(const std::filesystem::path& path) {
    const std::string ending = path.extension().string();
    return ending == ".xlsx" || ending == ".XLSX";
}

void describe(Usage& usage, Options& options) {
    usage.argument("PATH", folders(options.paths),
                   {"方案（目录或 .xlsx），和要写的 .xlsx 或目录；有 --template 时只写后者",
                    "a plan (folder or .xlsx), and the .xlsx or folder to write; the latter alone "
                    "with --template"});
    usage.flag("--template", options.make_template,
               {"写一个样表：可以直接推演的小方案", "write an example that runs"});
    usage.flag("--force", options.force, {"替换已有的工作簿", "replace a workbook that is there"});
    usage.rule([&options](Diagnostics& diagnostics) {
        const std::size_t wanted = options.make_template ? 1 : 2;
        if (options.paths.size() == 2) {
            check_paths_apart({{"PATH", options.paths[0]}, {"PATH", options.paths[1], true}},
                              diagnostics);
        }
        if (options.paths.size() == wanted) return;
        diagnostics.error(
            {},
            wanted == 1 ? Text{"--template 后只写一个文件名", "--template takes one file name"}
                        : Text{"要写两个：方案和要写的文件或目录",
                               "two are wanted: a plan, and what to write"},
            {"", ""},
            {"例如：coffer workbook my-county my-county.xlsx",
             "For example: coffer workbook my-county my-county.xlsx"});
    });
}

/// The example, or the plan that was named.
std::optional<scenario::Document> read(const Options& options, Diagnostics& diagnostics) {
    if (!options.make_template) return scenario::parse(options.paths.front(), {}, diagnostics);
    std::map<std::string, std::string> files;
    for (auto& file : minimal_scenario()) files.emplace(file.name, std::move(file.content));
    return scenario::parse_texts(files, "template", {}, diagnostics);
}

bool write(const scenario::Document& document, const std::filesystem::path& to,
           const Options& options, const Speech& speech, Diagnostics& diagnostics) {
    if (!is_workbook(to)) {
        return results::write_folder(to, report::plan_folder(document, speech.language),
                                     std::nullopt, diagnostics);
    }
    const auto existing = options.force ? report::Existing::replace : report::Existing::keep;
    const auto bytes = report::plan_workbook(document, speech.language, diagnostics);
    return bytes && report::write_file(to, *bytes, existing, diagnostics);
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    const std::filesystem::path to = options.paths.back();
    auto document = read(options, diagnostics);
    // What could not be read would be missing from the copy.
    if (!document || diagnostics.has_errors()) {
        print(diagnostics, speech);
        return mistake;
    }
    if (options.make_template && speech.chinese()) keep_chinese_notes(*document);
    if (!write(*document, to, options, speech, diagnostics)) {
        print(diagnostics, speech);
        return failure;
    }
    if (speech.quiet()) return success;
    const std::string text = fmt::format(
        fmt::runtime(speech.chinese() ? "已写入 {0}\n  sha256 {1}\n接下来：\n  coffer check {0}\n"
                                        "  coffer run {0}\n"
                                      : "Written to {0}\n  sha256 {1}\nNext:\n  coffer check "
                                        "{0}\n  coffer run {0}\n"),
        report::printable(to.string()), document->sha256);
    return print(text) ? success : failure;
}

}  // namespace

Command workbook() {
    return define<Options>(
        {.name = "workbook",
         .chapter = Chapter::exchange,
         .summary = {"把方案写成一个 Excel 工作簿，或写回目录",
                     "write a plan as a workbook, or back as a folder"},
         .examples = {{"coffer workbook my-county my-county.xlsx",
                       {"写成工作簿：每张表一个工作表", "as a workbook: a sheet a table"}},
                      {"coffer workbook my-county.xlsx my-county-2",
                       {"写回目录", "back as a folder"}},
                      {"coffer workbook --template sample.xlsx",
                       {"样表，可以直接推演", "an example that runs"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
