// coffer stress: a suite of named shocks, each on the paths of the plan itself.
#include <algorithm>

#include "coffer/report/stress_answer.hpp"
#include "question.hpp"
#include "standard_suite.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    QuestionOptions question;
    std::vector<std::string> suites;
    std::vector<std::string> measures;
};

void describe(Usage& usage, Options& options) {
    options.question.describe(usage, "stress");
    usage.option(
        "--suite", "FILE[#ID]", words(options.suites),
        {"压力情景文件（改动文件），可重复；默认用标准情景",
         "suite of stress cases, a change file; repeatable; the standard suite when left out"});
    usage.option("--figure", "FIGURE", words(options.measures),
                 {"另加一个指标，可重复，如 'P(debt_ratio<120%)'、'p95(debt_ratio@2024)'",
                  "one more indicator, repeatable, like 'P(debt_ratio<120%)' or "
                  "'p95(debt_ratio@2024)'"});
}

std::vector<scenario::Change> suite_of(const Options& options, Diagnostics& diagnostics) {
    if (options.suites.empty()) {
        return scenario::read_changes(standard_suite(), "standard.toml", diagnostics);
    }
    std::vector<scenario::Change> suite;
    for (const std::string& choice : options.suites) {
        for (auto& change : scenario::read_change_choice(choice, diagnostics)) {
            suite.push_back(std::move(change));
        }
    }
    return suite;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    auto question = ask("stress", options.question, 2, speech, diagnostics);
    const auto suite = suite_of(options, diagnostics);
    std::vector<analysis::PreparedStress> prepared;
    std::vector<analysis::Measure> measures;
    std::vector<std::size_t> named;
    if (question) {
        if (!diagnostics.has_errors()) {
            prepared = analysis::prepare(question->base, suite, diagnostics);
        }
        measures = analysis::usual_measures(question->base.plan);
        for (const std::string& text : options.measures) {
            auto measure =
                analysis::read_measure(text, question->base.plan, {"--figure", 0, 0}, diagnostics);
            if (!measure) continue;
            const auto listed =
                std::find_if(measures.begin(), measures.end(),
                             [&](const auto& known) { return analysis::is_same(known, *measure); });
            named.push_back(static_cast<std::size_t>(listed - measures.begin()));
            if (listed == measures.end()) measures.push_back(std::move(*measure));
        }
    }
    print(diagnostics, speech);
    if (!question || diagnostics.has_errors()) return mistake;

    std::optional<analysis::StressTest> test;
    {
        ProgressBar bar(speech);
        std::uint64_t runs = 1;
        for (const auto& each : prepared) runs += each.changed && !each.same_as ? 1 : 0;
        analysis::Runner runner(question->how, progress_on(bar), runs);
        test = analysis::stress(question->base, prepared, measures, named, runner);
        if (!test) return report_interrupted(speech, *runner.interrupted());
    }
    for (const auto& row : test->rows) {
        if (!row.applies) continue;
        results::OtherPlan other{row.stress.id, {}, row.sha256};
        for (const auto& statement : row.stress.statements) {
            other.changes.push_back(statement.text);
        }
        question->manifest.others.push_back(std::move(other));
    }
    return deliver(*question,
                   report::stress_answer(*test, question->base.plan, question->base.model.name,
                                         question->how.paths, question->manifest.unit),
                   speech);
}

}  // namespace

Command stress() {
    return define<Options>(
        {.name = "stress",
         .chapter = Chapter::question,
         .summary = {"压力测试：一组情景下各指标变多少，最坏的三个，先出什么事",
                     "stress test: how far indicators move under a suite of shocks, the three "
                     "worst, what comes first"},
         .examples = {{"coffer stress my-county", {"标准情景", "the standard suite"}},
                      {"coffer stress my-county --suite our-risks.toml --figure "
                       "'p95(debt_ratio@2024)'",
                       {"自己的情景，另看一个指标", "a suite of your own, one more indicator"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
