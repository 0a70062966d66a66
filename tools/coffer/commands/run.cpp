// coffer run: parse -> build -> compile -> run (simulate, summarise) -> report.
#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/render.hpp"
#include "coffer/results/folder.hpp"
#include "coffer/results/json.hpp"
#include "command.hpp"
#include "forecast.hpp"
#include "load.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    ScenarioOptions scenario;
    RunOptions run;
    OutOptions out;
};

void describe(Usage& usage, Options& options) {
    options.scenario.describe(usage);
    options.run.describe(usage);
    options.out.describe(usage);
}

std::string tables(const statistics::Forecast& forecast, const results::Manifest& written,
                   const std::filesystem::path& folder, Language language) {
    return report::render(forecast, written, language) +
           fmt::format(
               fmt::runtime(
                   language == Language::chinese
                       ? "\n结果已写入 {}（manifest.json 和 {} 个表；模拟用时 {:.2f} 秒）\n"
                       : "\nWritten to {} (manifest.json and {} tables; simulated in {:.2f} s)\n"),
               report::printable(folder.string()), written.files.size(), written.timings.simulate);
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    results::Timings timings;
    const auto loaded = load(options.scenario, timings, diagnostics);
    if (!loaded) {
        print(diagnostics, speech);
        return mistake;
    }
    const run::Options how = options.run.of(loaded->model.simulation);
    check_memory(loaded->plan, how, options.run.max_memory, diagnostics);
    const auto folder = options.out.for_scenario(options.scenario.folder);
    const bool may_write = results::check_folder(
        folder, results::Claim{"run", options.scenario.folder, options.out.force}, diagnostics);
    print(diagnostics, speech);
    if (!may_write || diagnostics.has_errors()) return mistake;

    const auto outcome = forecast(loaded->plan, how, speech);
    if (!outcome) return report_stop(speech);
    if (outcome->out_of_range) return report_out_of_range(speech, *outcome->out_of_range);

    results::Manifest manifest = manifest_of(*loaded, options.scenario, timings, diagnostics);
    manifest.command = "run";
    manifest.seed = how.draws.seed();
    manifest.paths = how.paths;
    manifest.threads = outcome->threads;
    manifest.timings.simulate = outcome->timings.simulate;
    manifest.timings.first_path = outcome->timings.first_path;
    manifest.timings.summarise = outcome->timings.summarise;

    Stopwatch watch;
    Diagnostics troubles;
    const auto written = results::write(
        folder, results::forecast_files(outcome->forecast), manifest, options.out.force,
        [&] { return watch.lap(); }, troubles);
    if (!written) {
        print(troubles, speech);
        return failure;
    }
    if (speech.quiet()) return success;
    const std::string text = speech.output == Output::json
                                 ? results::forecast_json(outcome->forecast, *written)
                                 : tables(outcome->forecast, *written, folder, speech.language);
    return print(text) ? success : failure;
}

}  // namespace

Command run() {
    return define<Options>(
        {.name = "run",
         .chapter = Chapter::forecast,
         .summary = {"推演情景，打印结果表并写出文件",
                     "forecast a scenario: print tables and write files"},
         .examples = {{"coffer run scenarios/minimal",
                       {"打印结果表，写入 out/<情景目录名>",
                        "print tables, write files to out/<name of its folder>"}},
                      {"coffer run my-county --paths 50000 --seed 7 --out results/base",
                       {"多算路径，换种子，写入 results/base",
                        "more paths, another seed, written to results/base"}},
                      {"coffer run my-county --set treasury.cash_floor=500万 --json | jq .targets",
                       {"改一个值，取出目标实现的概率",
                        "change a value, and take out the probabilities of the targets"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
