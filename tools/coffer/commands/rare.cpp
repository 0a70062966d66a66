// coffer rare: how rare something is that hardly any path of a run shows.
#include "coffer/analysis/rare.hpp"

#include "coffer/report/rare_answer.hpp"
#include "question.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    QuestionOptions question;
    std::optional<std::string> target;
    std::optional<std::string> figure;
};

void describe(Usage& usage, Options& options) {
    options.question.describe(usage, "rare");
    usage.option("--target", "ID", word(options.target),
                 {"目标或事件的编号", "id of a target or an event"});
    usage.option("--figure", "PROBABILITY", word(options.figure),
                 {"或者一个概率，如 'P(debt_ratio@2024>=150%)'",
                  "or a probability, like 'P(debt_ratio@2024>=150%)'"});
    usage.rule([&options](Diagnostics& diagnostics) {
        if (options.target.has_value() != options.figure.has_value()) return;
        diagnostics.error({},
                          {"--target 和 --figure 要写一个", "write one of --target and --figure"},
                          {"不知道问的是什么", "it says what is asked about"},
                          {"如 --target no_arrears。", "For example --target no_arrears."});
    });
}

/// The probability asked about; what is wrong is reported.
std::optional<analysis::Measure> measure_of(const Options& options, const analysis::Case& base,
                                            Diagnostics& diagnostics) {
    const Position at{options.figure ? "--figure" : "--target", 0, 0};
    const std::string text = options.figure ? *options.figure : "P(" + *options.target + ")";
    auto measure = analysis::read_measure(text, base.plan, at, diagnostics);
    if (measure && !measure->is_probability()) {
        diagnostics.error(
            at, {"要问一个概率", "ask about a probability"},
            {text + " 不是概率，没有罕见不罕见", text + " is none, and cannot be rare"},
            {"如 'P(debt_ratio@2024>=150%)'。", "For example 'P(debt_ratio@2024>=150%)'."});
        return std::nullopt;
    }
    if (base.model.simulation.median) {
        diagnostics.error(
            {base.document.folder.string(), 0, 0}, {"没有罕见可言", "nothing can be rare"},
            {"simulation.draws 为 median，各路径都一样",
             "simulation.draws is median, so all paths are alike"},
            {"请用 --set simulation.draws=random。", "Use --set simulation.draws=random."});
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
