// The store in one SQLite file.
#include <array>
#include <sqlite3.h>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include "batch_lock.hpp"
#include "coffer/base/contract.hpp"
#include "coffer/scenario/wording.hpp"
#include "coffer/store/store.hpp"
#include "record_tables.hpp"
#include "schema.hpp"

namespace coffer::store {
namespace {

using scenario::say;
using sqlite::BatchLock;
using SQLite::Database;
using SQLite::Statement;
using SQLite::Transaction;

/// Readers may be at work; a writer waits for them this long.
constexpr int patience_ms = 60'000;

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

/// What SQLite complains of becomes ours: callers know no library.
template <class Work>
auto guarded(const Work& work) {
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        throw Failure(error.what());
    }
}

void bind(Statement& statement, int place, const Value& value) {
    std::visit(
        [&](const auto& held) {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
                statement.bind(place);
            } else {
                statement.bind(place, held);
            }
        },
        value);
}

Value value_of(const SQLite::Column& column) {
    if (column.isNull()) return std::monostate{};
    if (column.isInteger()) return column.getInt64();
    if (column.isFloat()) return column.getDouble();
    return column.getString();
}

class SqliteStore final : public Store {
  public:
    SqliteStore(const std::filesystem::path& file, int flags, std::optional<BatchLock> lock)
        : lock_(std::move(lock)), database_(file.string(), flags, patience_ms) {
        database_.exec("PRAGMA foreign_keys = ON");
    }

    [[nodiscard]] Database& database() { return database_; }

    void plan_night(const Night& night, const std::vector<PlannedTask>& tasks,
                    int most_attempts) override {
        guarded([&] {
            Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            run("INSERT INTO nights VALUES (?1, ?2, ?3, ?4, ?5, NULL, 'running') "
                "ON CONFLICT (night) DO UPDATE SET name_zh = ?2, name_en = ?3, program = ?4, "
                "ended = NULL, state = 'running'",
                {night.night, night.name.zh, night.name.en, night.program, night.started});
            run("DELETE FROM night_tasks WHERE night = ?", {night.night});
            for (const PlannedTask& task : tasks) want(night.night, task);
            settle(night.night, most_attempts);
            transaction.commit();
        });
    }

    std::optional<OpenTask> replan(const std::string& night, const PlannedTask& task) override {
        return guarded([&]() -> std::optional<OpenTask> {
            Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            run("DELETE FROM night_tasks WHERE night = ? AND plan = ? AND variant = ?",
                {night, task.plan, task.variant});
            const std::int64_t number = want(night, task);
            // What only the plan as it was wanted is nobody's any more.
            run("DELETE FROM tasks WHERE state IN ('waiting', 'running') AND task NOT IN "
                "(SELECT task FROM night_tasks)",
                {});
            drop_inputs();
            transaction.commit();
            for (OpenTask& open : open_tasks(night)) {
                if (open.task == number) return std::move(open);
            }
            return std::nullopt;
        });
    }

    std::vector<OpenTask> open_tasks(const std::string& night) override {
        return guarded([&] {
            std::vector<OpenTask> open;
            // The same task may be wanted by several plans: the first of them computes it.
            Statement select(database_,
                             "SELECT task, min(plan || char(0) || variant), plan, variant, "
                             "variant_zh, variant_en, key, plan_sha256, changes_sha256, draws, "
                             "paths, keep, program, attempts, coalesce((SELECT t.seconds FROM "
                             "night_tasks AS o JOIN tasks AS t USING (task) WHERE o.plan = "
                             "wanted.plan AND o.variant = wanted.variant AND o.night < ?1 AND "
                             "t.state = 'done' ORDER BY o.night DESC LIMIT 1), 0) "
                             "FROM night_tasks AS wanted JOIN tasks USING (task) "
                             "WHERE night = ?1 AND state = 'waiting' GROUP BY task "
                             "ORDER BY plan, variant");
            select.bind(1, night);
            while (select.executeStep()) {
                OpenTask task;
                task.task = select.getColumn(0).getInt64();
                auto& planned = task.planned;
                auto& inputs = planned.inputs;
                int column = 2;
                for (std::string* text :
                     {&planned.plan, &planned.variant, &planned.variant_name.zh,
                      &planned.variant_name.en, &planned.key, &inputs.plan_sha256,
                      &inputs.changes_sha256, &inputs.draws, &inputs.paths, &inputs.keep,
                      &inputs.program}) {
                    *text = select.getColumn(column++).getString();
                }
                task.attempts = select.getColumn(column++).getInt();
                task.seconds = select.getColumn(column).getDouble();
                open.push_back(std::move(task));
            }
            return open;
        });
    }

