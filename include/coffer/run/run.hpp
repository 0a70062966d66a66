#pragma once
#include <cstdint>
#include <functional>
#include <optional>

#include "coffer/plan/plan.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::run {

struct Options {
    std::uint64_t paths = 10000;  ///< 1 to 2^32 - 1
    std::uint64_t seed = 1;
    int threads = 0;       ///< 0: as many as the machine offers
    int block_width = 64;  ///< paths computed side by side: 1, 16 or 64; never changes a figure
};

/// Wall-clock seconds, measured by the caller's clock.
struct Timings {
    double simulate = 0.0;
    double summarise = 0.0;
    double first_path = 0.0;  ///< from the start of `run` to the end of the first task's paths
};

struct Outcome {
    statistics::Forecast forecast;
    Timings timings;
    int threads = 1;
    /// The first path on which an amount left the exact range (largest_fen); its forecast must not
    /// be used.
    std::optional<std::uint64_t> out_of_range;
};

/// Called now and then from any thread, never two at once: paths done and all paths. Returning
/// false stops the run.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

/// The door of this floor: simulates every path and summarises. None when stopped by `progress`.
/// Figures depend on the plan, the seed and the number of paths only.
[[nodiscard]] std::optional<Outcome> run(const plan::Plan& plan, const Options& options,
                                         const Progress& progress);

/// Bytes of memory that `run` will hold at once at most, before it starts.
[[nodiscard]] std::uint64_t memory_needed(const plan::Plan& plan, const Options& options);

}  // namespace coffer::run
