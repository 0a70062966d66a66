#pragma once
#include <vector>

#include "coffer/base/text.hpp"
#include "database.hpp"

namespace coffer::store {

/// What is wrong with the rows of a store, in words: results that are not those that were written,
/// states that disagree with them.
[[nodiscard]] std::vector<Text> unsound(Database& database);

}  // namespace coffer::store
