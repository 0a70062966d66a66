// coffer progress: a plan under way against what was planned.
#include "coffer/report/progress_answer.hpp"
#include "commands/progress/earlier.hpp"
#include "question.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    QuestionOptions question;
    std::string since;
    std::vector<std::string> records;
};

void describe(Usage& usage, Options& options) {
    options.question.describe(usage, "progress");
    usage.option("--since", "MONTH", word(options.since),
                 {"与截至这个月的预计比较，例如 2020-03；不写时与年初计划比较",
                  "compare with the forecast as of this month, like 2020-03; with the plan before "
                  "anything was known when left out"});
    usage.option(
        "--record", "DIR|STORE", words(options.records),
        {"以前推演的结果目录，或 coffer batch 的存储，可重复：看后来的实际落在当时区间的哪里",
         "results of an earlier run of the plan, or a store of coffer batch, repeatable: "
         "where in its ranges what came afterwards lies"});
}

/// Months known in the forecast before; none when it is not one of the known ones but the last.
std::optional<int> months_before(const Options& options, const model::Model& model,
                                 Diagnostics& diagnostics) {
    if (model.known_months == 0) {
        diagnostics.error(
            {options.question.scenario.folder.string(), 0, 0},
            {"方案没有执行数", "nothing of the plan is known yet"},
            {"scenario.toml 没有 as_of（执行截至），也没有 actuals.csv（执行数）",
             "scenario.toml has no as_of and there is no actuals.csv"},
            {"请写 as_of = \"2020-06\" 和各月执行数，见 docs/scenario.zh-CN.md。",
             "Write as_of = \"2020-06\" and what happened by month; see docs/scenario.md."});
        return std::nullopt;
    }
    if (options.since.empty()) return 0;
    for (int known = 1; known < model.known_months; ++known) {
        if (to_string(month_after(model.start(), known - 1)) == options.since) return known;
    }
    const Month first = model.start(), last = month_after(first, model.known_months - 1);
    diagnostics.error(
        {"--since", 0, 0},
        {"“" + options.since + "”不是可比的月份",
         "\"" + options.since + "\" is no month to compare with"},
        {"须早于执行截至月 " + to_string(last) + "，不早于 " + to_string(first),
         "it must be before " + to_string(last) + " and not before " + to_string(first)},
        {"例如 --since " + to_string(first), "Such as --since " + to_string(first)});
    return std::nullopt;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    auto question = ask("progress", options.question, 2, speech, diagnostics);
    std::optional<int> since;
    if (question) since = months_before(options, question->base.model, diagnostics);
    std::vector<Earlier> records;
    if (question) {
        records = earlier_forecasts(options.records, question->base.model, diagnostics);
    }
    print(diagnostics, speech);
    if (!question || diagnostics.has_errors()) return mistake;

    std::optional<analysis::ProgressReport> report;
    {
        ProgressBar bar(speech);
        analysis::Runner runner(question->how, progress_on(bar), 1 + analysis::actuals_groups);
        std::vector<const statistics::Forecast*> forecasts;
        for (const auto& each : records) forecasts.push_back(&each.forecast);
        report = analysis::progress(question->base, *since, forecasts, runner);
        if (!report) return report_interrupted(speech, *runner.interrupted());
    }
    std::vector<report::EarlierForecast> earlier;
    for (std::size_t i = 0; i < records.size(); ++i) {
        earlier.push_back({records[i].label, report->records[i]});
    }
    return deliver(*question,
                   report::progress_answer(*report, earlier, question->base.model,
                                           question->how.paths, question->manifest.unit),
                   speech);
}

}  // namespace

Command progress() {
    return define<Options>(
        {.name = "progress",
         .chapter = Chapter::question,
         .summary = {"序时进度：计划、实际与预计，目标现在的概率和变化原因",
                     "a plan under way: plan, actual and forecast, the chance of each target now "
                     "and why it changed"},
         .examples = {{"coffer progress my-county",
                       {"与年初计划比较", "against the plan before anything was known"}},
                      {"coffer progress my-county --since 2020-03",
                       {"与第一季度末的预计比较", "against the forecast at the end of March"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
