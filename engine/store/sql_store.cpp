// Nights in a database: every statement there is, but those of results (record_tables.cpp).
#include "sql_store.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cells.hpp"
#include "coffer/base/contract.hpp"
#include "coffer/scenario/wording.hpp"
#include "planned_tasks.hpp"
#include "record_tables.hpp"
#include "seal.hpp"
#include "sound.hpp"

namespace coffer::store {
namespace {

constexpr std::array<std::pair<NightState, const char*>, 3> night_states{
    {{NightState::running, "running"},
     {NightState::stopped, "stopped"},
     {NightState::complete, "complete"}}};

std::string name_of(NightState state) {
    return night_states[static_cast<std::size_t>(state)].second;
}

NightState state_of(const std::string& name) {
    for (const auto& [state, text] : night_states) {
        if (name == text) return state;
    }
    throw Failure("a night's state is " + name);
}

/// What a task was planned for, of the first of a night's plans that wants it; ?1 is the night.
constexpr const char* first_wanted =
    "(SELECT task, plan, variant, variant_zh, variant_en, row_number() OVER (PARTITION BY task "
    "ORDER BY plan, variant) AS place FROM night_tasks WHERE night = ?1) AS wanted ";
constexpr const char* open_columns =
    "task, plan, variant, variant_zh, variant_en, key, plan_sha256, changes_sha256, draws, paths, "
    "keep, program, attempts, coalesce(cost, 0.0) ";

OpenTask open_task(const Database::Row& row) {
    OpenTask open;
    auto& planned = open.planned;
    auto& inputs = planned.inputs;
    Cells(row) >> open.task >> planned.plan >> planned.variant >> planned.variant_name >>
        planned.key >> inputs.plan_sha256 >> inputs.changes_sha256 >> inputs.draws >>
        inputs.paths >> inputs.keep >> inputs.program >> open.attempts >> open.seconds;
    return open;
}

std::string listed(const std::vector<std::int64_t>& numbers) {
    std::string text;
    for (const std::int64_t number : numbers) {
        text += (text.empty() ? "" : ",") + std::to_string(number);
    }
    return text;
}

class SqlStore final : public Store {
  public:
    SqlStore(std::unique_ptr<Database> database, const Terms& terms)
        : database_(std::move(database)), terms_(terms) {}

    void plan_night(const Night& night, const std::vector<PlannedTask>& tasks) override {
        whole([&] {
            database_->run(
                "INSERT INTO nights VALUES (?1, ?2, ?3, ?4, ?5, NULL, 'running') "
                "ON CONFLICT (night) DO UPDATE SET name_zh = excluded.name_zh, "
                "name_en = excluded.name_en, program = excluded.program, "
                "ended = NULL, state = 'running'",
                {night.night, night.name.zh, night.name.en, night.program, night.started});
            database_->run(
                "INSERT INTO ledger VALUES (?1, '') ON CONFLICT (night) DO UPDATE SET seal = ''",
                {night.night});
            database_->run("DELETE FROM night_tasks WHERE night = ?1", {night.night});
            want(*database_, night.night, tasks);
            settle(night.night);
            line_up(*database_, night.night);
        });
    }

    void replan(const std::string& night, const PlannedTask& task) override {
        whole([&] {
            database_->run(
                "DELETE FROM night_tasks WHERE night = ?1 AND plan = ?2 AND variant = ?3",
                {night, task.plan, task.variant});
            want(*database_, night, {task});
            // What only the plan as it was wanted is nobody's any more.
            database_->run(
                "DELETE FROM tasks WHERE state IN ('waiting', 'running') AND task NOT "
                "IN (SELECT task FROM night_tasks)");
            drop_inputs(*database_);
            line_up_last(*database_, night);
        });
    }

    std::vector<OpenTask> open_tasks(const std::string& night) override {
        return tasks(night, "AND state = 'waiting' ORDER BY queue.place");
    }
    std::vector<OpenTask> tasks_of(const std::string& night) override { return tasks(night, ""); }

