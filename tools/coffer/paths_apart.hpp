#pragma once
// No command writes over what it reads, nor twice to one place: --force replaces earlier results,
// never the plan they are made of.
#include <filesystem>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"

namespace coffer::tool {

/// A word of the command line that may name a file or folder.
struct NamedPath {
    std::string by;  ///< the argument or option, "PLAN" or "--report"
    std::filesystem::path path;
    bool written = false;
};

/// An error for each path to be written that is, holds, or would replace part of another one.
/// Looks at the file system, changes nothing.
void check_paths_apart(const std::vector<NamedPath>& paths, Diagnostics& diagnostics);

}  // namespace coffer::tool
