// coffer run: parse -> build -> compile -> run (simulate, summarise) -> report.
#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/json.hpp"
#include "coffer/report/render.hpp"
#include "coffer/report/write.hpp"
#include "colleague.hpp"
#include "command.hpp"
#include "forecast.hpp"
#include "load.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    ScenarioOptions scenario;
    RunOptions run;
    OutOption out;
    StrictOption strict;
};

void describe(Usage& usage, Options& options) {
    options.scenario.describe(usage);
    options.run.describe(usage);
    options.out.describe(usage, {"out/<情景 id>", "out/<scenario id>"});
    options.strict.describe(usage);
}

std::string tables(const statistics::Forecast& forecast, const report::Manifest& written,
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
    report::Timings timings;
    const auto loaded = load(options.scenario, timings, diagnostics);
    if (!loaded) {
        print(diagnostics, speech);
        return mistake;
    }
    const run::Options how = options.run.of(loaded->model.simulation);
    check_memory(loaded->plan, how, options.run.max_memory, diagnostics);
    const auto folder = options.out.or_default(loaded->model.id);
    const bool may_write =
        report::check_folder(folder, report::MayReplace::results_of_run, diagnostics);
    const auto trial = audit::try_out(loaded->plan, audit::StructuralTest::no);
    const audit::Findings findings =
        trial ? audit::audit(loaded->document, loaded->model, *trial) : audit::Findings{};
    const Diagnostics shown = options.strict.applied_to(with_some(diagnostics, findings));
    print(shown, speech);
    if (!may_write || shown.has_errors()) return mistake;
    audit::add_to(diagnostics, findings);

    const auto outcome = forecast(loaded->plan, how, speech);
    if (!outcome) return report_stop(speech);
    if (outcome->out_of_range) return report_out_of_range(speech, *outcome->out_of_range);

    report::Manifest manifest = manifest_of(*loaded, options.scenario, timings, diagnostics);
    manifest.command = "run";
    manifest.seed = how.draws.seed();
    manifest.paths = how.paths;
    manifest.threads = outcome->threads;
    manifest.timings.simulate = outcome->timings.simulate;
    manifest.timings.first_path = outcome->timings.first_path;
    manifest.timings.summarise = outcome->timings.summarise;

    Stopwatch watch;
    Diagnostics troubles;
    const auto written = report::write(
        folder, report::forecast_files(outcome->forecast), manifest, [&] { return watch.lap(); },
        troubles);
    if (!written) {
        print(troubles, speech);
        return failure;
    }
    if (speech.quiet()) return success;
    const std::string text = speech.output == Output::json
                                 ? report::forecast_json(outcome->forecast, *written)
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
                       {"打印结果表，写入 out/<情景 id>",
                        "print tables, write files to out/<scenario id>"}},
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
