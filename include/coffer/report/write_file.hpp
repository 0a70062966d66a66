#pragma once
#include <filesystem>
#include <string_view>

#include "coffer/base/diagnostic.hpp"

namespace coffer::report {

/// Whether a file that stands there already may be replaced.
enum class Existing { keep, replace };

/// Whether `file` may be written, and the diagnostic if not. Touches nothing.
[[nodiscard]] bool check_file(const std::filesystem::path& file, Existing existing,
                              Diagnostics& diagnostics);

/// Writes the file whole or not at all: under another name beside it, to the disk, then renamed.
/// False, with a diagnostic and nothing left behind, when it cannot.
[[nodiscard]] bool write_file(const std::filesystem::path& file, std::string_view content,
                              Existing existing, Diagnostics& diagnostics);

}  // namespace coffer::report
