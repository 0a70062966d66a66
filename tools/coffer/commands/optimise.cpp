// coffer optimise: the best of many plans under conditions that chance must not break.
#include "coffer/analysis/optimise.hpp"

#include "coffer/report/optimise_answer.hpp"
#include "question.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    QuestionOptions question;
    std::vector<std::string> decisions;
    std::vector<std::string> maximise, minimise, conditions;
    std::uint64_t candidates = 400;
};

void describe(Usage& usage, Options& options) {
    options.question.describe(usage, "optimise");
    usage.option("--decisions", "FILE[#ID]", words(options.decisions),
                 {"可以做的决策（改动文件；带 x in 低..高 by 步长 的有多档），可重复（必需）",
                  "what may be decided: a change file; changes with x in low..high by step have "
                  "levels; repeatable (required)"});
    usage.option(
        "--maximise", "FIGURE", words(options.maximise),
        {"要求大的指标，如 'mean(fai@2020-2024)'", "figure to raise, like 'mean(fai@2020-2024)'"});
    usage.option("--minimise", "FIGURE", words(options.minimise),
                 {"要求小的指标；两个指标时给出有效前沿",
                  "figure to lower; two figures make an efficient frontier"});
    usage.option("--subject-to", "CONDITION", words(options.conditions),
                 {"必须满足的条件，可重复，如 'P(debt_ratio<120%)>=95%'",
                  "condition to meet, repeatable, like 'P(debt_ratio<120%)>=95%'"});
    usage.option("--candidates", "N", whole(options.candidates, 1, 1'000'000),
                 {"最多试多少个方案，默认 400", "plans tried at most; 400 when left out"});
    usage.rule([&options](Diagnostics& diagnostics) {
        if (options.decisions.empty()) {
            diagnostics.error({}, {"没有 --decisions", "--decisions is missing"},
                              {"不知道可以决定什么", "it says what may be decided"},
                              {"如 --decisions scenarios/decisions/guzhang.toml。",
                               "For example --decisions scenarios/decisions/guzhang.toml."});
        }
        const std::size_t figures = options.maximise.size() + options.minimise.size();
        if (figures == 1 || figures == 2) return;
        diagnostics.error(
            {},
            {"要写一个或两个 --maximise、--minimise",
             "write one or two of --maximise and --minimise"},
            {"不知道什么算好", "they say what is better"},
            {"如 --maximise 'mean(fai@2020)'。", "For example --maximise 'mean(fai@2020)'."});
    });
}

struct Asked {
    std::vector<analysis::Decision> decisions;
    std::vector<analysis::Objective> objectives;
    std::vector<analysis::Requirement> constraints;
};

void read_decisions(const Options& options, Asked& asked, Diagnostics& diagnostics) {
    for (const std::string& choice : options.decisions) {
        for (const auto& change : scenario::read_change_choice(choice, diagnostics)) {
            if (auto decision = analysis::read_decision(change, diagnostics)) {
                asked.decisions.push_back(std::move(*decision));
            }
        }
    }
}

void read_figures(const Options& options, const plan::Plan& plan, Asked& asked,
                  Diagnostics& diagnostics) {
    const auto read = [&](const std::vector<std::string>& texts, const char* option,
                          bool maximise) {
        for (const std::string& text : texts) {
            if (auto measure = analysis::read_measure(text, plan, {option, 0, 0}, diagnostics)) {
                asked.objectives.push_back({std::move(*measure), maximise});
            }
        }
    };
    read(options.maximise, "--maximise", true);
    read(options.minimise, "--minimise", false);
    for (const std::string& text : options.conditions) {
        auto condition =
            analysis::read_requirement(text, plan, {"--subject-to", 0, 0}, diagnostics);
        if (condition) asked.constraints.push_back(std::move(*condition));
    }
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    auto question = ask("optimise", options.question, 2, speech, diagnostics);
    Asked asked;
    read_decisions(options, asked, diagnostics);
    if (question) read_figures(options, question->base.plan, asked, diagnostics);
    if (question && !diagnostics.has_errors()) {
        ProgressBar bar(speech);
        if (!analysis::check_decisions(question->base, asked.decisions, question->how,
                                       progress_on(bar), diagnostics)) {
            return report_stop(speech);
        }
    }
    print(diagnostics, speech);
    if (!question || diagnostics.has_errors()) return mistake;

    std::optional<analysis::Optimum> optimum;
    {
        ProgressBar bar(speech);
        const auto progress = progress_on(bar);
        optimum = analysis::optimise(
            question->base, asked.decisions, asked.objectives, asked.constraints,
            {options.candidates, fresh_seed(question->how.draws.seed())}, question->how, progress);
    }
    if (!optimum) return report_stop(speech);
    std::vector<results::File> files;
    question->manifest.fresh_seed = fresh_seed(question->how.draws.seed());
    if (optimum->winner) {
        std::vector<scenario::Change> changes;
        for (std::size_t d = 0; d < asked.decisions.size(); ++d) {
            auto change = asked.decisions[d].at(optimum->winner->choice[d]);
            if (change) changes.push_back(std::move(*change));
        }
        question->manifest.others.push_back(other_plan("winner", changes, question->base));
        files.push_back({"winner.toml", report::winner_toml(*optimum->winner, asked.decisions)});
    }
    return deliver(
        *question,
        report::optimise_answer(
            *optimum, {question->base.plan, asked.decisions, asked.objectives, asked.constraints},
            question->manifest.unit),
        speech, success, std::move(files));
}

}  // namespace

Command optimise() {
    return define<Options>(
        {.name = "optimise",
         .chapter = Chapter::question,
         .summary = {"优化：在把握条件下，从许多方案里选最好的",
                     "optimise: the best of many plans under conditions on chances"},
         .examples = {{"coffer optimise my-county --decisions decisions.toml --maximise "
                       "'mean(fai@2020-2024)' --subject-to 'P(debt_ratio<120%)>=95%'",
                       {"债务率九成五把握不过线时，投资最多能做多少",
                        "how much can be invested while the debt ratio stays in bounds"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
