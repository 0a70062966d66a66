#include "planned_tasks.hpp"

#include <set>

#include "cells.hpp"
#include "seal.hpp"

namespace coffer::store {
namespace {

/// Tasks as they were surveyed, in a table of this connection alone.
void load_planned(Database& database, const std::vector<PlannedTask>& tasks) {
    database.script(
        "CREATE TEMPORARY TABLE IF NOT EXISTS planned (plan TEXT, variant TEXT, variant_zh TEXT, "
        "variant_en TEXT, key TEXT, plan_sha256 TEXT, changes_sha256 TEXT, draws TEXT, paths TEXT, "
        "keep TEXT, program TEXT, files TEXT); DELETE FROM planned;");
    const auto to = database.load("planned", 12);
    for (const PlannedTask& task : tasks) {
        const Inputs& inputs = task.inputs;
        *to << task.plan << task.variant << task.variant_name << task.key << inputs.plan_sha256
            << inputs.changes_sha256 << inputs.draws << inputs.paths << inputs.keep
            << inputs.program << seal_of(task.files);
        to->end_row();
    }
    to->finish();
}

/// The files of plans that are new.
void add_inputs(Database& database, const std::vector<PlannedTask>& tasks) {
    std::set<std::string> fresh;
    for (const auto& row : database.rows("SELECT DISTINCT plan_sha256 FROM planned WHERE "
                                         "plan_sha256 NOT IN (SELECT plan_sha256 FROM inputs)")) {
        std::string plan;
        Cells(row) >> plan;
        fresh.insert(plan);
    }
    if (fresh.empty()) return;
    const auto to = database.load("inputs", 3);
    for (const PlannedTask& task : tasks) {
        if (fresh.erase(task.inputs.plan_sha256) == 0) continue;
        // Names that differ in broken bytes alone may be one when they are stored.
        std::set<std::string> names;
        for (const InputFile& file : task.files) {
            if (!names.insert(storable(file.name)).second) continue;
            *to << task.inputs.plan_sha256 << file.name << file.sha256;
            to->end_row();
        }
    }
    to->finish();
}

}  // namespace

void want(Database& database, const std::string& night, const std::vector<PlannedTask>& tasks) {
    load_planned(database, tasks);
    // In the order of keys: two who add the same ones do not wait for each other in turn.
    database.run(
        "INSERT INTO tasks (key, plan_sha256, changes_sha256, draws, paths, keep, program, files) "
        "SELECT DISTINCT key, plan_sha256, changes_sha256, draws, paths, keep, program, files "
        "FROM planned WHERE true ORDER BY key ON CONFLICT (key) DO NOTHING");
    add_inputs(database, tasks);
    database.run(
        "INSERT INTO night_tasks SELECT ?1, plan, variant, variant_zh, variant_en, task "
        "FROM planned JOIN tasks USING (key)",
        {night});
}

void line_up(Database& database, const std::string& night) {
    const std::string wanted = "task IN (SELECT task FROM night_tasks WHERE night = ?1)";
    database.run("DELETE FROM queue WHERE " + wanted + " AND NOT (" + database.dialect().live + ")",
                 {night});
    // Costliest first: a long task begun last keeps one thread busy while the others have nothing
    // to do. What no night before has a cost of stands at the mean of the others. Tasks in which a
    // process has ended come last: if one of them is the cause, all others are done by then.
    database.run(
        "INSERT INTO queue (task, place, cost) "
        "SELECT task, row_number() OVER (ORDER BY attempts, cost DESC, plan, variant), cost FROM ("
        "SELECT task, attempts, plan, variant, "
        "coalesce(seconds, (SELECT avg(t.seconds) FROM night_tasks AS n JOIN tasks AS t USING "
        "(task) WHERE n.night = (SELECT max(night) FROM nights WHERE night < ?1 AND state = "
        "'complete') AND t.state = 'done'), 0.0) AS cost FROM ("
        "SELECT wanted.task, open.attempts, wanted.plan, wanted.variant, was_t.seconds, "
        "row_number() OVER (PARTITION BY wanted.task ORDER BY wanted.plan, wanted.variant) AS "
        "place "
        "FROM night_tasks AS wanted JOIN tasks AS open ON open.task = wanted.task "
        "LEFT JOIN night_tasks AS was ON was.night = (SELECT max(night) FROM nights WHERE night < "
        "?1 AND state = 'complete') AND was.plan = wanted.plan AND was.variant = wanted.variant "
        "LEFT JOIN tasks AS was_t ON was_t.task = was.task AND was_t.state = 'done' "
        "WHERE wanted.night = ?1 AND open.state = 'waiting') AS every WHERE place = 1) AS one "
        "WHERE true ON CONFLICT (task) DO NOTHING",
        {night});
}

void line_up_last(Database& database, const std::string& night) {
    database.run(
        "INSERT INTO queue (task, place, cost) SELECT DISTINCT task, "
        "(SELECT coalesce(max(place), 0) FROM queue) + 1, 0.0 FROM night_tasks JOIN tasks USING "
        "(task) WHERE night = ?1 AND state = 'waiting' ON CONFLICT (task) DO NOTHING",
        {night});
}

void drop_inputs(Database& database) {
    database.run("DELETE FROM inputs WHERE plan_sha256 NOT IN (SELECT plan_sha256 FROM tasks)");
}

std::int64_t fail_if_worn(Database& database, const std::string& which, const Terms& terms) {
    const auto failed = database.run(
        "UPDATE tasks SET state = 'failed', trouble_zh = ?1, trouble_en = ?2 WHERE "
        "state = 'running' AND attempts >= ?3 AND " +
            which,
        {std::string("每次计算它时程序都中途结束"),
         std::string("the program ended every time while it computed this"),
         std::int64_t{terms.most_attempts}});
    if (failed > 0) {
        database.run(
            "DELETE FROM queue WHERE task IN (SELECT task FROM tasks WHERE state = "
            "'failed')");
    }
    return failed;
}

}  // namespace coffer::store