    Counts counts(const std::string& night) override {
        return guarded([&] {
            Counts counts;
            Statement select(database_,
                             "SELECT state, count(*) FROM night_tasks JOIN tasks USING (task) "
                             "WHERE night = ? GROUP BY state");
            select.bind(1, night);
            while (select.executeStep()) {
                const std::string state = select.getColumn(0).getString();
                const auto count = static_cast<std::size_t>(select.getColumn(1).getInt64());
                if (state == "waiting") counts.waiting = count;
                if (state == "running") counts.running = count;
                if (state == "done") counts.done = count;
                if (state == "invalid") counts.invalid = count;
                if (state == "failed") counts.failed = count;
            }
            return counts;
        });
    }

    void begin(std::int64_t task) override {
        guarded([&] {
            run("UPDATE tasks SET state = 'running', attempts = attempts + 1 WHERE task = ?",
                {task});
        });
    }

    void finish(std::int64_t task, const Record& record, const Cost& cost) override {
        guarded([&] {
            Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            sqlite::remove_record(database_, task);
            sqlite::insert_record(database_, task, record);
            end_task(task, TaskState::done, nullptr, cost);
            transaction.commit();
        });
    }

    void finish_invalid(std::int64_t task, const std::vector<Diagnostic>& diagnostics,
                        const Cost& cost) override {
        guarded([&] {
            Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            sqlite::remove_record(database_, task);
            sqlite::insert_diagnostics(database_, task, diagnostics);
            end_task(task, TaskState::invalid, nullptr, cost);
            transaction.commit();
        });
    }

    void fail(std::int64_t task, const Text& why, const Cost& cost) override {
        guarded([&] { end_task(task, TaskState::failed, &why, cost); });
    }

    void give_back(std::int64_t task) override {
        guarded([&] {
            run("UPDATE tasks SET state = 'waiting', attempts = attempts - 1 WHERE task = ?",
                {task});
        });
    }

    NightState end_night(const std::string& night, const std::string& now) override {
        return guarded([&] {
            Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            const Counts left = counts(night);
            const NightState state =
                left.waiting + left.running == 0 ? NightState::complete : NightState::stopped;
            run("UPDATE nights SET ended = ?, state = ? WHERE night = ?",
                {now, name_of(state), night});
            transaction.commit();
            // From now on the file alone holds everything. A reader may hold it up: no harm.
            database_.tryExec("PRAGMA wal_checkpoint(TRUNCATE)");
            return state;
        });
    }

    std::vector<Night> nights() override {
        return guarded([&] {
            std::vector<Night> nights;
            Statement select(database_,
                             "SELECT night, name_zh, name_en, program, started, ended, state "
                             "FROM nights ORDER BY night");
            while (select.executeStep()) {
                Night night{select.getColumn(0).getString(),
                            {select.getColumn(1).getString(), select.getColumn(2).getString()},
                            select.getColumn(3).getString(),
                            select.getColumn(4).getString(),
                            std::nullopt,
                            state_of(select.getColumn(6).getString())};
                if (!select.getColumn(5).isNull()) night.ended = select.getColumn(5).getString();
                nights.push_back(std::move(night));
            }
            return nights;
        });
    }

    std::optional<Record> read(std::int64_t task) override {
        return guarded([&] { return sqlite::read_record(database_, task); });
    }

    void query(const std::string& sql, const std::vector<Value>& parameters,
               const RowSink& row) override {
        guarded([&] {
            Statement select(database_, sql);
            for (std::size_t i = 0; i < parameters.size(); ++i) {
                bind(select, static_cast<int>(i) + 1, parameters[i]);
            }
            std::vector<std::string> columns;
            for (int i = 0; i < select.getColumnCount(); ++i) {
                columns.emplace_back(select.getColumnName(i));
            }
            std::vector<Value> values(columns.size());
            while (select.executeStep()) {
                for (std::size_t i = 0; i < values.size(); ++i) {
                    values[i] = value_of(select.getColumn(static_cast<int>(i)));
                }
                row(columns, values);
            }
        });
    }

    void remove(const std::vector<std::string>& nights) override {
        guarded([&] {
            Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            for (const std::string& night : nights) {
                run("DELETE FROM nights WHERE night = ?", {night});
            }
            run("DELETE FROM tasks WHERE task NOT IN (SELECT task FROM night_tasks)", {});
            drop_inputs();
            transaction.commit();
            statements_.clear();
            database_.exec("VACUUM");
        });
    }

    std::vector<Text> verify() override {
        std::vector<Text> troubles;
        guarded([&] {
            check_pages(troubles);
            if (!troubles.empty()) return;
            check_references(troubles);
            check_tasks(troubles);
        });
        return troubles;
    }

