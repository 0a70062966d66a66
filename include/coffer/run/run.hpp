#pragma once
#include <cstdint>
#include <functional>
#include <optional>

#include "coffer/base/diagnostic.hpp"
#include "coffer/kernel/draws.hpp"
#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/statistics/forecast.hpp"
#include "coffer/statistics/weights.hpp"

namespace coffer::run {

inline constexpr std::uint64_t most_paths = (1ULL << 32) - 1;
inline constexpr int most_threads = 1024;
/// With draws that are spread evenly: sixteen for each randomisation that errors are told from.
inline constexpr std::uint64_t least_even_paths = 256;

struct Options {
    std::uint64_t paths = 10000;  ///< 1 to most_paths
    kernel::Draws draws;
    int threads = 0;       ///< 1 to most_threads; 0: as many as the machine offers
    int block_width = 64;  ///< paths computed side by side: 1 or 64; never changes a figure
    kernel::Detail detail = kernel::Detail::forecast;
    /// Count paths as they come instead of keeping them: memory does not grow with their number,
    /// quantiles are off by at most statistics::Sketch::error of their value. Of `run` alone.
    bool sketch = false;
};

/// Whether a run can be done so, and the diagnostics if not. The runs below throw
/// std::invalid_argument for options that fail it.
[[nodiscard]] bool check(const Options& options, Diagnostics& diagnostics);

/// Wall-clock seconds, measured by the caller's clock.
struct Timings {
    double simulate = 0.0;
    double summarise = 0.0;
    double first_path = 0.0;  ///< from the start to the end of the first task's paths
};

/// A run before it is summarised: every figure of every path, by which runs on the same draws can
/// be paired path by path, weighed or added up.
struct Paths {
    kernel::PathStore store;
    Timings timings;
    int threads = 1;
    /// The first path on which an amount left the exact range (largest_fen); the figures must not
    /// be used.
    std::optional<std::uint64_t> out_of_range;
};

struct Outcome {
    statistics::Forecast forecast;
    Timings timings;
    int threads = 1;
    /// As of Paths; the forecast is empty then.
    std::optional<std::uint64_t> out_of_range;
};

/// Called now and then from any thread, never two at once: paths done and all paths. Returning
/// false stops the run.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

/// Simulates every path. None when stopped by `progress`. Figures depend on the plan, the draws
/// and the number of paths only.
[[nodiscard]] std::optional<Paths> simulate(const plan::Plan& plan, const Options& options,
                                            const Progress& progress);

/// How the paths of a run count, and how their errors are told.
[[nodiscard]] statistics::Weights weights_of(const Options& options);

/// Summarises paths of this plan on `threads` threads (0: as many as the machine offers). Their
/// amounts must be in range.
[[nodiscard]] statistics::Forecast describe(const plan::Plan& plan, const kernel::PathStore& paths,
                                            const statistics::Weights& weights, int threads = 0);

/// The door of this floor: simulates every path and summarises. None when stopped by `progress`.
[[nodiscard]] std::optional<Outcome> run(const plan::Plan& plan, const Options& options,
                                         const Progress& progress);

/// Bytes of memory that `run` will hold at once at most, before it starts.
[[nodiscard]] std::uint64_t memory_needed(const plan::Plan& plan, const Options& options);

}  // namespace coffer::run
