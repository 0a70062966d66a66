#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"

namespace coffer::tool {

/// What Slurm is asked for.
struct SlurmRequest {
    std::vector<std::string> command;  ///< coffer batch NIGHT --shards FOLDER
    std::filesystem::path folder;      ///< for the jobs' logs
    std::string name;                  ///< of the jobs
    std::size_t shards = 0;
    int threads = 1;                      ///< of a shard
    std::optional<std::uint64_t> memory;  ///< bytes of a shard
};

struct SlurmJobs {
    std::string shards;  ///< the array
    std::string merge;   ///< begins when the array has ended, however it did
};

/// Submits the array and the merge job. None, with a diagnostic, when sbatch is not there or
/// refuses. No text of the user reaches a shell: the scripts are fixed, and run their arguments.
[[nodiscard]] std::optional<SlurmJobs> submit(const SlurmRequest& request,
                                              Diagnostics& diagnostics);

}  // namespace coffer::tool
