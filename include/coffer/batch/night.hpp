#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/night_file.hpp"
#include "coffer/store/store.hpp"

namespace coffer::batch {

struct NightOptions {
    std::string label;           ///< of the night in the store
    std::string coffer_version;  ///< for manifests
    std::string program;         ///< version and build: part of every key
    int threads = 0;             ///< 0: as many as the machine offers
    std::uint64_t memory = 0;    ///< bytes that runs may hold at once
    int most_attempts = 5;       ///< a task that fails is begun this often before it is given up
};

/// What the engine cannot have of its own.
struct Surroundings {
    std::function<std::string()> now;  ///< UTC, ISO 8601
    std::function<void(std::size_t done, std::size_t total)> progress;
    std::function<bool()> stop_requested;
};

/// Why a night is not complete.
enum class Unfinished {
    nothing,      ///< it is
    interrupted,  ///< the user stopped it
    /// Plans are not here as they were planned: left to whoever planned the night.
    not_as_planned,
    elsewhere,  ///< others have taken what is left, or will
    missing     ///< shards have no results
};

/// What became of the night's tasks. A task is a plan under a variant; plans with the same content
/// are one task of the store and count each.
struct NightResult {
    store::NightState state = store::NightState::stopped;
    store::Counts counts;      ///< of the night, by plan and variant
    std::size_t computed = 0;  ///< tasks computed now
    std::size_t known = 0;     ///< tasks that the store already had
    double seconds = 0.0;      ///< that tasks took, added up
    Unfinished why = Unfinished::nothing;
};

/// Plans the night in the store and computes what the store does not have, the costliest first, on
/// all threads, beside workers where there are any. Each result is committed when it is there, so
/// that nothing is lost whenever the process ends, and the same call goes on where it ended. None,
/// with diagnostics, when the night cannot begin. The store is only used by one thread at a time.
/// Throws store::Failure when the database fails.
[[nodiscard]] std::optional<NightResult> run_night(const scenario::NightFile& night,
                                                   store::Store& store, const NightOptions& options,
                                                   const Surroundings& surroundings,
                                                   Diagnostics& diagnostics);

/// Computes tasks of a night that another has planned, until none is left. Plans that are not what
/// was planned are left to the one that planned them. None, with diagnostics, when the night is
/// not there or is another program's. Otherwise as run_night.
[[nodiscard]] std::optional<NightResult> work_on_night(const scenario::NightFile& night,
                                                       store::Store& store,
                                                       const NightOptions& options,
                                                       const Surroundings& surroundings,
                                                       Diagnostics& diagnostics);

}  // namespace coffer::batch
