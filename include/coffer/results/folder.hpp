#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/results/files.hpp"
#include "coffer/results/manifest.hpp"

namespace coffer::results {

/// What may stand where a folder is to be written: nothing or an empty folder, always; earlier
/// results of the same command too, that is a folder that holds a manifest of coffer for it and no
/// file but those it lists.
enum class MayReplace { nothing, results_of_run, results_of_replay };

/// Whether `folder` may be written, by that rule and by the rights of this process, and the
/// diagnostic if not. Touches nothing.
[[nodiscard]] bool check_folder(const std::filesystem::path& folder, MayReplace may_replace,
                                Diagnostics& diagnostics);

/// Writes all files or none: into a new folder beside `folder`, to the disk, then under the name
/// `folder` in one step (two where the file system cannot swap folders). False, with a diagnostic
/// and nothing left behind, when it cannot.
[[nodiscard]] bool write_folder(const std::filesystem::path& folder, const std::vector<File>& files,
                                MayReplace may_replace, Diagnostics& diagnostics);

/// The door of this floor: the files and, last, manifest.json, as `write_folder` does, over earlier
/// results of `manifest.command`. `seconds` tells the time since the write began. Returns the
/// manifest as written; none when it failed.
[[nodiscard]] std::optional<Manifest> write(const std::filesystem::path& folder,
                                            const std::vector<File>& files, Manifest manifest,
                                            const std::function<double()>& seconds,
                                            Diagnostics& diagnostics);

}  // namespace coffer::results
