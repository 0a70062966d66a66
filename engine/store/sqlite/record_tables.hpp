#pragma once
// The tables of one task's results.
#include <cstdint>
#include <optional>
#include <string>

#include <SQLiteCpp/Database.h>

#include "coffer/store/rows.hpp"

namespace coffer::store::sqlite {

/// Within the caller's transaction.
void insert_record(SQLite::Database& database, std::int64_t task, const Record& record);
void insert_diagnostics(SQLite::Database& database, std::int64_t task,
                        const std::vector<Diagnostic>& diagnostics);
/// Everything that an earlier attempt left.
void remove_record(SQLite::Database& database, std::int64_t task);

/// None when the task has no results.
[[nodiscard]] std::optional<Record> read_record(SQLite::Database& database, std::int64_t task);
/// As it was written with the record; "" when the task has no results.
[[nodiscard]] std::string stored_digest(SQLite::Database& database, std::int64_t task);

}  // namespace coffer::store::sqlite