    Counts counts(const std::string& night) override {
        Counts counts;
        database_->reading([&] { counts = count(night); });
        return counts;
    }

    Taken take(const std::string& night, const std::vector<std::int64_t>& unable) override {
        Taken taken;
        whole([&] {
            taken = {};
            std::optional<std::int64_t> task;
            while ((task = free_task(night, unable)) && !begin(*task)) {
            }
            if (!task) {
                taken.later = comes_later(night, unable);
                return;
            }
            const auto rows =
                database_->rows(std::string("SELECT ") + open_columns +
                                    "FROM night_tasks JOIN tasks USING (task) JOIN queue USING "
                                    "(task) WHERE night = ?1 AND task = ?2 "
                                    "ORDER BY plan, variant LIMIT 1",
                                {night, *task});
            COFFER_EXPECT(!rows.empty());
            taken.task = open_task(rows.front());
            --taken.task->attempts;
        });
        return taken;
    }

    std::optional<double> pulse() const override {
        if (!database_->dialect().shared) return std::nullopt;
        constexpr double beats_in_a_lease = 4.0;
        return terms_.lease / beats_in_a_lease;
    }

    void beat(const std::vector<std::int64_t>& held) override {
        if (held.empty()) return;
        whole([&] {
            database_->run("UPDATE queue SET since = " + database_->dialect().now +
                               ", until = " + database_->dialect().held_until +
                               " WHERE worker = ?1 AND task IN (" + listed(held) + ")",
                           {database_->name()});
        });
    }

    void finish(const std::vector<Ended>& all) override {
        whole([&] {
            std::vector<Filled> filled;
            std::vector<std::int64_t> over;
            for (const Ended& ended : all) {
                const auto* record = std::get_if<Record>(&ended.result);
                std::string digest = record == nullptr ? "" : digest_of(*record);
                if (!end_task(ended, digest)) continue;
                over.push_back(ended.task);
                const auto* mistakes = std::get_if<std::vector<Diagnostic>>(&ended.result);
                if (record != nullptr || mistakes != nullptr) {
                    filled.push_back({ended.task, record, mistakes, std::move(digest)});
                }
            }
            if (over.empty()) return;
            insert_results(*database_, filled, series_);
            for (const std::int64_t task : over) {
                database_->run("DELETE FROM queue WHERE task = ?1", {task});
            }
        });
    }

    void put_back(std::int64_t task) override {
        whole([&] {
            if (!leave(task, "attempts")) return;
            database_->run(
                "UPDATE queue SET place = (SELECT max(place) FROM queue) + 1 "
                "WHERE task = ?1",
                {task});
        });
    }
    void give_back(std::int64_t task) override {
        whole([&] { leave(task, "attempts - 1"); });
    }

    NightState end_night(const std::string& night, const std::string& now) override {
        NightState state = NightState::stopped;
        whole([&] {
            const Counts left = count(night);
            state = left.waiting + left.running == 0 ? NightState::complete : NightState::stopped;
            database_->run("UPDATE nights SET ended = ?1, state = ?2 WHERE night = ?3",
                           {now, name_of(state), night});
            if (state == NightState::complete) {
                database_->run("UPDATE ledger SET seal = ?1 WHERE night = ?2",
                               {seal_of_night(*database_, night), night});
            }
        });
        database_->settle();
        return state;
    }

    std::vector<Night> nights() override {
        std::vector<Night> nights;
        database_->reading([&] {
            nights.clear();
            for (const auto& row : database_->rows(
                     "SELECT night, name_zh, name_en, program, started, state, "
                     "ended IS NOT NULL, coalesce(ended, '') FROM nights ORDER BY night")) {
                Night night;
                std::string state, ended;
                std::int64_t has_ended = 0;
                Cells(row) >> night.night >> night.name >> night.program >> night.started >>
                    state >> has_ended >> ended;
                night.state = state_of(state);
                if (has_ended != 0) night.ended = ended;
                nights.push_back(std::move(night));
            }
        });
        return nights;
    }

