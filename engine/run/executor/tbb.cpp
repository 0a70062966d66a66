// Tasks on TBB: what users have.
#include <algorithm>
#include <thread>

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "executor.hpp"
#include "first_failure.hpp"
#include "own_threads.hpp"

namespace coffer::run {

int available_threads() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void for_each_task(std::size_t count, int threads, const Task& task) {
    FirstFailure failure;
    // Without it TBB silently uses no more threads than the machine has cores.
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(threads));
    tbb::task_arena arena(threads);
    arena.execute([&] {
        tbb::parallel_for(
            tbb::blocked_range<std::size_t>(0, count),
            [&](const tbb::blocked_range<std::size_t>& range) {
                const auto worker =
                    static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
                for (std::size_t index = range.begin(); index < range.end(); ++index) {
                    failure.guard(index, worker, task);
                }
            },
            tbb::simple_partitioner());
    });
    failure.rethrow();
}

void for_each_task_apart(std::size_t count, int threads, const std::function<bool()>& going,
                         const Task& task) {
    on_own_threads(count, threads, going, task);
}

}  // namespace coffer::run
