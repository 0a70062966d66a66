#pragma once
// The tables of tasks' results.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coffer/store/rows.hpp"
#include "database.hpp"

namespace coffer::store {

/// Numbers of series, as the database has handed them out.
class SeriesNumbers {
  public:
    /// Makes those that are new, within the caller's transaction.
    void know(Database& database, const std::vector<const Record*>& records);
    [[nodiscard]] std::int64_t of(const FigureRow& row) const;
    /// The transaction was given up: some may not be there after all.
    void forget() { numbers_.clear(); }

  private:
    std::map<std::pair<std::string, std::string>, std::int64_t> numbers_;
};

/// A task's results, or its mistakes.
struct Filled {
    std::int64_t task = 0;
    const Record* record = nullptr;
    const std::vector<Diagnostic>* diagnostics = nullptr;
    std::string digest = {};  ///< of the record
};

/// Writes all of them, table by table, within the caller's transaction.
void insert_results(Database& database, const std::vector<Filled>& results, SeriesNumbers& series);

/// None when the task has no results.
[[nodiscard]] std::optional<Record> read_record(Database& database, std::int64_t task);
[[nodiscard]] std::vector<Diagnostic> read_diagnostics(Database& database, std::int64_t task);
/// How a task ended, as the rows tell it; none when it has not.
[[nodiscard]] std::optional<Ended> read_ended(Database& database, std::int64_t task);
/// As it was written with the record; "" when the task has no results.
[[nodiscard]] std::string stored_digest(Database& database, std::int64_t task);

}  // namespace coffer::store
