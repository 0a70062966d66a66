// coffer replay: one path with its books open.
#include "coffer/analysis/replay.hpp"

#include <fmt/format.h>

#include "coffer/base/calendar.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/replay_files.hpp"
#include "coffer/report/text_table.hpp"
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
    usage.required_option("--path", "K", whole(options.path, 0, run::most_paths - 1),
                          {"路径号，从 0 数起（必需）", "number of the path, from 0 (required)"},
                          {"要知道重放哪一条路径", "it says which path to replay"},
                          {"如 --path 0。", "For example --path 0."});
    describe_seed(usage, options.seed);
    options.even.describe(usage);
    options.out.describe(usage, "-path-K");
}

constexpr std::size_t events_shown = 40;

/// Draws explain what happens; what happens is what a reader looks for first.
bool is_draw(const analysis::EventRow& row) {
    return row.event == "driver" || row.event == "yearly_noise" || row.event.starts_with("draw_");
}

std::string events(const analysis::Replay& replay, Month start, Language language) {
    const bool chinese = language == Language::chinese;
    report::TextTable table({{chinese ? "月份" : "Month", report::Align::left},
                             {chinese ? "对象" : "Subject", report::Align::left, 24},
                             {chinese ? "事件" : "Event", report::Align::left, 24},
                             {chinese ? "原因" : "Cause", report::Align::left, 44},
                             {chinese ? "数额" : "Amount"}});
    for (const analysis::EventRow& row : replay.events) {
        if (is_draw(row)) continue;
        if (table.rows() == events_shown) break;
        table.add({to_string(month_after(start, row.month)), row.subject, row.event, row.cause,
                   fmt::format("{:.2f}", row.amount)});
    }
    std::string text = table.rows() > 0 ? table.render() : "";
    if (table.rows() < replay.events.size()) {
        text += fmt::format(fmt::runtime(chinese ? "  另有 {} 个事件和抽样，见 events.csv\n"
                                                 : "  {} more events and draws in events.csv\n"),
                            replay.events.size() - table.rows());
    }
    return text;
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
    const analysis::Replay replay =
        analysis::replay(loaded->plan, options.even.applied_to(loaded->plan, how), path);
    manifest.timings.simulate = watch.lap();
    if (stop_requested()) return report_stop(speech);
    if (replay.out_of_range) return report_out_of_range(speech, path);

    const Month start = loaded->model.start();
    Diagnostics troubles;
    const auto written = results::write(
        folder, report::replay_files(replay, start), manifest, options.out.force,
        [&] { return watch.lap(); }, troubles);
    if (!written) {
        print(troubles, speech);
        return failure;
    }
    if (speech.quiet()) return success;
    std::string text = fmt::format(
        fmt::runtime(speech.chinese() ? "{}（{}）  种子 {}  路径 {}：{} 笔账，{} 个事件\n"
                                      : "{} ({})  seed {}  path {}: {} ledger lines, {} events\n"),
        report::printable(loaded->model.name.in(speech.language)), loaded->model.id, manifest.seed,
        path, replay.ledger.size(), replay.events.size());
    text += events(replay, start, speech.language);
    text += fmt::format(fmt::runtime(speech.chinese() ? "\n结果已写入 {}\n" : "\nWritten to {}\n"),
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
