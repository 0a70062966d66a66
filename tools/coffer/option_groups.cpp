#include "option_groups.hpp"

namespace coffer::tool {
namespace {

constexpr std::uint64_t most_threads = 1024;

}  // namespace

void describe_set(Usage& usage, scenario::Overrides& overrides) {
    usage.option(
        "--set", "KEY=VALUE", key_values(overrides),
        {"改 scenario.toml 的一个值，可重复", "change a value of scenario.toml; repeatable"});
}

void describe_seed(Usage& usage, std::optional<std::uint64_t>& seed) {
    usage.option("--seed", "S", whole(seed),
                 {"随机种子，默认取自情景", "random seed; the scenario's when left out"});
}

void ScenarioOptions::describe(Usage& usage) {
    usage.argument("SCENARIO", tool::folder(folder), {"情景目录", "folder of the scenario"});
    describe_set(usage, overrides);
}

void RunOptions::describe(Usage& usage) {
    usage.option("--paths", "N", whole(paths, 1, most_paths),
                 {"路径数，默认取自情景", "number of paths; the scenario's when left out"});
    describe_seed(usage, seed);
    usage.option("--threads", "T", whole(threads, 1, most_threads),
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

void OutOption::describe(Usage& usage, const Text& fallback) {
    usage.option("--out", "DIR", tool::folder(folder),
                 {"结果目录，默认 " + fallback.zh,
                  "folder of the results; " + fallback.en + " when left out"});
}

std::filesystem::path OutOption::or_default(const std::string& name) const {
    return folder.value_or(std::filesystem::path("out") / name);
}

}  // namespace coffer::tool
