// coffer run: parse -> build -> compile -> run (simulate, summarise) -> report.
#include <fmt/format.h>

#include "coffer/analysis/books.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/forecast_page.hpp"
#include "coffer/report/render.hpp"
#include "coffer/report/results_workbook.hpp"
#include "coffer/report/write_file.hpp"
#include "coffer/results/folder.hpp"
#include "coffer/results/json.hpp"
#include "coffer/results/read.hpp"
#include "colleague.hpp"
#include "command.hpp"
#include "even_draws_option.hpp"
#include "figures_option.hpp"
#include "forecast.hpp"
#include "load.hpp"
#include "precision.hpp"
#include "report_file.hpp"
#include "sketch_option.hpp"
#include "workbook_file.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    ScenarioOptions scenario;
    RunOptions run;
    OutOptions out;
    StrictOption strict;
    std::optional<std::filesystem::path> workbook;
    ReportOption report;
    PrecisionOptions precision;
    EvenDrawsOption even;
    FiguresOption figures;
    SketchOption sketch;
    bool core_tables = false;
};

void describe(Usage& usage, Options& options) {
    options.scenario.describe(usage);
    options.scenario.unit.describe(usage);
    options.run.describe(usage);
    options.out.describe(usage);
    options.strict.describe(usage);
    usage.option("--xlsx", "FILE", file(options.workbook),
                 {"另写一个结果工作簿（结论、指标、目标、项目、还本付息、图）",
                  "write the results as a workbook too: verdict, indicators, targets, projects, "
                  "debt service, charts"});
    usage.flag("--tables", options.core_tables,
               {"把资金安排、偿债计划、收支平衡、序时进度各表也打印出来",
                "print the core tables too: funds, debt service, balance, progress"});
    options.report.describe(usage);
    options.precision.describe(usage);
    options.even.describe(usage);
    options.figures.describe(usage);
    options.sketch.describe(usage);
    usage.rule([&options](Diagnostics& diagnostics) {
        options.sketch.check(!options.precision.until.empty(), options.even.given, diagnostics);
    });
}

/// A run of the paths asked for, or of as many as the precision asked for needs.
std::optional<PreciseOutcome> run_as_asked(const plan::Plan& plan, const run::Options& how,
                                           const std::vector<Precision>& wanted,
                                           const Options& options, const Speech& speech) {
    if (!wanted.empty()) {
        return forecast_until(plan, how, wanted, options.precision, options.run.max_memory, speech);
    }
    auto outcome = forecast(plan, how, speech);
    if (!outcome) return std::nullopt;
    PreciseOutcome result;
    result.outcome = std::move(*outcome);
    result.paths = how.paths;
    return result;
}