  private:
    /// Returns the rows changed.
    int run(const std::string& sql, const std::vector<Value>& parameters) {
        auto& kept = statements_[sql];
        if (!kept) kept = std::make_unique<Statement>(database_, sql);
        Statement& statement = *kept;
        statement.reset();
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            bind(statement, static_cast<int>(i) + 1, parameters[i]);
        }
        return statement.exec();
    }

    /// The task's number, new or old.
    std::int64_t want(const std::string& night, const PlannedTask& task) {
        const Inputs& inputs = task.inputs;
        const int added =
            run("INSERT INTO tasks (key, plan_sha256, changes_sha256, draws, paths, keep, program) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                {task.key, inputs.plan_sha256, inputs.changes_sha256, inputs.draws, inputs.paths,
                 inputs.keep, inputs.program});
        std::int64_t number = 0;
        if (added > 0) {
            number = database_.getLastInsertRowid();
            for (const InputFile& file : task.files) {
                run("INSERT INTO inputs VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    {inputs.plan_sha256, file.name, file.sha256});
            }
        } else {
            Statement select(database_, "SELECT task FROM tasks WHERE key = ?");
            select.bind(1, task.key);
            COFFER_EXPECT(select.executeStep());
            number = select.getColumn(0).getInt64();
        }
        run("INSERT INTO night_tasks VALUES (?, ?, ?, ?, ?, ?)",
            {night, task.plan, task.variant, task.variant_name.zh, task.variant_name.en, number});
        return number;
    }

    /// Leftovers of a batch that was killed, and failures that may be over by now.
    void settle(const std::string& night, int most_attempts) {
        run("UPDATE tasks SET state = 'failed', trouble_zh = ?1, trouble_en = ?2 WHERE "
            "state = 'running' AND attempts >= ?3",
            {std::string("每次计算它时程序都中途结束"),
             std::string("the program ended every time while it computed this"),
             std::int64_t{most_attempts}});
        run("UPDATE tasks SET state = 'waiting' WHERE state = 'running'", {});
        run("UPDATE tasks SET state = 'waiting', attempts = 0, trouble_zh = NULL, "
            "trouble_en = NULL WHERE state = 'failed' AND attempts < ?1 AND task IN "
            "(SELECT task FROM night_tasks WHERE night = ?2)",
            {std::int64_t{most_attempts}, night});
        // Wanted by a night that now wants something else, and never computed.
        run("DELETE FROM tasks WHERE state = 'waiting' AND task NOT IN "
            "(SELECT task FROM night_tasks)",
            {});
        drop_inputs();
    }

    void drop_inputs() {
        run("DELETE FROM inputs WHERE plan_sha256 NOT IN (SELECT plan_sha256 FROM tasks)", {});
    }

    void end_task(std::int64_t task, TaskState state, const Text* why, const Cost& cost) {
        const Value zh = why == nullptr ? Value() : Value(why->zh);
        const Value en = why == nullptr ? Value() : Value(why->en);
        run("UPDATE tasks SET state = ?, seconds = ?, bytes = ?, trouble_zh = ?, trouble_en = ? "
            "WHERE task = ?",
            {std::string(name_of(state)), cost.seconds, static_cast<std::int64_t>(cost.bytes), zh,
             en, task});
    }

    void check_pages(std::vector<Text>& troubles) {
        Statement check(database_, "PRAGMA integrity_check(20)");
        while (check.executeStep()) {
            const std::string found = check.getColumn(0).getString();
            if (found != "ok") troubles.push_back(say("文件损坏：{}", "damaged file: {}", found));
        }
    }
    void check_references(std::vector<Text>& troubles) {
        Statement check(database_, "PRAGMA foreign_key_check");
        while (check.executeStep()) {
            const std::string table = check.getColumn(0).getString();
            troubles.push_back(say("表 {} 中有一行指向不存在的行",
                                   "a row of table {} refers to a row that is not there", table));
        }
    }
    void check_tasks(std::vector<Text>& troubles) {
        Statement select(database_, "SELECT task, key, state FROM tasks ORDER BY key");
        while (select.executeStep()) {
            const std::int64_t task = select.getColumn(0).getInt64();
            const std::string key = select.getColumn(1).getString();
            const bool done = select.getColumn(2).getString() == "done";
            const auto record = sqlite::read_record(database_, task);
            if (record.has_value() != done) {
                troubles.push_back(say("任务 {} 的状态与结果不符",
                                       "task {} and its results disagree on whether it is done",
                                       key));
            } else if (record && digest_of(*record) != sqlite::stored_digest(database_, task)) {
                troubles.push_back(say("任务 {} 的结果与写入时不同",
                                       "the results of task {} are not those that were written",
                                       key));
            }
        }
        Statement nights(database_,
                         "SELECT DISTINCT night FROM nights JOIN night_tasks USING (night) JOIN "
                         "tasks USING (task) WHERE nights.state = 'complete' AND tasks.state IN "
                         "('waiting', 'running')");
        while (nights.executeStep()) {
            const std::string night = nights.getColumn(0).getString();
            troubles.push_back(say("{} 标为完整，但还有任务没有算",
                                   "{} is marked complete while tasks of it are open", night));
        }
    }

    std::optional<BatchLock> lock_;
    Database database_;
    std::map<std::string, std::unique_ptr<Statement>> statements_;  ///< of run(), by their text
};

