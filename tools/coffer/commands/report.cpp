// coffer report: one HTML file of the results in a folder.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "coffer/base/sha256.hpp"
#include "coffer/report/answer_page.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/forecast_page.hpp"
#include "coffer/report/html.hpp"
#include "coffer/results/read.hpp"
#include "command.hpp"
#include "option_groups.hpp"
#include "report_file.hpp"
#include "report_shell.hpp"

namespace coffer::tool::commands {
namespace {

namespace fs = std::filesystem;

struct Options {
    fs::path results;
    std::optional<fs::path> output;
    std::optional<fs::path> pdf;
    UnitOption unit;
    bool replace = false;
};

void describe(Usage& usage, Options& options) {
    usage.argument(
        "RESULT", folder(options.results),
        {"结果目录：coffer run，或 compare、stress、explain 等写出的",
         "a folder of results: of coffer run, or of compare, stress, explain and so on"});
    usage.option("--output", "FILE", written(file(options.output)),
                 {"报告文件，默认 <结果目录>.html", "the report; <RESULT>.html when left out"},
                 "-o");
    usage.option("--pdf", "FILE", written(file(options.pdf)),
                 {"同时打印成 PDF，需要本机有 Chromium、Chrome 或 Edge 浏览器",
                  "print it as PDF too; needs Chromium, Chrome or Edge on this machine"});
    options.unit.describe(usage);
    usage.flag("--force", options.replace,
               {"替换已有的文件", "replace a file that is there already"});
}

fs::path output_of(const Options& options) {
    if (options.output) return *options.output;
    // "out/plan/" names the same folder as "out/plan".
    fs::path folder = options.results;
    if (!folder.has_filename()) folder = folder.parent_path();
    return folder.string() + ".html";
}

/// Figures in files that were edited are no longer those of the run.
void warn_of_changes(const results::ReadResults& read, Diagnostics& diagnostics) {
    for (const std::string& name : read.changed) {
        diagnostics.warning(
            {name, 0, 0}, {"这个文件在推演之后被改动过", "this file was changed after the run"},
            {"内容与 manifest.json 记录的 sha256 不符",
             "it does not have the sha256 that manifest.json tells"},
            {"报告用的是改动后的数字；请用 coffer run 重新推演。",
             "The report shows the figures as they are now; run coffer run again."});
    }
}

std::optional<std::string> bytes_in(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// The manifest of a question's results; none of anything else.
std::optional<results::Manifest> question_in(const fs::path& folder) {
    const auto text = bytes_in(folder / "manifest.json");
    if (!text) return std::nullopt;
    auto read = results::read_manifest(*text);
    if (read.state != results::ManifestState::whole || read.manifest.command == "run") {
        return std::nullopt;
    }
    return std::move(read.manifest);
}

/// The page of a question's answer, from the data that it left.
std::optional<std::string> page_of(const results::Manifest& manifest, const Options& options,
                                   const Speech& speech, Diagnostics& diagnostics) {
    const Text again{"请重做一次并加 --report FILE：" + report::printable(manifest.typed),
                     "Ask again with --report FILE: " + report::printable(manifest.typed)};
    const Position at{options.results.string(), 0, 0};
    if (options.unit.unit) {
        diagnostics.error(
            at, {"单位换不了", "the unit cannot be changed"},
            {"其中是 coffer " + manifest.command + " 的结果，金额已按提问时的单位写出",
             "it holds results of coffer " + manifest.command +
                 ", whose amounts are written in the unit of the question"},
            {"请用 --unit 重做一次：" + report::printable(manifest.typed),
             "Ask again with --unit: " + report::printable(manifest.typed)});
        return std::nullopt;
    }
    const auto data = bytes_in(options.results / page_file);
    auto content = data ? report::html_of_data(*data, report::without_folders(manifest.typed),
                                               report_shell(), speech.language)
                        : std::optional<std::string>();
    if (!content) {
        diagnostics.error(
            at, {"不能写成报告", "no report can be written of it"},
            {"其中是另一版本的 coffer " + manifest.command + " 的结果",
             "it holds results of coffer " + manifest.command + " of another version"},
            again);
        return std::nullopt;
    }
    for (const results::FileEntry& file : manifest.files) {
        if (file.name != page_file || file.sha256 == sha256(*data)) continue;
        diagnostics.warning(
            {file.name, 0, 0},
            {"这个文件写出之后被改动过", "this file was changed after it was written"},
            {"内容与 manifest.json 记录的 sha256 不符",
             "it does not have the sha256 that manifest.json tells"},
            again);
    }
    return content;
}

ExitCode say_written(std::size_t bytes, const ReportFiles& files, const Speech& speech) {
    if (speech.quiet()) return success;
    constexpr double bytes_per_kilobyte = 1000.0;
    return print(fmt::format(
               fmt::runtime(speech.chinese()
                                ? "报告已写入 {}（{:.0f} kB），用浏览器打开，可以打印或发送\n"
                                : "Report written to {} ({:.0f} kB): open it in a browser, print "
                                  "it or send it\n"),
               report::printable(files.page.string()),
               static_cast<double>(bytes) / bytes_per_kilobyte))
               ? success
               : failure;
}

/// Books of one path are tables; a report is of many paths.
ExitCode refuse_replay(const results::Manifest& manifest, const Options& options,
                       const Speech& speech, Diagnostics& diagnostics) {
    const std::string plan = report::printable(manifest.scenario_folder);
    diagnostics.error({options.results.string(), 0, 0},
                      {"不能写成报告", "no report can be written of it"},
                      {"其中是 coffer replay 重放的一条路径，报告说的是许多条路径",
                       "it holds one path of coffer replay, and a report is of many paths"},
                      {"这条路径的事件和账目是其中 表/ 或 tables/ "
                       "里的表格，可用电子表格打开；要报告请先 coffer run " +
                           plan + "。",
                       "Events and books of the path are the tables in its folder tables/ or 表/, "
                       "for a spreadsheet; "
                       "for a report run coffer run " +
                           plan + " first."});
    print(diagnostics, speech);
    return mistake;
}

ExitCode of_question(const results::Manifest& manifest, const Options& options,
                     const ReportFiles& files, const Speech& speech, Diagnostics& diagnostics) {
    if (manifest.command == "replay") {
        return refuse_replay(manifest, options, speech, diagnostics);
    }
    const auto content = page_of(manifest, options, speech, diagnostics);
    print(diagnostics, speech);
    if (diagnostics.has_errors() || !content) return mistake;
    Diagnostics troubles;
    const auto bytes = write_report(*content, files, troubles);
    if (bytes) return say_written(*bytes, files, speech);
    print(troubles, speech);
    return failure;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    const ReportFiles files{output_of(options), options.pdf};
    check_report(files, options.replace ? IfThere::replace : IfThere::refuse, diagnostics);
    if (const auto question = question_in(options.results)) {
        return of_question(*question, options, files, speech, diagnostics);
    }
    auto read = results::read_run(options.results, diagnostics);
    if (diagnostics.has_errors() || !read) {
        print(diagnostics, speech);
        return mistake;
    }
    results::Manifest& manifest = read->results.manifest;
    manifest.unit = options.unit.unit.value_or(manifest.unit);
    warn_of_changes(*read, diagnostics);
    print(diagnostics, speech);
    for (const Diagnostic& warning : diagnostics.sorted()) {
        manifest.warnings.push_back(warning);
    }
    Diagnostics troubles;
    const auto bytes =
        write_report(report::forecast_page(read->results), files, speech.language, troubles);
    if (!bytes) {
        print(troubles, speech);
        return failure;
    }
    return say_written(*bytes, files, speech);
}

}  // namespace

Command report() {
    return define<Options>(
        {.name = "report",
         .chapter = Chapter::exchange,
         .summary = {"把结果写成一个可以离线打开的网页报告",
                     "write results as one HTML file that opens offline"},
         .examples = {{"coffer report out/my-county",
                       {"写出 out/my-county.html", "writes out/my-county.html"}},
                      {"coffer report out/my-county -o report.html --lang en",
                       {"指定文件名，打开时先显示英文", "another name, English first"}},
                      {"coffer report out/my-county --pdf report.pdf",
                       {"同时打印成 PDF", "a PDF too"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
