// coffer compare: what differs between plans, or between a plan and itself changed.
#include <map>

#include "coffer/report/compare_answer.hpp"
#include "question.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::filesystem::path first;
    std::vector<std::filesystem::path> others;
    ChangeOptions changes;
    UnitOption unit;
    RunOptions run;
    OutOptions out;
    ReportOption report;
};

void describe(Usage& usage, Options& options) {
    usage.argument("A", folder(options.first), {"第一个方案", "the first plan"});
    usage.argument("B", folders(options.others),
                   {"与它比较的方案；不写时比较它自己和改动后的它",
                    "plans to hold against it; without any, the first plan itself with --change or "
                    "--set"},
                   0);
    options.changes.describe(usage);
    options.unit.describe(usage);
    options.run.describe(usage);
    options.out.describe(usage, "-compare");
    options.report.describe(usage);
    usage.rule([&options](Diagnostics& diagnostics) {
        const bool changes = !options.changes.files.empty() || !options.changes.set.empty();
        if (options.others.empty() == changes) return;
        diagnostics.error(
            {},
            changes ? Text{"--change、--set 与 B 不能一起用", "--change and --set do not go with B"}
                    : Text{"没有可比较的", "there is nothing to compare with"},
            changes ? Text{"不清楚改动是对哪一个方案", "it is not clear which plan they change"}
                    : Text{"只有一个方案，也没有改动", "there is one plan and no change"},
            {"写 coffer compare A B，或 coffer compare A --change FILE。",
             "Write coffer compare A B, or coffer compare A --change FILE."});
    });
}

/// A plan to hold against the first.
struct Other {
    std::string label;
    Text name;
    std::vector<std::string> changes;
    analysis::Case plan;
    Position at;  ///< of changes
    std::vector<Diagnostic> warnings = {};
};

/// Names that several plans have are told apart by where they come from.
void tell_apart(const Text& first, std::vector<Other>& others) {
    std::map<std::string, int> times{{first.zh, 1}};
    for (const Other& other : others) ++times[other.name.zh];
    for (Other& other : others) {
        if (times[other.name.zh] == 1) continue;
        other.name = {other.name.zh + "（" + other.label + "）",
                      other.name.en + " (" + other.label + ")"};
    }
}

void load_folders(const Options& options, const analysis::Case& base, std::vector<Other>& others,
                  Diagnostics& diagnostics) {
    for (const auto& folder : options.others) {
        results::Timings timings;
        ScenarioOptions scenario;
        scenario.folder = folder;
        auto loaded = load(scenario, timings, diagnostics);
        if (!loaded) continue;
        if (!analysis::check_comparable(base, *loaded, {folder.string(), 0, 0}, diagnostics)) {
            continue;
        }
        const Text name = loaded->model.name;
        others.push_back({folder.string(), name, {}, std::move(*loaded), {}});
    }
}

void add_changed(const std::string& label, const Text& name,
                 const std::vector<scenario::Change>& changes, const analysis::Case& base,
                 std::vector<Other>& others, Diagnostics& diagnostics) {
    auto varied = analysis::vary(base.document, changes, diagnostics);
    if (!varied.changed) {
        if (varied.cells == 0 && !diagnostics.has_errors()) {
            diagnostics.error({label, 0, 0}, {"改动没有改到任何东西", "the change changes nothing"},
                              {"方案里没有它所选的行", "the plan has none of the rows it selects"},
                              {"请检查方括号里的条件。", "Check the conditions in its brackets."});
        }
        return;
    }
    if (!analysis::check_comparable(base, *varied.changed, {label, 0, 0}, diagnostics)) return;
    Other other{label, name, {}, std::move(*varied.changed), changes.front().at, varied.warnings};
    for (const auto& change : changes) {
        for (const auto& statement : change.statements) other.changes.push_back(statement.text);
    }
    others.push_back(std::move(other));
}

/// Each --change is a plan of its own; all --set together are one.
void load_changed(const Options& options, const analysis::Case& base, std::vector<Other>& others,
                  Diagnostics& diagnostics) {
    for (const std::string& choice : options.changes.files) {
        const auto changes = scenario::read_change_choice(choice, diagnostics);
        if (diagnostics.has_errors()) continue;
        Text name = changes.front().name;
        for (std::size_t i = 1; i < changes.size(); ++i) {
            name.zh += " + " + changes[i].name.zh;
            name.en += " + " + changes[i].name.en;
        }
        add_changed(choice, name, changes, base, others, diagnostics);
    }
    if (options.changes.set.empty()) return;
    ChangeOptions set;
    set.set = options.changes.set;
    const auto changes = set.read(diagnostics);
    std::string label;
    for (const std::string& text : set.set) label += (label.empty() ? "" : "; ") + text;
    add_changed(label, {label, label}, changes, base, others, diagnostics);
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    QuestionOptions asked;
    asked.scenario.folder = options.first;
    asked.scenario.unit = options.unit;
    asked.run = options.run;
    asked.out = options.out;
    asked.report = options.report;
    auto question = ask("compare", asked, 2, speech, diagnostics);
    std::vector<Other> others;
    if (question) {
        load_folders(options, question->base, others, diagnostics);
        load_changed(options, question->base, others, diagnostics);
    }
    print(diagnostics, speech);
    if (!question || diagnostics.has_errors()) return mistake;

    tell_apart(question->base.model.name, others);
    Diagnostics no_effects;
    std::vector<report::ComparedPlan> plans;
    {
        ProgressBar bar(speech);
        analysis::Runner runner(question->how, progress_on(bar), 1 + others.size());
        const statistics::Resamples resamples(question->how.paths);
        const auto first = runner.run(question->base.plan);
        for (const Other& other : others) {
            const auto second = first ? runner.run(other.plan.plan) : std::nullopt;
            if (!second) break;
            if (analysis::are_the_same(*first, *second) && !other.changes.empty()) {
                analysis::warn_of_no_effect(other.at, other.label, question->how.paths,
                                            other.warnings, no_effects);
            }
            plans.push_back(
                {other.label, other.name,
                 analysis::compare(question->base.plan, *first, other.plan.plan, *second, resamples,
                                   question->how.threads),
                 analysis::differing_assumptions(question->base.document, other.plan.document)});
            question->manifest.others.push_back(
                {other.label, other.changes, other.plan.document.sha256});
        }
        if (runner.interrupted()) return report_interrupted(speech, *runner.interrupted());
    }
    print(no_effects, speech);
    return deliver(*question,
                   report::compare_answer(question->base.model.name,
                                          {question->base.model.start(), question->manifest.unit},
                                          question->how.paths, plans),
                   speech);
}

}  // namespace

Command compare() {
    return define<Options>(
        {.name = "compare",
         .chapter = Chapter::question,
         .summary = {"比较方案：同样的路径上差多少，区间多宽",
                     "compare plans: how far they differ on the same paths, with intervals"},
         .examples =
             {{"coffer compare base later", {"两个方案逐路径比较", "two plans, path by path"}},
              {"coffer compare my-county --set 'revenue[account=fund].base*=0.7'",
               {"基金收入少三成会怎样", "what if fund revenue is 30 % lower"}},
              {"coffer compare my-county --change ideas.toml#later --change ideas.toml#drop",
               {"两个改动各与原方案比较", "two changes, each against the plan"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
