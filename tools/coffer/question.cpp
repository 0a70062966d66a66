#include "question.hpp"

#include <fmt/format.h>

#include "coffer/base/sha256.hpp"
#include "coffer/report/answer_page.hpp"
#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/html.hpp"
#include "coffer/report/reader_tables.hpp"
#include "coffer/run/parallel.hpp"

namespace coffer::tool {

void QuestionOptions::describe(Usage& usage, const std::string& command) {
    scenario.describe(usage);
    scenario.unit.describe(usage);
    run.describe(usage);
    out.describe(usage, "-" + command);
    report.describe(usage);
}

std::optional<Question> ask(const std::string& command, const QuestionOptions& options,
                            std::uint64_t stores, const Speech& speech, Diagnostics& diagnostics) {
    results::Timings timings;
    auto loaded = load(options.scenario, timings, diagnostics);
    if (!loaded) return std::nullopt;
    run::Options how = options.run.of(loaded->model.simulation);
    run::Options all = how;
    all.paths *= stores;
    check_memory(loaded->plan, all, options.run.max_memory, diagnostics);
    auto folder = options.out.for_scenario(options.scenario.folder, "-" + command);
    const bool may_write = results::check_folder(
        folder, results::Claim{command, options.scenario.folder, options.out.force}, diagnostics);
    if (options.report.file) {
        check_report({*options.report.file, {}},
                     options.out.force ? IfThere::replace : IfThere::refuse, diagnostics);
    }
    if (!may_write || diagnostics.has_errors()) return std::nullopt;
    results::Manifest manifest = manifest_of(*loaded, options.scenario, timings, diagnostics);
    manifest.command = command;
    manifest.typed = speech.typed;
    manifest.seed = how.draws.seed();
    manifest.paths = how.paths;
    manifest.threads = run::threads_of(how.threads);
    return Question{command,           std::move(*loaded),  std::move(how),     std::move(folder),
                    options.out.force, options.report.file, std::move(manifest)};
}

std::uint64_t fresh_seed(std::uint64_t seed) {
    // Far from the small numbers that people choose.
    return seed ^ 0x9E3779B97F4A7C15ULL;
}

results::OtherPlan other_plan(const std::string& label,
                              const std::vector<scenario::Change>& changes,
                              const analysis::Case& base) {
    results::OtherPlan other{label, {}, {}};
    scenario::Document document = base.document;
    Diagnostics unused;
    for (const auto& change : changes) {
        for (const auto& statement : change.statements) other.changes.push_back(statement.text);
        scenario::apply(change, document, unused);
    }
    other.sha256 = document.sha256;
    return other;
}

run::Progress progress_on(ProgressBar& bar) {
    return [&bar](std::uint64_t done, std::uint64_t total) {
        bar.show(done, total);
        return !stop_requested();
    };
}

ExitCode report_interrupted(const Speech& speech, const analysis::Interrupted& interrupted) {
    if (interrupted.out_of_range) return report_out_of_range(speech, *interrupted.out_of_range);
    return report_stop(speech);
}

ExitCode deliver(const Question& question, const results::Answer& answer, const Speech& speech,
                 ExitCode result, std::vector<results::File> files) {
    return deliver(Delivery{question.folder, question.force, question.report, question.manifest},
                   answer, speech, result, std::move(files));
}

ExitCode deliver(const Delivery& delivery, const results::Answer& answer, const Speech& speech,
                 ExitCode result, std::vector<results::File> files) {
    if (stop_requested()) return report_stop(speech);
    Stopwatch watch;
    Diagnostics troubles;
    auto all = results::answer_files(answer);
    for (auto& file : files) all.push_back(std::move(file));
    const std::size_t tables = all.size();
    // With the files that stand beside it, so that `coffer report` can tell where it is from.
    results::Manifest origin = delivery.manifest;
    for (const auto& file : all) {
        origin.files.push_back({file.name, file.content.size(), sha256(file.content)});
    }
    const auto page = report::answer_page(answer, origin);
    // The command line, with its threads and folders, stands in the manifest.
    auto without_command = page;
    without_command.command.clear();
    all.push_back({std::string(page_file), report::page_json(without_command, Language::chinese)});
    for (auto& file : report::reader_files(answer, speech.language)) all.push_back(std::move(file));
    const auto written = results::write(
        delivery.folder, all, delivery.manifest, delivery.force, [&] { return watch.lap(); },
        troubles);
    if (!written) {
        print(troubles, speech);
        return failure;
    }
    if (delivery.report && !write_report(page, {*delivery.report, {}}, speech.language, troubles)) {
        print(troubles, speech);
        return failure;
    }
    if (speech.quiet()) return result;
    if (speech.output == Output::json) {
        return print(results::answer_json(answer, *written)) ? result : failure;
    }
    const std::string tables_en =
        tables == 0 ? "" : fmt::format(" and {} {}", tables, tables == 1 ? "table" : "tables");
    const std::string tables_zh = tables == 0 ? "" : fmt::format(" 和 {} 个表", tables);
    const std::string text =
        report::answer_text(answer, speech.language) +
        fmt::format(fmt::runtime(speech.chinese() ? "\n结果已写入 {}（manifest.json{}）\n"
                                                  : "\nWritten to {} (manifest.json{})\n"),
                    report::printable(delivery.folder.string()),
                    speech.chinese() ? tables_zh : tables_en);
    return print(text) ? result : failure;
}

}  // namespace coffer::tool
