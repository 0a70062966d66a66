// coffer explain: why a target is missed, or a figure is what it is.
#include <fmt/format.h>

#include "coffer/report/explain_answer.hpp"
#include "question.hpp"
#include "subject.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    QuestionOptions question;
    SubjectOptions subject;
    bool quick = false;
    bool no_projects = false;
};

void describe(Usage& usage, Options& options) {
    options.question.describe(usage, "explain");
    options.subject.describe(usage, "FIGURE",
                             {"或者一个指标，如 'p95(debt_ratio@2024)'、'P(arrears)'",
                              "or a figure, like 'p95(debt_ratio@2024)', 'P(arrears)'"});
    usage.flag(
        "--no-projects", options.no_projects,
        {"不逐个项目重算（每个项目三次）", "leave out the re-runs of projects (three each)"});
    usage.flag("--quick", options.quick,
               {"只用一次推演：因素的份额和典型的失败",
                "of one run alone: shares of chances and the typical miss"});
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    auto question = ask("explain", options.question, 2, speech, diagnostics);
    std::optional<analysis::Measure> measure;
    if (question) measure = options.subject.read(question->base, diagnostics);
    print(diagnostics, speech);
    if (!question || !measure || diagnostics.has_errors()) return mistake;

    std::optional<analysis::Explanation> explanation;
    {
        analysis::ExplainOptions how;
        how.groups = !options.quick;
        how.projects = !options.quick && !options.no_projects;
        how.exclusions = options.quick ? 0 : how.exclusions;
        how.single_run = options.quick;
        ProgressBar bar(speech);
        analysis::Runner runner(question->how, progress_on(bar),
                                analysis::explain_runs(question->base, how));
        explanation = analysis::explain(question->base, *measure, how, runner);
        if (!explanation) return report_interrupted(speech, *runner.interrupted());
    }
    std::string replay;
    if (explanation->typical) {
        const ScenarioOptions& scenario = options.question.scenario;
        replay =
            fmt::format("coffer replay {} --path {} --seed {}{}",
                        shell_word(scenario.folder.string()), explanation->typical->representative,
                        question->how.draws.seed(), scenario.changes.typed());
    }
    return deliver(*question,
                   report::explain_answer(*explanation, question->base.plan, question->how.paths,
                                          replay, question->manifest.unit),
                   speech);
}

}  // namespace

Command explain() {
    return define<Options>(
        {.name = "explain",
         .chapter = Chapter::question,
         .summary = {"解释：目标为什么达不到，哪些因素起作用，各值多少",
                     "explain: why a target is missed, which chances matter, what each costs"},
         .examples = {{"coffer explain my-county --target no_arrears",
                       {"为什么会欠付", "why there are arrears"}},
                      {"coffer explain my-county --figure 'p95(debt_ratio@2024)' --no-projects",
                       {"债务率的上端由什么决定", "what makes the upper end of the debt ratio"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
