#pragma once
// Results on disk: a folder that appears whole or not at all, and that takes nothing away that
// could not be computed again.
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/results/files.hpp"
#include "coffer/results/manifest.hpp"

namespace coffer::results {

/// Whose results a folder is to take.
struct Claim {
    std::string command;             ///< "run"
    std::filesystem::path scenario;  ///< as the user named it
    bool force = false;
};

/// Whether `folder` may be written, by its content and the rights of this process, and the
/// diagnostic if not. Nothing, and an empty folder, always give way. Under a claim earlier results
/// of coffer do too: those of the same command and scenario folder, when nothing in them was
/// changed or added. With `force` all earlier results of coffer do, but neither a folder that
/// holds none, nor one that holds the scenario or the current folder. Touches nothing.
[[nodiscard]] bool check_folder(const std::filesystem::path& folder,
                                const std::optional<Claim>& claim, Diagnostics& diagnostics);

/// Writes all files or none: into a new folder beside `folder`, to the disk, then under the name
/// `folder` in one step (two where the file system cannot swap folders). False, with a diagnostic
/// and nothing left behind, when it cannot. Removes what killed runs have left beside it.
[[nodiscard]] bool write_folder(const std::filesystem::path& folder, const std::vector<File>& files,
                                const std::optional<Claim>& claim, Diagnostics& diagnostics);

/// The door of this floor: the files and, last, manifest.json, as `write_folder` does, under the
/// claim of `manifest`. `seconds` tells the time since the write began. Returns the manifest as
/// written; none when it failed.
[[nodiscard]] std::optional<Manifest> write(const std::filesystem::path& folder,
                                            const std::vector<File>& files, Manifest manifest,
                                            bool force, const std::function<double()>& seconds,
                                            Diagnostics& diagnostics);

/// What the results of a scenario are called when the user does not say: its folder's name, or the
/// name of its file without the extension.
[[nodiscard]] std::string default_name(const std::filesystem::path& scenario);

}  // namespace coffer::results
