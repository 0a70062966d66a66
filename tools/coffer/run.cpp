// coffer run: parse -> build -> compile -> run (simulate, summarise) -> report.
#include "coffer/run/run.hpp"

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/json.hpp"
#include "coffer/report/render.hpp"
#include "coffer/report/write.hpp"
#include "load.hpp"
#include "memory.hpp"
#include "request.hpp"
#include "terminal.hpp"

namespace coffer::tool {
namespace {

std::string memory_text(std::uint64_t bytes) {
    const auto count = static_cast<double>(bytes);
    return count < 1e9 ? fmt::format("{:.1f} MB", count / 1e6)
                       : fmt::format("{:.2f} GB", count / 1e9);
}

void check_memory(const plan::Plan& plan, const run::Options& options, const Request& request,
                  Diagnostics& diagnostics) {
    const std::uint64_t needed = run::memory_needed(plan, options);
    const auto limit = request.max_memory ? request.max_memory : available_memory();
    if (!limit || needed <= *limit) return;
    diagnostics.error({}, {"内存不够", "not enough memory"},
                      {fmt::format("{} 条路径最多需要 {}，只有 {}", options.paths,
                                   memory_text(needed), memory_text(*limit)),
                       fmt::format("{} paths may need {}, there is {}", options.paths,
                                   memory_text(needed), memory_text(*limit))},
                      {"减少 --paths，或用 --max-memory 放宽上限。",
                       "Take fewer --paths, or raise the limit with --max-memory."});
}

}  // namespace

ExitCode run(const Request& request) {
    const Show show = request.output == Output::quiet ? Show::errors : Show::everything;
    Diagnostics diagnostics;
    report::Timings timings;
    const auto loaded = load(request, timings, diagnostics);
    if (!loaded) {
        print(diagnostics, request.language, show);
        return mistake;
    }
    const model::Simulation& simulation = loaded->model.simulation;
    run::Options options;
    options.paths = request.paths.value_or(simulation.paths);
    options.seed = request.seed.value_or(simulation.seed);
    options.threads = request.threads;
    check_memory(loaded->plan, options, request, diagnostics);
    const auto folder = out_folder(request, loaded->model.id);
    const bool may_write =
        report::check_folder(folder, report::MayReplace::results_of_run, diagnostics);
    print(diagnostics, request.language, show);
    if (!may_write || diagnostics.has_errors()) return mistake;

    auto outcome = [&] {
        ProgressBar bar(request.language, request.output != Output::quiet);
        return run::run(loaded->plan, options, [&](std::uint64_t done, std::uint64_t total) {
            bar.show(done, total);
            return !stop_requested();
        });
    }();
    if (!outcome || stop_requested()) return report_stop(request);
    if (outcome->out_of_range) {
        return report_out_of_range(request, *outcome->out_of_range);
    }

    report::Manifest manifest = manifest_of(*loaded, request, timings, diagnostics);
    manifest.command = "run";
    manifest.paths = options.paths;
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
        print(troubles, request.language, show);
        return failure;
    }
    switch (request.output) {
        case Output::quiet:
            return success;
        case Output::json:
            return print(report::forecast_json(outcome->forecast, *written)) ? success : failure;
        case Output::table:
            break;
    }
    const std::string place = report::printable(folder.string());
    std::string text = report::render(outcome->forecast, *written, request.language);
    text +=
        request.language == Language::chinese
            ? fmt::format("\n结果已写入 {}（manifest.json 和 {} 个表；模拟用时 {:.2f} 秒）\n",
                          place, written->files.size(), written->timings.simulate)
            : fmt::format("\nWritten to {} (manifest.json and {} tables; simulated in {:.2f} s)\n",
                          place, written->files.size(), written->timings.simulate);
    return print(text) ? success : failure;
}

}  // namespace coffer::tool
