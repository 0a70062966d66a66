// coffer rare: how rare something is that hardly any path of a run shows.
#include "coffer/analysis/rare.hpp"

#include "coffer/report/rare_answer.hpp"
#include "question.hpp"
#include "subject.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    QuestionOptions question;
    SubjectOptions subject;
};

void describe(Usage& usage, Options& options) {
    options.question.describe(usage, "rare");
    options.subject.describe(usage, "PROBABILITY",
                             {"或者一个概率，如 'P(debt_ratio@2024>=150%)'",
                              "or a probability, like 'P(debt_ratio@2024>=150%)'"});
}

/// The probability asked about; what is wrong is reported.
std::optional<analysis::Measure> measure_of(const Options& options, const analysis::Case& base,
                                            Diagnostics& diagnostics) {
    auto measure = options.subject.read(base, diagnostics);
    if (measure && !measure->is_probability()) {
        diagnostics.error(
            options.subject.at(), {"要问一个概率", "ask about a probability"},
            {measure->text + " 不是概率，没有罕见不罕见",
             measure->text + " is none, and cannot be rare"},
            {"如 'P(debt_ratio@2024>=150%)'。", "For example 'P(debt_ratio@2024>=150%)'."});
        return std::nullopt;
    }
    return measure;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    auto question = ask("rare", options.question, 1, speech, diagnostics);
    std::optional<analysis::Measure> measure;
    if (question) measure = measure_of(options, question->base, diagnostics);
    print(diagnostics, speech);
    if (!question || !measure || diagnostics.has_errors()) return mistake;

    std::optional<analysis::Rarity> rarity;
    {
        ProgressBar bar(speech);
        analysis::Runner runner(question->how, progress_on(bar),
                                analysis::rare_runs(question->how.paths));
        rarity = analysis::rare(question->base, *measure, runner);
        if (!rarity) return report_interrupted(speech, *runner.interrupted());
    }
    return deliver(*question,
                   report::rare_answer(*rarity, question->base.plan, question->how.paths,
                                       question->manifest.unit),
                   speech);
}

}  // namespace

Command rare() {
    return define<Options>(
        {.name = "rare",
         .chapter = Chapter::question,
         .summary = {"罕见：几乎没有路径发生的事，概率有多大",
                     "rare: how likely something is that hardly any path shows"},
         .examples = {{"coffer rare my-county --target no_arrears",
                       {"几乎总能实现的目标，有多大可能落空",
                        "how likely a target is missed that is nearly certain"}},
                      {"coffer rare my-county --figure 'P(debt_ratio@2024>=150%)'",
                       {"债务率冲到 150% 的可能", "the chance that the debt ratio reaches 150 %"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
