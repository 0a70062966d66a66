#pragma once
// What a night is to compute: NIGHT.toml (docs/night.md).
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"
#include "coffer/scenario/changes.hpp"

namespace coffer::scenario {

struct NightFile {
    std::filesystem::path file;
    Text name;
    std::optional<std::string> store;  ///< a file, from here, or a URL
    std::vector<Cell> plans;           ///< patterns, relative to the file's folder
    bool as_they_are = true;           ///< also each plan without any change
    std::vector<Change> variants;      ///< each is computed for each plan
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> paths;
    bool keep_months = false;
    bool keep_projects = true;
};

/// Reads the file (at most 1 MiB) and the change files that it names. None, with all mistakes in
/// `diagnostics`, when anything is wrong.
[[nodiscard]] std::optional<NightFile> read_night_file(const std::filesystem::path& file,
                                                       Diagnostics& diagnostics);

}  // namespace coffer::scenario