/// The plan with no more figures than were asked for, or are needed to know when to stop.
plan::Plan keeping(plan::Plan plan, std::set<model::Indicator> figures,
                   const std::vector<Precision>& precision) {
    using Kind = analysis::Measure::Kind;
    for (const Precision& each : precision) {
        const auto& measure = each.measure;
        if (measure.kind == Kind::target || measure.kind == Kind::event) continue;
        figures.insert(measure.quantity.indicator);
    }
    plan::keep_only(figures, plan);
    return plan;
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

bool write_workbook_of(const results::RunResults& results, const std::filesystem::path& file,
                       report::Existing existing, const Speech& speech) {
    Diagnostics troubles;
    if (write_workbook(report::results_workbook(results, speech.language), file, existing,
                       troubles)) {
        return true;
    }
    print(troubles, speech);
    return false;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    results::Timings timings;
    const auto loaded = load(options.scenario, timings, diagnostics);
    if (!loaded) {
        print(diagnostics, speech);
        return mistake;
    }
    run::Options how = options.run.of(loaded->model.simulation);
    how.sketch = options.sketch.given;
    options.even.check(*loaded, how, diagnostics);
    const auto wanted = options.precision.read(loaded->plan, diagnostics);
    const auto figures = options.figures.read(loaded->model, diagnostics);
    const plan::Plan plan =
        options.figures.given() ? keeping(loaded->plan, figures, wanted) : loaded->plan;
    check_memory(plan, how, options.run.max_memory, diagnostics);
    const auto folder = options.out.for_scenario(options.scenario.folder);
    const bool may_write = results::check_folder(
        folder, results::Claim{"run", options.scenario.folder, options.out.force}, diagnostics);
    const auto existing = options.out.force ? report::Existing::replace : report::Existing::keep;
    if (options.workbook) {
        static_cast<void>(report::check_file(*options.workbook, existing, diagnostics));
    }
    if (options.report.file) {
        check_report({*options.report.file, {}},
                     options.out.force ? IfThere::replace : IfThere::refuse, diagnostics);
    }
    const auto trial = audit::try_out(loaded->plan, audit::StructuralTest::no);
    const audit::Findings findings = trial ? audit::audit(loaded->document, loaded->model, *trial)
                                           : audit::audit_tables(loaded->document);
    const Diagnostics shown = options.strict.applied_to(with_some(diagnostics, findings));
    print(shown, speech);
    if (!may_write || shown.has_errors()) return mistake;
    audit::add_to(diagnostics, findings);

    how.draws = options.even.applied_to(loaded->plan, how);
    const auto precise = run_as_asked(plan, how, wanted, options, speech);
    if (!precise) return report_stop(speech);
    const run::Outcome* outcome = &precise->outcome;
    if (outcome->out_of_range) return report_out_of_range(speech, *outcome->out_of_range);

    results::Manifest manifest = manifest_of(*loaded, options.scenario, timings, diagnostics);
    manifest.command = "run";
    manifest.seed = how.draws.seed();
    manifest.paths = precise->paths;
    manifest.even_draws = options.even.given;
    manifest.sketch = options.sketch.given;
    for (const auto indicator : figures) manifest.figures.push_back(model::info(indicator).id);
    for (const Reached& each : precise->reached) {
        manifest.precision.push_back({each.wanted.text, each.wanted.most, each.se, each.enough()});
    }
    manifest.threads = outcome->threads;
    manifest.timings.simulate = outcome->timings.simulate;
    manifest.timings.first_path = outcome->timings.first_path;
    manifest.timings.summarise = outcome->timings.summarise;

    const auto median = analysis::replay(loaded->plan, kernel::Draws::at_median(), 0);
    const results::RunResults found{std::move(manifest),
                                    outcome->forecast,
                                    analysis::yearly_books(median, loaded->model),
                                    analysis::yearly_dues(median, loaded->plan, loaded->model),
                                    analysis::monthly_spending(median, loaded->plan, loaded->model),
                                    results::assumptions_of(loaded->document)};
    Stopwatch watch;
    Diagnostics troubles;
    const auto written = results::write(
        folder, results::run_files(found), found.manifest, options.out.force,
        [&] { return watch.lap(); }, troubles);
    if (!written) {
        print(troubles, speech);
        return failure;
    }
    if (options.workbook && !write_workbook_of(found, *options.workbook, existing, speech)) {
        return failure;
    }
    if (options.report.file &&
        !write_report(report::forecast_page(found), {*options.report.file, {}}, speech.language,
                      troubles)) {
        print(troubles, speech);
        return failure;
    }
    if (speech.quiet()) return success;
    const std::string text =
        speech.output == Output::json
            ? results::forecast_json(outcome->forecast, *written)
            : tables(outcome->forecast, *written, folder, speech.language) +
                  (options.core_tables ? report::core_tables_text(found, speech.language) : "") +
                  options.even.told(how, speech.language) + options.sketch.told(speech.language) +
                  told(*precise, {loaded->plan.start, written->unit}, speech.language);
    return print(text) ? success : failure;
}

}  // namespace

Command run() {
    return define<Options>(
        {.name = "run",
         .chapter = Chapter::forecast,
         .summary = {"推演方案，打印结果表并写出文件",
                     "forecast a plan: print tables and write files"},
         .examples = {{"coffer run scenarios/minimal",
                       {"打印结果表，写入 out/<方案文件夹名>",
                        "print tables, write files to out/<name of its folder>"}},
                      {"coffer run my-county --paths 50000 --seed 7 --out results/base",
                       {"多算路径，换种子，写入 results/base",
                        "more paths, another seed, written to results/base"}},
                      {"coffer run my-county --set treasury.cash_floor=500万 --json | jq .targets",
                       {"改一个值，取出目标实现的概率",
                        "change a value, and take out the probabilities of the targets"}},
                      {"coffer run my-county --figures fai,debt_ratio --paths 1000000",
                       {"只留两个指标，多算路径", "keep two indicators only, of many paths"}},
                      {"coffer run my-county --sketch --paths 10000000",
                       {"一千万条路径，不占更多内存", "ten million paths in the same memory"}},
                      {"coffer run my-county --even-draws --until 'se(mean(fai@2021))<=50万元'",
                       {"年度共同因素均匀布点，算到投资均值的标准误够小",
                        "spread common factors evenly, and run until the mean of investment is "
                        "known well enough"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
