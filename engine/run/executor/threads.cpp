// Tasks on std::jthread. Thread sanitizers need every thread instrumented, which the packaged TBB
// is not.
#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "executor.hpp"
#include "first_failure.hpp"

namespace coffer::run {

int available_threads() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void for_each_task(std::size_t count, int threads, const Task& task) {
    FirstFailure failure;
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
    failure.rethrow();
}

}  // namespace coffer::run
