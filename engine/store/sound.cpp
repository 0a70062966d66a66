#include "sound.hpp"

#include "cells.hpp"
#include "coffer/scenario/wording.hpp"
#include "record_tables.hpp"

namespace coffer::store {

using scenario::say;

std::vector<Text> unsound(Database& database) {
    std::vector<Text> troubles;
    for (const auto& row : database.rows("SELECT task, key, state FROM tasks ORDER BY key")) {
        std::int64_t task = 0;
        std::string key, state;
        Cells(row) >> task >> key >> state;
        const auto record = read_record(database, task);
        if (record.has_value() != (state == "done")) {
            troubles.push_back(say("任务 {} 的状态与结果不符",
                                   "task {} and its results disagree on whether it is done", key));
        } else if (record && digest_of(*record) != stored_digest(database, task)) {
            troubles.push_back(say("任务 {} 的结果与写入时不同",
                                   "the results of task {} are not those that were written", key));
        }
    }
    for (const auto& row : database.rows(
             "SELECT DISTINCT night FROM nights JOIN night_tasks USING (night) JOIN tasks USING "
             "(task) WHERE nights.state = 'complete' AND tasks.state IN ('waiting', 'running') "
             "ORDER BY night")) {
        std::string night;
        Cells(row) >> night;
        troubles.push_back(say("{} 标为完整，但还有任务没有算",
                               "{} is marked complete while tasks of it are open", night));
    }
    return troubles;
}

}  // namespace coffer::store
