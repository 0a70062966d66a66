#include "executor.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#ifdef COFFER_EXECUTOR_THREADS
#include <atomic>
#include <vector>
#else
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

namespace coffer::run {

namespace {

/// Keeps the exception of the lowest task, so that failures are as reproducible as figures.
class FirstFailure {
  public:
    void guard(std::size_t index, std::size_t worker, const Task& task) {
        try {
            task(index, worker);
        } catch (...) {
            const std::scoped_lock lock(mutex_);
            if (!failure_ || index < index_) {
                failure_ = std::current_exception();
                index_ = index;
            }
        }
    }
    void rethrow() const {
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    std::mutex mutex_;
    std::exception_ptr failure_;
    std::size_t index_ = 0;
};

}  // namespace

int available_threads() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void for_each_task(std::size_t count, int threads, const Task& task) {
    FirstFailure failure;
#ifdef COFFER_EXECUTOR_THREADS
    // Thread sanitizers need every thread instrumented, which the packaged TBB is not.
    std::atomic<std::size_t> next{0};
    {
        std::vector<std::jthread> workers;
        for (int worker = 0; worker < threads; ++worker) {
            workers.emplace_back([&, worker] {
                for (std::size_t index = next++; index < count; index = next++) {
                    failure.guard(index, static_cast<std::size_t>(worker), task);
                }
            });
        }
    }
#else
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
#endif
    failure.rethrow();
}

}  // namespace coffer::run
