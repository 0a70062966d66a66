#include "coffer/run/run.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "coffer/base/contract.hpp"
#include "coffer/kernel/simulate.hpp"
#include "coffer/run/parallel.hpp"
#include "coffer/statistics/dealt.hpp"
#include "coffer/statistics/describe.hpp"
#include "coffer/statistics/gathered.hpp"
#include "executor.hpp"

namespace coffer::run {

static_assert(statistics::randomisations_told_from == kernel::EvenPoints::randomisations);

namespace {

/// Paths a task computes, whole pieces of the store: long enough to forget the cost of starting it,
/// short enough for balanced threads and a smooth progress bar.
std::uint64_t paths_a_task(std::uint64_t paths, int threads) {
    constexpr std::uint64_t step = kernel::SampleTable::piece_rows;
    const std::uint64_t share = paths / (16 * static_cast<std::uint64_t>(threads));
    return std::clamp<std::uint64_t>(share / step * step, step, 256);
}

/// Elapsed time only; the figures never see it.
class Stopwatch {
  public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

kernel::PathStore reference_path(const plan::Plan& plan) {
    kernel::PathStore store(plan, 1, kernel::Detail::traced);
    kernel::simulate_paths(plan, kernel::Draws::at_median(), 0, 1, 1, store);
    return store;
}

void require_valid(const Options& options) {
    Diagnostics diagnostics;
    if (check(options, diagnostics)) return;
    throw std::invalid_argument(format(diagnostics.sorted().front(), Language::english));
}

statistics::ForEach on_threads(int threads) {
    return [threads](std::size_t count, const std::function<void(std::size_t)>& task) {
        for_each(count, threads, task);
    };
}

}  // namespace

bool check(const Options& options, Diagnostics& diagnostics) {
    const auto before = diagnostics.error_count();
    const auto complain = [&](const Text& what, auto value, Text why) {
        diagnostics.error({},
                          {what.zh + "不能是 " + std::to_string(value),
                           "the " + what.en + " cannot be " + std::to_string(value)},
                          std::move(why), {});
    };
    if (options.paths < 1 || options.paths > most_paths) {
        complain({"路径数", "number of paths"}, options.paths,
                 {"应是 1 到 4294967295", "it must be from 1 to 4294967295"});
    }
    const auto* steering = options.draws.steering();
    if (steering != nullptr && steering->points() != nullptr && options.paths < least_even_paths) {
        complain({"均匀布点时的路径数", "number of paths with even draws"}, options.paths,
                 {"应至少是 256", "it must be at least 256"});
    }
    if (options.sketch && steering != nullptr && steering->points() != nullptr) {
        diagnostics.error(
            {}, {"均匀布点时分位数不能取近似值", "quantiles of even draws cannot be sketched"},
            {"其误差要从整组路径估计", "their errors are told from whole sets of paths"},
            {"请去掉其中一个。", "Leave out one of the two."});
    }
    if (options.threads < 0 || options.threads > most_threads) {
        complain({"线程数", "number of threads"}, options.threads,
                 {"应是 1 到 1024，或 0（用满机器）",
                  "it must be from 1 to 1024, or 0 for all of the machine"});
    }
    if (options.block_width != 1 && options.block_width != 64) {
        complain({"并算宽度", "block width"}, options.block_width,
                 {"应是 1 或 64", "it must be 1 or 64"});
    }
    return diagnostics.error_count() == before;
}

namespace {

/// Paths of a piece that a sketched run holds at once. Figures do not depend on it.
std::uint64_t paths_a_piece(const plan::Plan& plan) {
    constexpr std::uint64_t wanted_bytes = std::uint64_t{32} << 20U;
    std::uint64_t paths = std::uint64_t{1} << 20U;
    while (paths > 4096 && kernel::PathStore::most_bytes(plan, paths) > wanted_bytes) paths /= 2;
    return paths;
}

}  // namespace

std::uint64_t memory_needed(const plan::Plan& plan, const Options& options) {
    const std::uint64_t at_once =
        options.sketch ? std::min(paths_a_piece(plan), options.paths) : options.paths;
    // A thread summarises a column from a copy and the bins of its values.
    const auto threads = threads_of(options.threads);
    const std::uint64_t summaries =
        (sizeof(double) + sizeof(std::uint16_t)) * static_cast<std::uint64_t>(threads) * at_once;
    const std::uint64_t sketches =
        options.sketch ? statistics::Gathered::most_bytes(plan) : std::uint64_t{0};
    return kernel::PathStore::most_bytes(plan, at_once) + summaries + sketches;
}

namespace {

/// Simulates the paths of the store that `result` holds. False when stopped by `progress`.
bool fill(const plan::Plan& plan, const Options& options, const Progress& progress, Paths& result) {
    const Stopwatch whole;
    const std::uint64_t first = result.store.first_path;
    const auto paths = static_cast<std::uint64_t>(result.store.yearly.rows());
    const std::uint64_t task_paths = paths_a_task(paths, result.threads);
    const auto tasks = static_cast<std::size_t>((paths + task_paths - 1) / task_paths);
    std::atomic<std::uint64_t> done{first};
    std::atomic<bool> stopped{false};
    std::atomic_flag reporting;
    std::vector<std::unique_ptr<kernel::Simulator>> simulators(
        static_cast<std::size_t>(result.threads));
    for_each_task(tasks, result.threads, [&](std::size_t task, std::size_t worker) {
        if (stopped.load(std::memory_order_relaxed)) return;
        auto& simulator = simulators[worker];
        if (!simulator) {
            simulator = std::make_unique<kernel::Simulator>(plan, options.draws,
                                                            options.block_width, result.store);
        }
        simulator->simulate(first + task * task_paths, task_paths);
        const auto finished = done += task_paths;
        // Only one reports at a time, and nobody waits to draw a bar.
        if (reporting.test_and_set(std::memory_order_acquire)) return;
        if (!stopped) {
            if (result.timings.first_path == 0.0) result.timings.first_path = whole.seconds();
            if (progress && !progress(std::min(finished, options.paths), options.paths)) {
                stopped = true;
            }
        }
        reporting.clear(std::memory_order_release);
    });
    simulators.clear();
    if (progress && !stopped && !progress(first + paths, options.paths)) stopped = true;
    if (stopped) return false;
    result.timings.simulate += whole.seconds();
    const auto& flags = result.store.out_of_range;
    for (Eigen::Index path = 0; path < flags.rows() && !result.out_of_range; ++path) {
        if (flags(path, 0) != 0) result.out_of_range = first + static_cast<std::uint64_t>(path);
    }
    return true;
}

}  // namespace

std::optional<Paths> simulate(const plan::Plan& plan, const Options& options,
                              const Progress& progress) {
    require_valid(options);
    COFFER_EXPECT(!options.sketch);
    Paths result{kernel::PathStore(plan, static_cast<Eigen::Index>(options.paths), options.detail),
                 {},
                 threads_of(options.threads),
                 {}};
    if (!fill(plan, options, progress, result)) return std::nullopt;
    return result;
}

statistics::Forecast describe(const plan::Plan& plan, const kernel::PathStore& paths,
                              const statistics::Weights& weights, int threads) {
    return statistics::describe(plan, paths, weights, reference_path(plan), on_threads(threads));
}

statistics::Weights weights_of(const Options& options) {
    const auto paths = static_cast<std::size_t>(options.paths);
    const auto* steering = options.draws.steering();
    const bool evenly = steering != nullptr && steering->points() != nullptr;
    return evenly ? statistics::Weights::dealt(paths) : statistics::Weights(paths);
}

namespace {

/// Piece by piece: simulated, counted, forgotten.
std::optional<Outcome> run_in_pieces(const plan::Plan& plan, const Options& options,
                                     const Progress& progress) {
    require_valid(options);
    const auto for_each = on_threads(options.threads);
    Outcome outcome;
    outcome.threads = threads_of(options.threads);
    statistics::Gathered gathered(plan);
    const std::uint64_t piece = paths_a_piece(plan);
    for (std::uint64_t begin = 0; begin < options.paths; begin += piece) {
        const std::uint64_t count = std::min(piece, options.paths - begin);
        Paths paths{kernel::PathStore(plan, static_cast<Eigen::Index>(count)),
                    outcome.timings,
                    outcome.threads,
                    {}};
        paths.store.first_path = begin;
        if (!fill(plan, options, progress, paths)) return std::nullopt;
        outcome.timings = paths.timings;
        outcome.out_of_range = paths.out_of_range;
        if (outcome.out_of_range) return outcome;
        const Stopwatch watch;
        gathered.add(paths.store, for_each);
        outcome.timings.summarise += watch.seconds();
    }
    const Stopwatch watch;
    outcome.forecast = gathered.describe(reference_path(plan), for_each);
    outcome.timings.summarise += watch.seconds();
    return outcome;
}

}  // namespace

std::optional<Outcome> run(const plan::Plan& plan, const Options& options,
                           const Progress& progress) {
    if (options.sketch) return run_in_pieces(plan, options, progress);
    const auto paths = simulate(plan, options, progress);
    if (!paths) return std::nullopt;
    Outcome outcome;
    outcome.timings = paths->timings;
    outcome.threads = paths->threads;
    outcome.out_of_range = paths->out_of_range;
    if (outcome.out_of_range) return outcome;
    const Stopwatch watch;
    outcome.forecast = describe(plan, paths->store, weights_of(options), paths->threads);
    outcome.timings.summarise = watch.seconds();
    return outcome;
}

}  // namespace coffer::run