/// Makes or updates the schema. False, reported, when the file is something else.
bool prepare(SqliteStore& store, const std::string& file, Access access, Diagnostics& diagnostics) {
    Database& database = store.database();
    const auto refuse = [&](Text why, Text suggestion) {
        diagnostics.error({file, 0, 0}, {"存储打不开", "the store cannot be opened"},
                          std::move(why), std::move(suggestion));
        return false;
    };
    const Text other_file{"请换一个文件名。", "Name another file."};
    const int id = database.execAndGet("PRAGMA application_id").getInt();
    const int tables = database.execAndGet("SELECT count(*) FROM sqlite_master").getInt();
    const auto& steps = sqlite::migrations();
    const auto newest = static_cast<int>(steps.size());
    if (id != sqlite::application_id && (id != 0 || tables > 0)) {
        return refuse({"这是别的程序的数据库", "it is the database of another program"},
                      other_file);
    }
    int version = database.execAndGet("PRAGMA user_version").getInt();
    if (version > newest) {
        return refuse(say("它的格式是 {}，本程序只认到 {}",
                          "its format is {}, this program knows {}", version, newest),
                      {"请用较新的 coffer。", "Use a newer coffer."});
    }
    if (version == newest) return true;
    if (access == Access::read) {
        return refuse(
            version == 0 ? Text{"里面还没有任何结果", "there are no results in it yet"}
                         : say("它的格式是 {}，须先更新到 {}",
                               "its format is {} and must be brought to {} first", version, newest),
            {"请先对它运行一次 coffer batch。", "Run coffer batch on it first."});
    }
    Transaction transaction(database, SQLite::TransactionBehavior::EXCLUSIVE);
    version = database.execAndGet("PRAGMA user_version").getInt();
    for (; version < newest; ++version) database.exec(steps[static_cast<std::size_t>(version)]);
    database.exec("PRAGMA user_version = " + std::to_string(newest));
    database.exec("PRAGMA application_id = " + std::to_string(sqlite::application_id));
    transaction.commit();
    return true;
}

}  // namespace

std::unique_ptr<Store> open(const std::filesystem::path& file, Access access,
                            Diagnostics& diagnostics) {
    const std::string name = file.generic_string();
    const auto refuse = [&](Text why, Text suggestion) {
        diagnostics.error({name, 0, 0}, {"存储打不开", "the store cannot be opened"},
                          std::move(why), std::move(suggestion));
        return nullptr;
    };
    std::error_code failed;
    if (access != Access::batch && !std::filesystem::is_regular_file(file, failed)) {
        return refuse({"没有这个文件", "there is no such file"},
                      {"coffer batch 会新建它。", "coffer batch makes it."});
    }
    try {
        std::optional<BatchLock> lock;
        if (access != Access::read) {
            lock = BatchLock::take(file);
            if (!lock) {
                return refuse(
                    {"另一个 coffer batch 正在写它", "another coffer batch is at work on it"},
                    {"请等它结束；它在任何情况下结束后锁都会释放。",
                     "Wait for its end; the lock opens however it ends."});
            }
        }
        const int flags = access == Access::batch ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                                                  : SQLite::OPEN_READWRITE;
        auto store = std::make_unique<SqliteStore>(file, flags, std::move(lock));
        if (access == Access::read) store->database().exec("PRAGMA query_only = ON");
        // The journal that lets others read while a batch writes; a process that is killed loses
        // nothing that was committed, a machine without power at most the last tasks.
        if (access == Access::batch) {
            store->database().exec("PRAGMA journal_mode = WAL");
            store->database().exec("PRAGMA synchronous = NORMAL");
        }
        if (!prepare(*store, name, access, diagnostics)) return nullptr;
        return store;
    } catch (const SQLite::Exception& error) {
        const bool damaged =
            error.getErrorCode() == SQLITE_CORRUPT || error.getErrorCode() == SQLITE_NOTADB;
        const std::string what = error.what();
        return refuse(say("{}", "{}", what),
                      damaged ? Text{"文件已损坏：请从备份恢复，或换一个文件重新计算。",
                                     "The file is damaged: restore a backup, or compute again "
                                     "into another file."}
                              : Text{"请检查文件和权限。", "Check the file and its permissions."});
    } catch (const Failure& error) {
        const std::string what = error.what();
        return refuse(say("{}", "{}", what), {"请检查权限。", "Check its permissions."});
    }
}

}  // namespace coffer::store
