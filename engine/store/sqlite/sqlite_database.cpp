// A store in one SQLite file.
#include "sqlite_database.hpp"

#include <cctype>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <sqlite3.h>
#include <unistd.h>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include "batch_lock.hpp"
#include "coffer/scenario/wording.hpp"
#include "schema.hpp"

namespace coffer::store::sqlite {
namespace {

using scenario::say;
using SQLite::Statement;
using SQLite::Transaction;

/// "coff" in ASCII: marks the file as a store (PRAGMA application_id).
constexpr int application_id = 0x636F6666;
/// Readers may be at work; a writer waits for them this long.
constexpr int patience_ms = 60'000;

constexpr Words words{
    "TEXT", "INTEGER", "REAL", "INTEGER PRIMARY KEY", " STRICT", " STRICT, WITHOUT ROWID"};

bool met_no_room(const SQLite::Exception& error, sqlite3* database) {
    constexpr int primary = 0xFF;
    const int code = error.getErrorCode() & primary;
    if (code == SQLITE_FULL) return true;
    // What the journals meet.
    return database != nullptr && (code == SQLITE_IOERR || code == SQLITE_CANTOPEN) &&
           is_no_room(sqlite3_system_errno(database));
}

Failure failure_of(const SQLite::Exception& error, sqlite3* database) {
    const std::string what = error.what();
    if (!met_no_room(error, database)) return Failure(what);
    return {say("磁盘已满，或已到文件大小的上限（{}）",
                "the disk is full, or a limit on the size of files is reached ({})", what),
            true};
}

/// What SQLite complains of becomes ours: callers know no library.
template <class Work>
auto guarded(SQLite::Database& database, const Work& work) {
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        throw failure_of(error, database.getHandle());
    }
}

void bind(Statement& statement, int place, const Value& value) {
    std::visit(
        [&](const auto& held) {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, std::monostate>) {
                statement.bind(place);
            } else if constexpr (std::is_same_v<Held, std::string>) {
                statement.bind(place, storable(held));
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

class SqliteLoader final : public Loader {
  public:
    SqliteLoader(SQLite::Database& database, const std::string& table, int columns)
        : database_(database),
          insert_(database, "INSERT INTO " + table + " VALUES (" + places(columns) + ")") {}

    void number(std::int64_t value) override { bind_next(value); }
    void real(double value) override { bind_next(value); }
    void text(const std::string& value) override { bind_next(value); }
    void nothing() override { bind_next(std::monostate{}); }
    void end_row() override {
        guarded(database_, [&] {
            insert_.exec();
            insert_.reset();
        });
        next_ = 1;
    }
    void finish() override {}

  private:
    static std::string places(int columns) {
        std::string text = "?";
        for (int i = 1; i < columns; ++i) text += ",?";
        return text;
    }
    template <class T>
    void bind_next(const T& value) {
        guarded(database_, [&] {
            if constexpr (std::is_same_v<T, std::monostate>) {
                insert_.bind(next_++);
            } else {
                insert_.bind(next_++, value);
            }
        });
    }

    SQLite::Database& database_;
    Statement insert_;
    int next_ = 1;
};

class SqliteDatabase final : public Database {
  public:
    SqliteDatabase(const std::string& file, int flags, std::optional<BatchLock> lock)
        : lock_(std::move(lock)), database_(file, flags, patience_ms) {
        database_.exec("PRAGMA foreign_keys = ON");
    }

    [[nodiscard]] SQLite::Database& raw() { return database_; }

    // One process at a time, by the lock: whatever an earlier one held is free.
    [[nodiscard]] const Dialect& dialect() const override {
        static const Dialect dialect{false, "worker IS NULL", "FALSE", "NULL", "NULL", ""};
        return dialect;
    }
    [[nodiscard]] const std::string& name() const override {
        static const std::string name = "batch";
        return name;
    }

    void whole(const std::function<void()>& work) override {
        guarded(database_, [&] {
            Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            work();
            transaction.commit();
        });
    }
    void reading(const std::function<void()>& work) override { work(); }

    std::int64_t run(const std::string& sql, const Parameters& parameters) override {
        return guarded(database_, [&] { return prepared(sql, parameters).exec(); });
    }

    std::vector<Row> rows(const std::string& sql, const Parameters& parameters) override {
        return guarded(database_, [&] {
            std::vector<Row> rows;
            Statement& select = prepared(sql, parameters);
            while (select.executeStep()) rows.push_back(row_of(select));
            select.reset();
            return rows;
        });
    }

    void stream(const std::string& sql, const Parameters& parameters,
                const Store::RowSink& sink) override {
        guarded(database_, [&] {
            Statement select(database_, sql);
            for (std::size_t i = 0; i < parameters.size(); ++i) {
                bind(select, static_cast<int>(i) + 1, parameters[i]);
            }
            std::vector<std::string> columns;
            for (int i = 0; i < select.getColumnCount(); ++i) {
                columns.emplace_back(select.getColumnName(i));
            }
            while (select.executeStep()) sink(columns, row_of(select));
        });
    }

    void script(const std::string& sql) override {
        guarded(database_, [&] { database_.exec(sql); });
    }

    std::unique_ptr<Loader> load(const std::string& table, int columns) override {
        return guarded(database_,
                       [&] { return std::make_unique<SqliteLoader>(database_, table, columns); });
    }

    // From now on the file alone holds everything. A reader may hold it up: no harm.
    void settle() override {
        guarded(database_, [&] { database_.tryExec("PRAGMA wal_checkpoint(TRUNCATE)"); });
    }
    void shrink() override {
        statements_.clear();
        guarded(database_, [&] { database_.exec("VACUUM"); });
    }

    std::vector<Text> damages() override {
        std::vector<Text> troubles;
        const auto damaged = [&troubles](const std::string& found) {
            troubles.push_back(say("文件损坏：{}", "damaged file: {}", found));
        };
        try {
            for (const Row& row : rows("PRAGMA integrity_check(20)", {})) {
                const std::string found = std::get<std::string>(row.front());
                if (found != "ok") damaged(found);
            }
        } catch (const Failure& error) {
            // Some damage ends even the check.
            damaged(error.what());
        }
        if (!troubles.empty()) return troubles;
        for (const Row& row : rows("PRAGMA foreign_key_check", {})) {
            const std::string table = std::get<std::string>(row.front());
            troubles.push_back(say("表 {} 中有一行指向不存在的行",
                                   "a row of table {} refers to a row that is not there", table));
        }
        return troubles;
    }

  private:
    static Row row_of(Statement& select) {
        Row row;
        row.reserve(static_cast<std::size_t>(select.getColumnCount()));
        for (int i = 0; i < select.getColumnCount(); ++i) {
            row.push_back(value_of(select.getColumn(i)));
        }
        return row;
    }

    /// Statements are kept: the same few run for every task.
    Statement& prepared(const std::string& sql, const Parameters& parameters) {
        auto& kept = statements_[sql];
        if (!kept) kept = std::make_unique<Statement>(database_, sql);
        kept->reset();
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            bind(*kept, static_cast<int>(i) + 1, parameters[i]);
        }
        return *kept;
    }

    std::optional<BatchLock> lock_;
    SQLite::Database database_;
    std::map<std::string, std::unique_ptr<Statement>> statements_;
};

/// Makes or updates the schema. False, reported, when the file is something else.
bool prepare(SQLite::Database& database, const std::string& file, Access access,
             Diagnostics& diagnostics) {
    const auto refuse = [&](Text why, Text suggestion) {
        diagnostics.error({file, 0, 0}, {"存储打不开", "the store cannot be opened"},
                          std::move(why), std::move(suggestion));
        return false;
    };
    const Text other_file{"请换一个文件名。", "Name another file."};
    const int id = database.execAndGet("PRAGMA application_id").getInt();
    const int tables = database.execAndGet("SELECT count(*) FROM sqlite_master").getInt();
    const auto steps = migrations(words);
    const auto newest = static_cast<int>(steps.size());
    if (id != application_id && (id != 0 || tables > 0)) {
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
    if (access == Access::read || access == Access::inspect) {
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
    database.exec("PRAGMA application_id = " + std::to_string(application_id));
    transaction.commit();
    return true;
}

/// How SQLite is to name a file that it must not write beside: it needs no journal then.
std::string as_immutable(const std::filesystem::path& file) {
    std::string name = "file:";
    for (const char c : file.string()) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/' ||
                           c == '.' || c == '-' || c == '_';
        name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return name + "?immutable=1";
}

bool may_write(const std::filesystem::path& place) {
    return ::faccessat(AT_FDCWD, place.c_str(), W_OK, AT_EACCESS) == 0;
}

/// Whether the file, and what SQLite puts beside it, can be written.
bool may_be_written(const std::filesystem::path& file) {
    std::error_code failed;
    return may_write(file.parent_path()) &&
           (!std::filesystem::exists(file, failed) || may_write(file));
}

/// Whether a journal beside the file holds what the file does not.
bool has_journal(const std::filesystem::path& file) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(file.string() + "-wal", failed);
    return !failed && bytes > 0;
}

}  // namespace

std::unique_ptr<Database> open(const std::string& file, Access access, Diagnostics& diagnostics) {
    const auto refuse = [&](Text why, Text suggestion) {
        diagnostics.error({file, 0, 0}, {"存储打不开", "the store cannot be opened"},
                          std::move(why), std::move(suggestion));
        return nullptr;
    };
    const Text restore{"文件已损坏：请从备份恢复，或换一个文件重新计算。",
                       "The file is damaged: restore a backup, or compute again into another "
                       "file."};
    const bool reads = access == Access::read || access == Access::inspect;
    const bool makes = access == Access::batch || access == Access::shards;
    std::error_code failed;
    if (!makes && !std::filesystem::is_regular_file(file, failed)) {
        return refuse({"没有这个文件", "there is no such file"},
                      {"coffer batch 会新建它。", "coffer batch makes it."});
    }
    const std::filesystem::path real = real_place(file);
    const bool writable = may_be_written(real);
    const std::string folder = real.parent_path().string();
    if (!reads && !writable) {
        return refuse(say("文件或它所在的文件夹 {} 不能写",
                          "the file or its folder {} cannot be written", folder),
                      {"请检查权限和磁盘的挂载方式，或用 --store 换一个地方。",
                       "Check permissions and how the disk is mounted, or name another place by "
                       "--store."});
    }
    if (reads && !writable && has_journal(real)) {
        return refuse(
            say("旁边的 {}-wal 里有还没有并入的结果，而文件夹 {} 不能写，读不到它们",
                "{}-wal beside it has results that are not in the file yet, and the folder {} "
                "cannot be written, which reading them needs",
                real.filename().string(), folder),
            {"请把两个文件一起复制到可写的文件夹再读，或由有写权限的人运行 coffer store。",
             "Copy both files into a folder that can be written, or let somebody run coffer store "
             "who may write there."});
    }
    std::unique_ptr<SqliteDatabase> database;
    try {
        std::optional<BatchLock> lock;
        if (!reads) {
            lock = BatchLock::take(file);
            if (!lock) {
                return refuse(
                    {"另一个 coffer batch 正在写它", "another coffer batch is at work on it"},
                    {"请等它结束；它在任何情况下结束后锁都会释放。",
                     "Wait for its end; the lock opens however it ends."});
            }
        }
        // Where nothing can be written nobody does: the file alone is the store.
        const bool still = reads && !writable;
        const int flags = still   ? SQLite::OPEN_READONLY | SQLite::OPEN_URI
                          : makes ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                                  : SQLite::OPEN_READWRITE;
        database = std::make_unique<SqliteDatabase>(still ? as_immutable(real) : file, flags,
                                                    std::move(lock));
        if (reads) database->raw().exec("PRAGMA query_only = ON");
        // The journal that lets others read while a batch writes; a process that is killed loses
        // nothing that was committed, a machine without power at most the last tasks.
        if (access == Access::batch) {
            database->raw().exec("PRAGMA journal_mode = WAL");
            database->raw().exec("PRAGMA synchronous = NORMAL");
        }
        // That journal's index is memory that processes of one host share.
        if (access == Access::shards) database->raw().exec("PRAGMA journal_mode = TRUNCATE");
        if (!prepare(database->raw(), file, access, diagnostics)) return nullptr;
        // Pages in the middle that nothing has read yet may be damaged: a night would believe what
        // the others say.
        if (access != Access::inspect) {
            const std::string found =
                database->raw().execAndGet("PRAGMA quick_check(1)").getString();
            if (found != "ok") return refuse(say("{}", "{}", found), restore);
        }
        return std::unique_ptr<Database>(std::move(database));
    } catch (const SQLite::Exception& error) {
        sqlite3* handle = database ? database->raw().getHandle() : nullptr;
        if (met_no_room(error, handle)) throw failure_of(error, handle);
        const bool damaged =
            error.getErrorCode() == SQLITE_CORRUPT || error.getErrorCode() == SQLITE_NOTADB;
        const std::string what = error.what();
        return refuse(
            say("{}", "{}", what),
            damaged ? restore : Text{"请检查文件和权限。", "Check the file and its permissions."});
    } catch (const Failure& error) {
        if (error.no_room()) throw;
        return refuse(error.why(), {"请检查权限。", "Check its permissions."});
    }
}

}  // namespace coffer::store::sqlite
