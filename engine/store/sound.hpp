#pragma once
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/store/store.hpp"
#include "database.hpp"

namespace coffer::store {

/// What is wrong with the rows of a store, in words: results that are not those that were written,
/// states that disagree with them, rows that are gone.
[[nodiscard]] std::vector<Text> unsound(Database& database);

/// Whether a task's end, read back, is the one that was written.
[[nodiscard]] bool as_written(Database& database, const Ended& ended);

/// The seal of what the night wants.
[[nodiscard]] std::string seal_of_night(Database& database, const std::string& night);

}  // namespace coffer::store
