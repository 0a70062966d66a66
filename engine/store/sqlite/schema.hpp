#pragma once
#include <vector>

namespace coffer::store::sqlite {

/// "coff" in ASCII: marks the file as a store (PRAGMA application_id).
inline constexpr int application_id = 0x636F6666;

/// Step i brings a store from schema i to i + 1 (PRAGMA user_version). Steps are never edited once
/// released; a change of the schema is a step more.
[[nodiscard]] const std::vector<const char*>& migrations();

}  // namespace coffer::store::sqlite
