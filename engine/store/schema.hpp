#pragma once
#include <string>
#include <vector>

namespace coffer::store {

/// How a system spells types and the ends of tables.
struct Words {
    const char* text;        ///< compared byte by byte
    const char* whole;       ///< 64 bits
    const char* real;        ///< a double
    const char* row_number;  ///< a key that the system hands out
    const char* plain;       ///< the end of a table
    const char* by_key;      ///< the end of a table whose rows lie by their key
};

/// Step i brings a store from schema i to i + 1. Steps are never edited once released; a change of
/// the schema is a step more.
[[nodiscard]] std::vector<std::string> migrations(const Words& words);

}  // namespace coffer::store
