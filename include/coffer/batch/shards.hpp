#pragma once
// A night on many machines that share a disk: what it has to compute is cut into shards, each is
// computed into a store file of its own, and those are merged into the night's store.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/batch/night.hpp"

namespace coffer::batch {

/// A plan under a variant; "" for the plan as it is.
struct ShardItem {
    std::string plan;
    std::string variant;
};
using Shard = std::vector<ShardItem>;

/// Plans the night in the store and cuts what waits into shards of about `seconds` of work each, by
/// what the nights before took, and at most `most` of them; none when nothing waits. None at all,
/// with diagnostics, when the night cannot begin. Throws store::Failure.
[[nodiscard]] std::optional<std::vector<Shard>> plan_shards(
    const scenario::NightFile& night, store::Store& store, const NightOptions& options,
    const Surroundings& surroundings, double seconds, std::size_t most, Diagnostics& diagnostics);

/// Computes a shard into a store of its own; otherwise as run_night.
[[nodiscard]] std::optional<NightResult> run_shard(const scenario::NightFile& night,
                                                   const Shard& shard, store::Store& store,
                                                   const NightOptions& options,
                                                   const Surroundings& surroundings,
                                                   Diagnostics& diagnostics);

/// Loads what ended in a shard's store into the night's. What is there already stays; a plan that
/// had changed when the shard came to it counts as it was then. Says what is damaged in the shard:
/// its sound results are loaded all the same. Throws store::Failure when the night's store fails.
[[nodiscard]] std::optional<Text> merge_shard(store::Store& shard, store::Store& store,
                                              const NightOptions& options);

}  // namespace coffer::batch
