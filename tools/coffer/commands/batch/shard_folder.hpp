#pragma once
// The folder that the jobs of a night share: which shard has which items, a store file for each.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/batch/shards.hpp"

namespace coffer::tool {

struct ShardFolder {
    std::string night;    ///< its label
    std::string store;    ///< where the shards are merged into
    std::string program;  ///< that planned them
    std::vector<batch::Shard> shards;
};

/// A new folder beside the night file. Throws std::filesystem::filesystem_error.
[[nodiscard]] std::filesystem::path write_shard_folder(const std::filesystem::path& night_file,
                                                       const ShardFolder& content);
/// None, with a diagnostic, when it is none or of another program.
[[nodiscard]] std::optional<ShardFolder> read_shard_folder(const std::filesystem::path& folder,
                                                           const std::string& program,
                                                           Diagnostics& diagnostics);
/// Shard `number`, from 1.
[[nodiscard]] std::filesystem::path shard_file(const std::filesystem::path& folder,
                                               std::size_t number);

}  // namespace coffer::tool
