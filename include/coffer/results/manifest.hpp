#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"

namespace coffer::results {

/// Wall-clock seconds of each phase, measured by the caller.
struct Timings {
    double parse = 0.0;
    double build = 0.0;
    double compile = 0.0;
    double simulate = 0.0;
    double first_path = 0.0;  ///< part of simulate
    double summarise = 0.0;
    double write = 0.0;
};

struct FileEntry {
    std::string name;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< hex
};

/// Where results come from: all that is needed to compute them again.
struct Manifest {
    std::string coffer_version;
    std::string command;  ///< "run" or "replay"
    std::string scenario_id;
    Text scenario_name;
    std::string scenario_folder;  ///< as the user named it
    std::string scenario_sha256;
    int first_year = 0;
    int years = 0;
    /// What was changed in the plan, in this order: FILE#id of --change, then statements of --set.
    std::vector<std::string> changes;
    std::uint64_t seed = 0;
    std::uint64_t paths = 0;            ///< of a run
    std::optional<std::uint64_t> path;  ///< of a replay
    int threads = 0;
    Timings timings;
    std::vector<Diagnostic> warnings;
    std::vector<FileEntry> files;  ///< filled in by `write`
};

}  // namespace coffer::results