    std::optional<Record> read(std::int64_t task) override {
        std::optional<Record> record;
        database_->reading([&] { record = read_record(*database_, task); });
        return record;
    }

    std::optional<Ended> ended(std::int64_t task) override {
        std::optional<Ended> ended;
        database_->reading([&] {
            ended = read_ended(*database_, task);
            if (ended && !as_written(*database_, *ended)) {
                throw Failure("the results of task " + std::to_string(task) +
                              " are not those that were written");
            }
        });
        return ended;
    }

    void query(const std::string& sql, const std::vector<Value>& parameters,
               const RowSink& row) override {
        database_->stream(sql, parameters, row);
    }

    void remove(const std::vector<std::string>& nights) override {
        whole([&] {
            for (const std::string& night : nights) {
                database_->run("DELETE FROM nights WHERE night = ?1", {night});
                database_->run("DELETE FROM ledger WHERE night = ?1", {night});
            }
            database_->run("DELETE FROM tasks WHERE task NOT IN (SELECT task FROM night_tasks)");
            drop_inputs(*database_);
        });
        database_->shrink();
    }

    std::vector<Text> verify() override {
        std::vector<Text> troubles;
        database_->reading([&] {
            troubles = database_->damages();
            if (troubles.empty()) troubles = unsound(*database_);
        });
        return troubles;
    }

  private:
    template <class Work>
    void whole(const Work& work) {
        database_->whole([&] {
            try {
                work();
            } catch (...) {
                series_.forget();
                throw;
            }
        });
    }

    std::vector<OpenTask> tasks(const std::string& night, const std::string& which) {
        std::vector<OpenTask> open;
        database_->reading([&] {
            open.clear();
            for (const auto& row :
                 database_->rows(std::string("SELECT ") + open_columns + "FROM " + first_wanted +
                                     "JOIN tasks USING (task) LEFT JOIN queue USING (task) "
                                     "WHERE wanted.place = 1 " +
                                     which,
                                 {night})) {
                open.push_back(open_task(row));
            }
        });
        return open;
    }

    Counts count(const std::string& night) {
        Counts counts;
        for (const auto& row : database_->rows("SELECT state, count(*) FROM night_tasks JOIN tasks "
                                               "USING (task) WHERE night = ?1 GROUP BY state",
                                               {night})) {
            std::string state;
            std::int64_t number = 0;
            Cells(row) >> state >> number;
            const auto count = static_cast<std::size_t>(number);
            if (state == "waiting") counts.waiting = count;
            if (state == "running") counts.running = count;
            if (state == "done") counts.done = count;
            if (state == "invalid") counts.invalid = count;
            if (state == "failed") counts.failed = count;
        }
        return counts;
    }

    std::optional<std::int64_t> free_task(const std::string& night,
                                          const std::vector<std::int64_t>& unable) {
        const Dialect& dialect = database_->dialect();
        std::string sql = "SELECT task FROM queue WHERE " + dialect.free +
                          " AND EXISTS (SELECT 1 FROM night_tasks AS wanted WHERE wanted.night = "
                          "?1 AND wanted.task = queue.task)";
        if (!unable.empty()) sql += " AND task NOT IN (" + listed(unable) + ")";
        const auto rows =
            database_->rows(sql + " ORDER BY place LIMIT 1 " + dialect.skip_locked, {night});
        if (rows.empty()) return std::nullopt;
        std::int64_t task = 0;
        Cells(rows.front()) >> task;
        return task;
    }

    /// False when the task has been begun too often: it has failed instead.
    bool begin(std::int64_t task) {
        const bool worn = !database_
                               ->rows(
                                   "SELECT 1 FROM tasks WHERE task = ?1 AND state = 'running' "
                                   "AND attempts >= ?2",
                                   {task, std::int64_t{terms_.most_attempts}})
                               .empty();
        if (worn) {
            fail_if_worn(*database_, "task = " + std::to_string(task), terms_);
            return false;
        }
        database_->run(
            "UPDATE tasks SET state = 'running', attempts = attempts + 1 "
            "WHERE task = ?1",
            {task});
        database_->run("UPDATE queue SET worker = ?1, since = " + database_->dialect().now +
                           ", until = " + database_->dialect().held_until + " WHERE task = ?2",
                       {database_->name(), task});
        return true;
    }

