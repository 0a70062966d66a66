#pragma once
#include <string>
#include <vector>

namespace coffer::scenario {

/// The columns that say what a row is about: rows of a plan replace those of the plan it extends
/// that are about the same.
struct TableKey {
    std::vector<std::string> columns;
    bool ordered = true;  ///< false: a pair, either way round
};

/// `id` where a table has one.
[[nodiscard]] TableKey key_of_table(const std::string& table);

}  // namespace coffer::scenario
