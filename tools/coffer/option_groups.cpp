#include "option_groups.hpp"

#include <iterator>

#include "coffer/results/folder.hpp"
#include "coffer/results/plan_facts.hpp"
#include "terminal.hpp"

namespace coffer::tool {
void ChangeOptions::describe(Usage& usage) {
    usage.option(
        "--set", "CHANGE", words(set),
        {"改方案中的值，如 'revenue[account=fund].base*=0.7'，可重复；见 docs/changes.zh-CN.md",
         "change values of the plan, like 'revenue[account=fund].base*=0.7'; repeatable; "
         "see docs/changes.md"});
    usage.option("--change", "FILE[#ID,...]", words(files),
                 {"先用改动文件中的改动（全部，或列出的），可重复",
                  "first apply the changes of a change file (all, or those named); repeatable"});
}

std::string ChangeOptions::typed() const {
    std::string text;
    for (const std::string& file : files) text += " --change " + shell_word(file);
    for (const std::string& statement : set) text += " --set " + shell_word(statement);
    return text;
}

std::vector<scenario::Change> ChangeOptions::read(Diagnostics& diagnostics) const {
    std::vector<scenario::Change> changes;
    for (const std::string& file : files) {
        auto chosen = scenario::read_change_choice(file, diagnostics);
        std::move(chosen.begin(), chosen.end(), std::back_inserter(changes));
    }
    if (set.empty()) return changes;
    scenario::Change direct;
    for (const std::string& text : set) {
        direct.statements.push_back(scenario::command_line_statement(text));
    }
    changes.push_back(std::move(direct));
    return changes;
}

void describe_seed(Usage& usage, std::optional<std::uint64_t>& seed) {
    usage.option("--seed", "S", whole(seed),
                 {"随机种子，默认取自方案", "random seed; the plan's when left out"});
}

void UnitOption::describe(Usage& usage) {
    std::vector<std::pair<std::string, MoneyUnit>> words;
    for (const MoneyUnitInfo& each : money_units) {
        words.emplace_back(each.zh, each.unit);
        words.emplace_back(each.id, each.unit);
    }
    usage.option("--unit", "UNIT", choice<MoneyUnit>(unit, std::move(words)),
                 {"看到的金额用亿元、万元还是元；默认用方案的金额单位",
                  "yi, wan or yuan (10^8, 10^4, 1): in what amounts are shown; scenario.unit when "
                  "left out"});
}

MoneyUnit UnitOption::of(const scenario::Document& document) const {
    return unit.value_or(results::money_unit_of(document));
}

void ScenarioOptions::describe(Usage& usage) {
    usage.argument("PLAN", tool::folder(folder),
                   {"方案：文件夹或工作簿", "the plan: a folder or a workbook"});
    changes.describe(usage);
}

void RunOptions::describe(Usage& usage) {
    usage.option("--paths", "N", whole(paths, 1, run::most_paths),
                 {"路径数，默认取自方案", "number of paths; the plan's when left out"});
    describe_seed(usage, seed);
    usage.option("--threads", "T", whole(threads, 1, static_cast<std::uint64_t>(run::most_threads)),
                 {"线程数，默认用满机器", "threads; all of the machine when left out"});
    usage.option("--max-memory", "SIZE", bytes(max_memory),
                 {"内存上限，如 4G；默认为当前可用内存",
                  "memory limit like 4G; what is free now when left out"});
}

run::Options RunOptions::of(const model::Simulation& simulation) const {
    run::Options options;
    options.paths = paths.value_or(simulation.paths);
    options.draws = kernel::Draws::of(simulation, seed);
    options.threads = threads;
    return options;
}

void OutOptions::describe(Usage& usage, const std::string& ending) {
    usage.option(
        "--out", "DIR", written(tool::folder(folder)),
        {"结果目录，默认 out/<方案文件夹名>" + ending,
         "folder of the results; out/<name of the plan's folder>" + ending + " when left out"});
    usage.flag("--force", force,
               {"结果目录里是别的方案的、被改过或添了文件的结果，也整个替换",
                "replace results that are another plan's, were changed or have files added"});
}

std::filesystem::path OutOptions::for_scenario(const std::filesystem::path& scenario,
                                               const std::string& ending) const {
    return folder.value_or(std::filesystem::path("out") /
                           (results::default_name(scenario) + ending));
}

}  // namespace coffer::tool
