#include "coffer/batch/shards.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "coffer/batch/survey.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::batch {
namespace {

using store::OpenTask;

/// The files of a plan's content, as a store has them.
std::vector<store::InputFile> files_of(store::Store& store, const std::string& plan_sha256) {
    std::vector<store::InputFile> files;
    store.query("SELECT file, sha256 FROM inputs WHERE plan_sha256 = ?1 ORDER BY file",
                {plan_sha256}, [&](const auto&, const std::vector<store::Value>& row) {
                    files.push_back({std::get<std::string>(row[0]), std::get<std::string>(row[1])});
                });
    return files;
}

/// Numbers of the night's open tasks by their keys.
std::map<std::string, std::int64_t> open_by_key(store::Store& store, const std::string& night) {
    std::map<std::string, std::int64_t> open;
    for (const OpenTask& task : store.open_tasks(night)) open[task.planned.key] = task.task;
    return open;
}

}  // namespace

std::optional<std::vector<Shard>> plan_shards(const scenario::NightFile& night, store::Store& store,
                                              const NightOptions& options,
                                              const Surroundings& surroundings, double seconds,
                                              std::size_t most, Diagnostics& diagnostics) {
    const auto plans = plans_of(night, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    store.plan_night({options.label, night.name, options.program, surroundings.now(), {}, {}},
                     survey(night, plans, options.program));
    const auto open = store.open_tasks(options.label);
    constexpr double unknown = 1.0;  // seconds of a task, before any night has told
    const auto cost_of = [](const OpenTask& task) {
        return task.seconds > 0.0 ? task.seconds : unknown;
    };
    double all = 0.0;
    for (const OpenTask& task : open) all += cost_of(task);
    const auto wanted = static_cast<std::size_t>(std::ceil(all / seconds));
    const std::size_t count = std::min({wanted, most, open.size()});
    std::vector<Shard> shards(count);
    std::vector<double> load(count, 0.0);
    // The costliest first, each to the shard with the least: none is far above the others.
    for (const OpenTask& task : open) {
        const auto least = static_cast<std::size_t>(
            std::distance(load.begin(), std::min_element(load.begin(), load.end())));
        shards[least].push_back({task.planned.plan, task.planned.variant});
        load[least] += cost_of(task);
    }
    return shards;
}

std::optional<Text> merge_shard(store::Store& shard, store::Store& store,
                                const NightOptions& options) {
    constexpr std::size_t at_once = 200;  // results in memory
    std::optional<Text> damage;
    // A failure of the shard is not one of the night's store, which ends the merge.
    const auto could_read = [&damage](const auto& read) {
        try {
            read();
            return true;
        } catch (const store::Failure& failure) {
            if (!damage) damage = failure.why();
            return false;
        }
    };
    could_read([&] {
        const auto troubles = shard.verify();
        if (!troubles.empty()) damage = troubles.front();
    });
    std::vector<OpenTask> tasks;
    could_read([&] { tasks = shard.tasks_of(options.label); });
    auto open = open_by_key(store, options.label);
    std::vector<store::Ended> ended;
    for (const OpenTask& task : tasks) {
        store::PlannedTask planned = task.planned;
        if (planned.inputs.program != options.program) continue;
        std::optional<store::Ended> result;
        if (!could_read([&] { result = shard.ended(task.task); }) || !result) continue;
        if (!open.contains(planned.key)) {
            // Ended already, or the plan had changed.
            const bool waits =
                std::ranges::any_of(store.open_tasks(options.label), [&](const OpenTask& each) {
                    return each.planned.plan == planned.plan &&
                           each.planned.variant == planned.variant;
                });
            if (!waits) continue;
            if (!could_read([&] { planned.files = files_of(shard, planned.inputs.plan_sha256); })) {
                continue;
            }
            store.replan(options.label, planned);
            open = open_by_key(store, options.label);
        }
        const auto target = open.find(planned.key);
        if (target == open.end()) continue;
        result->task = target->second;
        ended.push_back(std::move(*result));
        if (ended.size() < at_once) continue;
        store.finish(ended);
        ended.clear();
    }
    store.finish(ended);
    return damage;
}

}  // namespace coffer::batch
