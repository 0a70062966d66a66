#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/store/rows.hpp"

namespace coffer::store {

/// The database failed underneath: a full disk, a damaged file, a lock that never opened, a server
/// that stayed away. What was committed before is whole.
class Failure : public std::runtime_error {
  public:
    explicit Failure(const std::string& what) : Failure(Text{what, what}, false) {}
    Failure(const Text& why, bool no_room)
        : std::runtime_error(why.en), why_(why), no_room_(no_room) {}

    [[nodiscard]] const Text& why() const { return why_; }
    /// The disk is full, or a limit on what may be written has been reached.
    [[nodiscard]] bool no_room() const { return no_room_; }

  private:
    Text why_;
    bool no_room_;
};

enum class NightState { running, stopped, complete };

struct Night {
    std::string night;  ///< its label; nights are ordered by it
    Text name;
    std::string program;
    std::string started;  ///< UTC, ISO 8601
    std::optional<std::string> ended;
    NightState state = NightState::running;
};

/// Tasks of a night by their state.
struct Counts {
    std::size_t waiting = 0, running = 0, done = 0, invalid = 0, failed = 0;
    [[nodiscard]] std::size_t all() const { return waiting + running + done + invalid + failed; }
};

/// A task that has to be computed.
struct OpenTask {
    std::int64_t task = 0;
    PlannedTask planned;   ///< the first of the night's plans that wants it
    int attempts = 0;      ///< that began before
    double seconds = 0.0;  ///< what it may take; 0: not known
};

/// An answer to `take`.
struct Taken {
    std::optional<OpenTask> task;
    bool later = false;  ///< none is free now, but others hold some and may give them back
};

/// How a task ended.
struct Ended {
    std::int64_t task = 0;
    /// With results, with mistakes of the plan, or with a failure of ours.
    std::variant<Record, std::vector<Diagnostic>, Text> result;
    Cost cost;
};

/// On what terms tasks are taken.
struct Terms {
    int most_attempts = 5;  ///< one that was begun this often and never ended has failed
    /// Seconds after which whoever holds a task and has not beaten is taken for dead, and for which
    /// a server that is away is waited for.
    double lease = 60.0;
};

/// A cell of a query's answer.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

/// A table or view that the store hands out: docs/night.md describes each.
struct Table {
    std::string name;
    std::string sql;
};

/// Nights and their results. A task is in it once, by its key, however many nights want it.
/// Everything that belongs together is written in one transaction, so that a process that is
/// killed leaves the store as it was before or after. Thread-compatible; throws Failure.
class Store {
  public:
    virtual ~Store() = default;

    /// Names the night and what it wants, in one transaction, in place of what a night of this
    /// label wanted before. Tasks that their holders left unfinished wait again; one that has been
    /// begun too often has failed. The caller is the only one to plan.
    virtual void plan_night(const Night& night, const std::vector<PlannedTask>& tasks) = 0;
    /// The plan has changed since the night was planned: it now wants another task.
    virtual void replan(const std::string& night, const PlannedTask& task) = 0;
    /// Tasks of the night that wait, in the order in which they are taken: the costliest first, as
    /// the nights before tell; those in which a process has ended last.
    [[nodiscard]] virtual std::vector<OpenTask> open_tasks(const std::string& night) = 0;
    /// Tasks that the night wants, with what they were planned for, in no order.
    [[nodiscard]] virtual std::vector<OpenTask> tasks_of(const std::string& night) = 0;
    [[nodiscard]] virtual Counts counts(const std::string& night) = 0;

    /// Begins an attempt at the first open task that is not among `unable`. It is the caller's
    /// until it ends, or until a lease has passed without a beat.
    [[nodiscard]] virtual Taken take(const std::string& night,
                                     const std::vector<std::int64_t>& unable) = 0;
    /// Whoever holds tasks must say so in time, and of which: seconds between beats. None where the
    /// database itself knows.
    [[nodiscard]] virtual std::optional<double> pulse() const = 0;
    virtual void beat(const std::vector<std::int64_t>& held) = 0;
    /// Attempts end. A task that has ended already, elsewhere, or that nobody wants any more stays
    /// as it is: results of one key are the same.
    virtual void finish(const std::vector<Ended>& ended) = 0;
    /// The attempt failed, and another may not: the task waits again, behind the others.
    virtual void put_back(std::int64_t task) = 0;
    /// The attempt was given up (Ctrl-C, or the plan has changed): it does not count.
    virtual void give_back(std::int64_t task) = 0;

    /// Complete when nothing of the night waits, else stopped. Returns which.
    virtual NightState end_night(const std::string& night, const std::string& now) = 0;

    /// By label.
    [[nodiscard]] virtual std::vector<Night> nights() = 0;
    /// The results of a task; none when it is not done.
    [[nodiscard]] virtual std::optional<Record> read(std::int64_t task) = 0;
    /// How a task ended; none when it has not. Throws Failure when it is not what was written.
    [[nodiscard]] virtual std::optional<Ended> ended(std::int64_t task) = 0;

    /// Calls `row` for each row; `columns` is the same at each call. SQL of this program only.
    using RowSink = std::function<void(const std::vector<std::string>& columns,
                                       const std::vector<Value>& values)>;
    virtual void query(const std::string& sql, const std::vector<Value>& parameters,
                       const RowSink& row) = 0;

    /// Removes nights, and what only they wanted.
    virtual void remove(const std::vector<std::string>& nights) = 0;
    /// What is damaged, in words; empty when nothing is. Recomputes the digest of every record.
    [[nodiscard]] virtual std::vector<Text> verify() = 0;

  protected:
    Store() = default;
    Store(const Store&) = default;
    Store(Store&&) = default;
    Store& operator=(const Store&) = default;
    Store& operator=(Store&&) = default;
};

enum class Access {
    read,     ///< it must be there; a batch may be at work on it
    inspect,  ///< as read, also a file that is damaged inside: to tell what is
    write,    ///< it must be there, and no batch at work on it
    batch,    ///< made when it is not there, otherwise as write
    shards,   ///< as batch, on a disk that several hosts share
    work      ///< it must be there and on a server; beside a batch
};

/// Whether `place` names a PostgreSQL database (postgresql://...) and not a file.
[[nodiscard]] bool is_server(const std::string& place);
/// A place, or a text in which one stands last, as it may be shown: without passwords, however the
/// URL has them.
[[nodiscard]] std::string shown(const std::string& text);

/// The door of this floor: an SQLite file, or a PostgreSQL database by its URL. None, with a
/// diagnostic, when it cannot be opened, is no store, is of a newer program or is damaged, or
/// another batch is at work on it. Older schemas are brought up to date. Throws Failure where there
/// is no room to do so.
[[nodiscard]] std::unique_ptr<Store> open(const std::string& place, Access access,
                                          Diagnostics& diagnostics, const Terms& terms = {});

/// What `coffer store STORE export` writes, one file a table. Parameter 1 is a night.
[[nodiscard]] const std::vector<Table>& tables_of_night();
/// Everything that is the same however the night was computed, in a fixed order: what two stores
/// are compared by. Without times, costs, row numbers and manifests.
[[nodiscard]] const std::vector<Table>& dump_tables();

}  // namespace coffer::store
