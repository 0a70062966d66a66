#pragma once
#include <filesystem>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/store/store.hpp"

namespace coffer::tool {

/// Writes the tables of a night as CSV into `folder`, which must not be there yet: all or none.
/// False, with a diagnostic, when it cannot. Rows go to the disk as they are read, since a night
/// may be larger than memory.
[[nodiscard]] bool export_night(store::Store& store, const std::string& night,
                                const std::filesystem::path& folder, Diagnostics& diagnostics);

/// Everything that must be the same however nights were computed, to standard output. False when
/// it could not be written.
[[nodiscard]] bool dump(store::Store& store);

}  // namespace coffer::tool