    /// None is free, but one may come free: others hold it, or are about to. What another is taking
    /// right now is passed over by skip_locked and looks as if nobody held it.
    bool comes_later(const std::string& night, const std::vector<std::int64_t>& unable) {
        if (!database_->dialect().shared) return false;
        std::string waiting = "worker IS NULL";
        if (!unable.empty()) waiting += " AND task NOT IN (" + listed(unable) + ")";
        return !database_
                    ->rows("SELECT 1 FROM queue WHERE (worker <> ?2 OR (" + waiting +
                               ")) AND EXISTS (SELECT 1 FROM night_tasks AS n WHERE n.night = ?1 "
                               "AND n.task = queue.task) LIMIT 1",
                           {night, database_->name()})
                    .empty();
    }

    /// Marks the task as ended; false when it has been before, or is not there.
    bool end_task(const Ended& ended, const std::string& digest) {
        const auto* trouble = std::get_if<Text>(&ended.result);
        const bool record = std::holds_alternative<Record>(ended.result);
        const TaskState state = trouble != nullptr ? TaskState::failed
                                : record           ? TaskState::done
                                                   : TaskState::invalid;
        const Value zh = trouble == nullptr ? Value() : Value(trouble->zh);
        const Value en = trouble == nullptr ? Value() : Value(trouble->en);
        const auto changed = database_->run(
            "UPDATE tasks SET state = ?1, seconds = ?2, bytes = ?3, trouble_zh = ?4, trouble_en = "
            "?5, seal = ?7, attempts = CASE WHEN attempts < 1 THEN 1 ELSE attempts END "
            "WHERE task = ?6 AND state IN ('waiting', 'running')",
            {std::string(store::name_of(state)), ended.cost.seconds,
             static_cast<std::int64_t>(ended.cost.bytes), zh, en, ended.task,
             seal_of(ended, digest)});
        return changed > 0;
    }

    /// Our attempt at a task ends without an outcome.
    bool leave(std::int64_t task, const std::string& attempts) {
        const auto left = database_->run(
            "UPDATE queue SET worker = NULL, since = NULL, until = NULL WHERE task = ?1 AND worker "
            "= ?2",
            {task, database_->name()});
        if (left == 0) return false;
        database_->run("UPDATE tasks SET state = 'waiting', attempts = " + attempts +
                           " WHERE task = ?1 AND state = 'running'",
                       {task});
        return true;
    }

    /// Leftovers of those who were killed, and failures that may be over by now.
    void settle(const std::string& night) {
        const std::string left =
            "task NOT IN (SELECT task FROM queue WHERE " + database_->dialect().live + ")";
        fail_if_worn(*database_, left, terms_);
        database_->run("UPDATE tasks SET state = 'waiting' WHERE state = 'running' AND " + left);
        database_->run(
            "UPDATE tasks SET state = 'waiting', attempts = 0, trouble_zh = NULL, "
            "trouble_en = NULL, seal = '' WHERE state = 'failed' AND attempts < ?1 AND task IN "
            "(SELECT task FROM night_tasks WHERE night = ?2)",
            {std::int64_t{terms_.most_attempts}, night});
        // Wanted by a night that now wants something else, and never computed.
        database_->run(
            "DELETE FROM tasks WHERE state = 'waiting' AND task NOT IN "
            "(SELECT task FROM night_tasks)");
        drop_inputs(*database_);
    }

    std::unique_ptr<Database> database_;
    Terms terms_;
    SeriesNumbers series_;
};

}  // namespace

std::unique_ptr<Store> make_store(std::unique_ptr<Database> database, const Terms& terms) {
    return std::make_unique<SqlStore>(std::move(database), terms);
}

}  // namespace coffer::store
