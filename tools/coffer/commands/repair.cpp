// coffer repair: the smallest change of each lever that makes a plan meet a requirement.
#include "coffer/analysis/repair.hpp"

#include "coffer/report/repair_answer.hpp"
#include "question.hpp"
#include "standard_levers.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    QuestionOptions question;
    std::optional<std::string> target;
    std::optional<std::string> to;
    std::optional<std::string> requirement;
    std::vector<std::string> levers;
};

void describe(Usage& usage, Options& options) {
    options.question.describe(usage, "repair");
    usage.option("--target", "ID", word(options.target),
                 {"要补救的目标的编号，与 --to 一起用", "id of the target to repair, with --to"});
    usage.option("--to", "P", word(options.to),
                 {"要达到的概率，如 80%", "the probability to reach, like 80%"});
    usage.option("--for", "CONDITION", word(options.requirement),
                 {"或者一个条件，如 'mean(debt_ratio@2024)<=100%'",
                  "or a condition, like 'mean(debt_ratio@2024)<=100%'"});
    usage.option("--levers", "FILE[#ID]", words(options.levers),
                 {"手段文件（改动文件，值里含 x），可重复；默认用标准手段",
                  "file of levers, a change file with x in its values; repeatable; the standard "
                  "levers when left out"});
    usage.rule([&options](Diagnostics& diagnostics) {
        const bool target = options.target && options.to;
        if (target != options.requirement.has_value() &&
            options.target.has_value() == options.to.has_value()) {
            return;
        }
        diagnostics.error(
            {}, {"要写 --target 和 --to，或者 --for", "write --target and --to, or --for"},
            {"不知道要达到什么", "it says what to reach"},
            {"如 --target no_arrears --to 80%。", "For example --target no_arrears --to 80%."});
    });
}

std::vector<analysis::Lever> levers_of(const Options& options, const Question* question,
                                       Diagnostics& diagnostics) {
    constexpr std::size_t projects = 3;
    std::vector<scenario::Change> changes;
    if (options.levers.empty()) {
        changes = scenario::read_changes(standard_levers(), "standard.toml", diagnostics);
        if (question != nullptr) {
            for (auto& change : analysis::levers_of_largest(question->base.plan, projects)) {
                changes.push_back(std::move(change));
            }
        }
    }
    for (const std::string& choice : options.levers) {
        for (auto& change : scenario::read_change_choice(choice, diagnostics)) {
            changes.push_back(std::move(change));
        }
    }
    std::vector<analysis::Lever> levers;
    for (const auto& change : changes) {
        if (auto lever = analysis::Lever::read(change, diagnostics)) {
            levers.push_back(std::move(*lever));
        }
    }
    return levers;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    auto question = ask("repair", options.question, 1, speech, diagnostics);
    const auto levers = levers_of(options, question ? &*question : nullptr, diagnostics);
    std::optional<analysis::Requirement> requirement;
    if (question) {
        const std::string text = options.requirement ? *options.requirement
                                                     : "P(" + *options.target + ")>=" + *options.to;
        requirement = analysis::read_requirement(text, question->base.plan,
                                                 {options.requirement ? "--for" : "--target", 0, 0},
                                                 diagnostics);
    }
    print(diagnostics, speech);
    if (!question || !requirement || diagnostics.has_errors()) return mistake;

    std::optional<analysis::Repair> repair;
    {
        constexpr std::uint64_t usual_runs = 9;
        ProgressBar bar(speech);
        analysis::Runner runner(question->how, progress_on(bar), 1 + usual_runs * levers.size());
        analysis::SolveOptions how;
        how.fresh_seed = fresh_seed(question->how.draws.seed());
        repair = analysis::repair(question->base, levers, *requirement, how, runner);
        if (!repair) return report_interrupted(speech, *runner.interrupted());
    }
    for (const auto& remedy : repair->remedies) {
        if (!remedy.solution || remedy.solution->outcome != analysis::Solution::Outcome::found) {
            continue;
        }
        question->manifest.fresh_seed = fresh_seed(question->how.draws.seed());
        question->manifest.others.push_back(other_plan(
            remedy.lever.change().id, {remedy.lever.at(remedy.solution->advised)}, question->base));
    }
    return deliver(
        *question,
        report::repair_answer(*repair, *requirement, question->base.plan, question->manifest.unit),
        speech);
}

}  // namespace

Command repair() {
    return define<Options>(
        {.name = "repair",
         .chapter = Chapter::question,
         .summary = {"补救：各种手段最小要动多少才能达到要求，由小到大",
                     "repair: the smallest change of each lever that meets a requirement, ranked"},
         .examples = {{"coffer repair my-county --target fai_2025 --to 80%",
                       {"要多少钱、额度或取舍才有八成把握",
                        "what money, quota or scope it takes for four chances in five"}},
                      {"coffer repair my-county --for 'mean(debt_ratio@2024)<=100%' --levers "
                       "our-levers.toml",
                       {"自己的手段", "levers of your own"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
