#include "sound.hpp"

#include <map>

#include "cells.hpp"
#include "coffer/scenario/wording.hpp"
#include "record_tables.hpp"
#include "seal.hpp"

namespace coffer::store {

using scenario::say;

namespace {

using Troubles = std::vector<Text>;

/// Results, mistakes and manifests of each task.
void check_ends(Database& database, Troubles& troubles) {
    for (const auto& row : database.rows("SELECT task, key, state FROM tasks ORDER BY key")) {
        std::int64_t task = 0;
        std::string key, state;
        Cells(row) >> task >> key >> state;
        const bool has_run = !database.rows("SELECT 1 FROM runs WHERE task = ?1", {task}).empty();
        if (has_run != (state == "done")) {
            troubles.push_back(say("任务 {} 的状态与结果不符",
                                   "task {} and its results disagree on whether it is done", key));
            continue;
        }
        const auto ended = read_ended(database, task);
        if (ended && !as_written(database, *ended)) {
            troubles.push_back(say("任务 {} 的结果与写入时不同",
                                   "the results of task {} are not those that were written", key));
        }
    }
}

void check_files(Database& database, Troubles& troubles) {
    std::map<std::string, std::vector<InputFile>> plans;
    for (const auto& row : database.rows("SELECT plan_sha256, file, sha256 FROM inputs")) {
        std::string plan;
        InputFile file;
        Cells(row) >> plan >> file.name >> file.sha256;
        plans[plan].push_back(std::move(file));
    }
    for (const auto& row :
         database.rows("SELECT plan_sha256, min(files), min(key) FROM tasks WHERE files <> '' "
                       "GROUP BY plan_sha256 ORDER BY 3")) {
        std::string plan, seal, key;
        Cells(row) >> plan >> seal >> key;
        if (seal == seal_of(plans[plan])) continue;
        troubles.push_back(say("任务 {} 的输入文件清单与写入时不同",
                               "the list of input files of task {} is not the one that was written",
                               key));
    }
}

void check_nights(Database& database, Troubles& troubles) {
    for (const auto& row : database.rows(
             "SELECT DISTINCT night FROM nights JOIN night_tasks USING (night) JOIN tasks USING "
             "(task) WHERE nights.state = 'complete' AND tasks.state IN ('waiting', 'running') "
             "ORDER BY night")) {
        std::string night;
        Cells(row) >> night;
        troubles.push_back(say("{} 标为完整，但还有任务没有算",
                               "{} is marked complete while tasks of it are open", night));
    }
    for (const auto& row : database.rows(
             "SELECT night FROM nights WHERE night NOT IN (SELECT night FROM ledger) UNION "
             "SELECT night FROM ledger WHERE night NOT IN (SELECT night FROM nights) UNION "
             "SELECT night FROM night_tasks WHERE night NOT IN (SELECT night FROM nights) "
             "ORDER BY 1")) {
        std::string night;
        Cells(row) >> night;
        troubles.push_back(
            say("{} 这一夜的一部分记录不见了", "rows of the night {} are gone", night));
    }
    for (const auto& row : database.rows(
             "SELECT night, seal FROM ledger JOIN nights USING (night) WHERE seal <> '' AND "
             "state = 'complete' ORDER BY night")) {
        std::string night, seal;
        Cells(row) >> night >> seal;
        if (seal == seal_of_night(database, night)) continue;
        troubles.push_back(say("{} 的各项与算完时不同",
                               "the items of {} are not those it was completed with", night));
    }
}

void check_queue(Database& database, Troubles& troubles) {
    for (const auto& row :
         database.rows("SELECT key FROM tasks WHERE state IN ('waiting', 'running') AND task NOT "
                       "IN (SELECT task FROM queue) ORDER BY key")) {
        std::string key;
        Cells(row) >> key;
        troubles.push_back(say("任务 {} 等待计算，却不在队列中",
                               "task {} is to be computed and not in the queue", key));
    }
}

}  // namespace

bool as_written(Database& database, const Ended& ended) {
    const auto* record = std::get_if<Record>(&ended.result);
    const std::string digest = record == nullptr ? "" : digest_of(*record);
    if (record != nullptr && digest != stored_digest(database, ended.task)) return false;
    std::string seal;
    const auto rows = database.rows("SELECT seal FROM tasks WHERE task = ?1", {ended.task});
    if (!rows.empty()) Cells(rows.front()) >> seal;
    return seal.empty() || seal == seal_of(ended, digest);
}

std::string seal_of_night(Database& database, const std::string& night) {
    return seal_of(database.rows(
        "SELECT plan, variant, variant_zh, variant_en, key FROM night_tasks JOIN tasks USING "
        "(task) WHERE night = ?1 ORDER BY plan, variant",
        {night}));
}

std::vector<Text> unsound(Database& database) {
    Troubles troubles;
    check_ends(database, troubles);
    check_files(database, troubles);
    check_nights(database, troubles);
    check_queue(database, troubles);
    return troubles;
}

}  // namespace coffer::store
