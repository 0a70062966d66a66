// coffer replay: one path with its books open.
#include "coffer/analysis/replay.hpp"

#include <fmt/format.h>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/reader_tables.hpp"
#include "coffer/report/replay_files.hpp"
#include "coffer/results/folder.hpp"
#include "command.hpp"
#include "even_draws_option.hpp"
#include "forecast.hpp"
#include "load.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    ScenarioOptions scenario;
    std::uint64_t path = 0;
    std::optional<std::uint64_t> seed;
    EvenDrawsOption even;
    OutOptions out;
};

void describe(Usage& usage, Options& options) {
    options.scenario.describe(usage);
    options.scenario.unit.describe(usage);
    usage.required_option("--path", "K", whole(options.path, 0, run::most_paths - 1),
                          {"路径号，从 0 数起（必需）", "number of the path, from 0 (required)"},
                          {"要知道重放哪一条路径", "it says which path to replay"},
                          {"如 --path 0。", "For example --path 0."});
    describe_seed(usage, options.seed);
    options.even.describe(usage);
    options.out.describe(usage, "-path-K");
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    results::Timings timings;
    const auto loaded = load(options.scenario, timings, diagnostics);
    if (!loaded) {
        print(diagnostics, speech);
        return mistake;
    }
    const std::uint64_t path = options.path;
    const auto folder =
        options.out.for_scenario(options.scenario.folder, fmt::format("-path-{}", path));
    run::Options how;
    how.draws = kernel::Draws::of(loaded->model.simulation, options.seed);
    options.even.check(*loaded, how, diagnostics);
    const bool may_write = results::check_folder(
        folder, results::Claim{"replay", options.scenario.folder, options.out.force}, diagnostics);
    print(diagnostics, speech);
    if (!may_write || diagnostics.has_errors()) return mistake;

    results::Manifest manifest = manifest_of(*loaded, options.scenario, timings, diagnostics);
    manifest.command = "replay";
    manifest.seed = options.seed.value_or(loaded->model.simulation.seed);
    manifest.path = path;
    manifest.even_draws = options.even.given;
    manifest.threads = 1;
    Stopwatch watch;
    kernel::PathStore store(loaded->plan, 1, kernel::Detail::traced);
    const analysis::Replay replay =
        analysis::replay(loaded->plan, options.even.applied_to(loaded->plan, how), path, store);
    manifest.timings.simulate = watch.lap();
    if (stop_requested()) return report_stop(speech);
    if (replay.out_of_range) return report_out_of_range(speech, path);
    const auto figures = run::describe(loaded->plan, store, statistics::Weights(1), 1);
    manifest.timings.summarise = watch.lap();

    const report::ReplayedPath replayed{loaded->model, replay, figures, manifest};
    auto files = report::replay_files(replay, loaded->model.start());
    for (auto& file : report::reader_files(report::replay_tables(replayed), speech.language)) {
        files.push_back(std::move(file));
    }
    Diagnostics troubles;
    const auto written = results::write(
        folder, files, manifest, options.out.force, [&] { return watch.lap(); }, troubles);
    if (!written) {
        print(troubles, speech);
        return failure;
    }
    if (speech.quiet()) return success;
    const std::string text =
        report::answer_text(report::replay_answer(replayed), speech.language) +
        fmt::format(fmt::runtime(speech.chinese() ? "\n结果已写入 {}\n" : "\nWritten to {}\n"),
                    report::printable(folder.string()));
    return print(text) ? success : failure;
}

}  // namespace

Command replay() {
    return define<Options>(
        {.name = "replay",
         .chapter = Chapter::forecast,
         .summary = {"重放一条路径：逐月账本与事件",
                     "replay one path: its monthly books and events"},
         .examples = {{"coffer replay my-county --path 17",
                       {"第 17 条路径的逐月账本和事件", "the monthly books and events of path 17"}},
                      {"coffer replay my-county --path 17 --seed 7 --out why-17",
                       {"同一条路径换一个种子，写入 why-17",
                        "the same path under another seed, written to why-17"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
