// coffer replay: one path with its books open.
#include "coffer/analysis/replay.hpp"

#include <fmt/format.h>

#include "coffer/base/calendar.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/text_table.hpp"
#include "coffer/report/write.hpp"
#include "load.hpp"
#include "request.hpp"
#include "terminal.hpp"

namespace coffer::tool {
namespace {

constexpr std::size_t events_shown = 40;

/// Draws explain what happens; what happens is what a reader looks for first.
bool is_draw(const analysis::EventRow& row) {
    return row.event == "driver" || row.event == "yearly_noise" || row.event.starts_with("draw_");
}

std::string events(const analysis::Replay& replay, int first_year, Language language) {
    const bool chinese = language == Language::chinese;
    report::TextTable table({{chinese ? "月份" : "Month", report::Align::left},
                             {chinese ? "对象" : "Subject", report::Align::left, 24},
                             {chinese ? "事件" : "Event", report::Align::left, 24},
                             {chinese ? "原因" : "Cause", report::Align::left, 44},
                             {chinese ? "数额" : "Amount"}});
    for (const analysis::EventRow& row : replay.events) {
        if (is_draw(row)) continue;
        if (table.rows() == events_shown) break;
        table.add({to_string(month_after(first_year, row.month)), row.subject, row.event, row.cause,
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

}  // namespace

ExitCode replay(const Request& request) {
    const Show show = request.output == Output::quiet ? Show::errors : Show::everything;
    Diagnostics diagnostics;
    report::Timings timings;
    const auto loaded = load(request, timings, diagnostics);
    if (!loaded) {
        print(diagnostics, request.language, show);
        return mistake;
    }
    const std::uint64_t path = request.path.value_or(0);
    const auto folder = out_folder(request, fmt::format("{}-path-{}", loaded->model.id, path));
    const bool may_write =
        report::check_folder(folder, report::MayReplace::results_of_replay, diagnostics);
    print(diagnostics, request.language, show);
    if (!may_write) return mistake;

    report::Manifest manifest = manifest_of(*loaded, request, timings, diagnostics);
    manifest.command = "replay";
    manifest.path = path;
    manifest.threads = 1;
    Stopwatch watch;
    const analysis::Replay replay = analysis::replay(loaded->plan, manifest.seed, path);
    manifest.timings.simulate = watch.lap();
    if (stop_requested()) return report_stop(request);
    if (replay.out_of_range) return report_out_of_range(request, path);

    const int first_year = loaded->model.first_year;
    Diagnostics troubles;
    const auto written = report::write(
        folder, report::replay_files(replay, first_year), manifest, [&] { return watch.lap(); },
        troubles);
    if (!written) {
        print(troubles, request.language, show);
        return failure;
    }
    if (request.output == Output::quiet) return success;
    const bool chinese = request.language == Language::chinese;
    std::string text = fmt::format(
        fmt::runtime(chinese ? "{}（{}）  种子 {}  路径 {}：{} 笔账，{} 个事件\n"
                             : "{} ({})  seed {}  path {}: {} ledger lines, {} events\n"),
        report::printable(loaded->model.name.in(request.language)), loaded->model.id, manifest.seed,
        path, replay.ledger.size(), replay.events.size());
    text += events(replay, first_year, request.language);
    text += fmt::format(fmt::runtime(chinese ? "\n结果已写入 {}\n" : "\nWritten to {}\n"),
                        report::printable(folder.string()));
    return print(text) ? success : failure;
}

}  // namespace coffer::tool
