// coffer solve: how far a lever may go until a figure reaches a value.
#include "coffer/report/solve_answer.hpp"
#include "question.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    QuestionOptions question;
    std::vector<std::string> levers;
    std::string requirement;
    std::optional<std::string> range;
    double within = 0.0;
    std::uint64_t most_paths = 1'000'000;
};

void describe(Usage& usage, Options& options) {
    options.question.describe(usage, "solve");
    usage.required_option(
        "--for", "CONDITION", word(options.requirement),
        {"要满足的条件，如 'P(no_arrears)>=90%'（必需）",
         "the condition to meet, like 'P(no_arrears)>=90%' (required)"},
        {"要知道求到什么为止", "it says what to solve for"},
        {"如 --for 'P(no_arrears)>=90%'。", "For example --for 'P(no_arrears)>=90%'."});
    usage.option("--lever", "CHANGE", words(options.levers),
                 {"含 x 的改动，可重复（一起动），如 'revenue[land_sale].base*=1-x'",
                  "a change with x in it; repeatable, they move together, like "
                  "'revenue[land_sale].base*=1-x'"});
    usage.option("--range", "LOW..HIGH", word(options.range),
                 {"x 的范围，默认 0..1", "range of x; 0..1 when left out"});
    usage.option("--within", "W", number(options.within, 0.0, 1e12),
                 {"要求 x 的 95% 区间半宽不超过 W：为此增加路径",
                  "the 95 % interval of x at most this wide to either side: paths are added"});
    usage.option(
        "--most-paths", "N", whole(options.most_paths, 1, run::most_paths),
        {"最多加到多少条路径，默认 1000000", "paths added at most; 1000000 when left out"});
    usage.rule([&options](Diagnostics& diagnostics) {
        if (!options.levers.empty()) return;
        diagnostics.error({}, {"没有 --lever", "--lever is missing"},
                          {"不知道可以动什么", "it says what may be moved"},
                          {"如 --lever 'revenue[land_sale].base*=1-x'。",
                           "For example --lever 'revenue[land_sale].base*=1-x'."});
    });
}

std::optional<analysis::Lever> lever_of(const Options& options, Diagnostics& diagnostics) {
    scenario::Change change;
    change.id = "lever";
    for (const std::string& text : options.levers) {
        change.statements.push_back({text, {"--lever", 0, 0}});
    }
    change.at = {"--lever", 0, 0};
    auto lever = analysis::Lever::read(change, diagnostics);
    if (!lever || !options.range) return lever;
    const auto range = analysis::read_range(*options.range);
    if (!range) {
        diagnostics.error({"--range", 0, 0}, {"范围读不懂", "the range cannot be read"},
                          {"须是 低..高", "it must be low..high"},
                          {"如 --range 0..0.6。", "Like --range 0..0.6."});
        return std::nullopt;
    }
    lever->set_range(*range);
    return lever;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    auto question = ask("solve", options.question, 1, speech, diagnostics);
    const auto lever = lever_of(options, diagnostics);
    std::optional<analysis::Requirement> requirement;
    if (question) {
        requirement = analysis::read_requirement(options.requirement, question->base.plan,
                                                 {"--for", 0, 0}, diagnostics);
    }
    print(diagnostics, speech);
    if (!question || !lever || !requirement || diagnostics.has_errors()) return mistake;

    Diagnostics troubles;
    std::optional<analysis::Solution> solution;
    {
        constexpr std::uint64_t usual_runs = 11;
        ProgressBar bar(speech);
        analysis::Runner runner(question->how, progress_on(bar), usual_runs);
        analysis::SolveOptions how;
        how.within = options.within;
        how.most_paths = options.most_paths;
        how.fresh_seed = fresh_seed(question->how.draws.seed());
        solution = analysis::solve(question->base, *lever, *requirement, how, runner, troubles);
        if (!solution) return report_interrupted(speech, *runner.interrupted());
    }
    if (solution->outcome == analysis::Solution::Outcome::impossible) {
        print(troubles, speech);
        return mistake;
    }
    question->manifest.paths = solution->paths;
    if (solution->outcome == analysis::Solution::Outcome::found) {
        question->manifest.fresh_seed = fresh_seed(question->how.draws.seed());
        question->manifest.others.push_back(
            other_plan("x=" + report::x_text(solution->advised, 1e-7),
                       {lever->at(solution->advised)}, question->base));
    }
    return deliver(*question,
                   report::solve_answer(*solution, *lever, *requirement, question->base.plan,
                                        question->manifest.unit),
                   speech);
}

}  // namespace

Command solve() {
    return define<Options>(
        {.name = "solve",
         .chapter = Chapter::question,
         .summary = {"反向求解：某项可以动到多大，指标才到某个值",
                     "solve: how far a lever may go until a figure reaches a value"},
         .examples = {{"coffer solve my-county --lever 'revenue[account=fund].base*=1-x' --for "
                       "'P(no_arrears)>=90%'",
                       {"土地收入跌多少，偿债就守不住",
                        "how far land revenue may fall before debt "
                        "service is missed"}},
                      {"coffer solve my-county --lever 'sources[bond].annual*=1+x' --for "
                       "'P(fai_target)>=80%' --range 0..2",
                       {"还差多少债券额度", "how much more bond quota it takes"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
