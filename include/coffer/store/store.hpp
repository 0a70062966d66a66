#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
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

/// The database failed underneath: a full disk, a damaged file, a lock that never opened. What was
/// committed before is whole.
class Failure : public std::runtime_error {
  public:
    explicit Failure(const std::string& what) : std::runtime_error(what) {}
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
    int attempts = 0;      ///< that began
    double seconds = 0.0;  ///< what the same plan and variant took last; 0: not known
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
    /// label wanted before. Tasks that some process left unfinished wait again; one that has been
    /// begun `most_attempts` times and never ended has failed. The caller is the only batch.
    virtual void plan_night(const Night& night, const std::vector<PlannedTask>& tasks,
                            int most_attempts) = 0;
    /// The plan has changed since the night was planned: it now wants another task. Returns it
    /// when it has to be computed.
    [[nodiscard]] virtual std::optional<OpenTask> replan(const std::string& night,
                                                         const PlannedTask& task) = 0;
    /// Tasks of the night that wait, by plan and variant.
    [[nodiscard]] virtual std::vector<OpenTask> open_tasks(const std::string& night) = 0;
    [[nodiscard]] virtual Counts counts(const std::string& night) = 0;

    /// An attempt begins.
    virtual void begin(std::int64_t task) = 0;
    /// An attempt ends: with results, with mistakes of the plan, or with a failure of ours.
    virtual void finish(std::int64_t task, const Record& record, const Cost& cost) = 0;
    virtual void finish_invalid(std::int64_t task, const std::vector<Diagnostic>& diagnostics,
                                const Cost& cost) = 0;
    virtual void fail(std::int64_t task, const Text& why, const Cost& cost) = 0;
    /// The attempt was given up (Ctrl-C, or it must wait): it does not count.
    virtual void give_back(std::int64_t task) = 0;

    /// Complete when nothing of the night waits, else stopped. Returns which.
    virtual NightState end_night(const std::string& night, const std::string& now) = 0;

    /// By label.
    [[nodiscard]] virtual std::vector<Night> nights() = 0;
    /// The results of a task; none when it is not done.
    [[nodiscard]] virtual std::optional<Record> read(std::int64_t task) = 0;

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
    read,   ///< it must be there; a batch may be at work on it
    write,  ///< it must be there, and no batch at work on it
    batch   ///< made when it is not there, otherwise as write
};

/// The door of this floor. None, with a diagnostic, when the file cannot be opened, is no store, is
/// of a newer program or is damaged, or another batch is at work on it. Older schemas are brought
/// up to date.
[[nodiscard]] std::unique_ptr<Store> open(const std::filesystem::path& file, Access access,
                                          Diagnostics& diagnostics);

/// What `coffer store STORE export` writes, one file a table. Parameter 1 is a night.
[[nodiscard]] const std::vector<Table>& tables_of_night();
/// Everything that is the same however the night was computed, in a fixed order: what two stores
/// are compared by. Without times, costs, row numbers and manifests.
[[nodiscard]] const std::vector<Table>& dump_tables();

}  // namespace coffer::store
