// Tasks on std::jthread. Thread sanitizers need every thread instrumented, which the packaged TBB
// is not.
#include <algorithm>
#include <thread>

#include "executor.hpp"
#include "own_threads.hpp"

namespace coffer::run {

int available_threads() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void for_each_task(std::size_t count, int threads, const Task& task) {
    on_own_threads(count, threads, [] { return true; }, task);
}

void for_each_task_apart(std::size_t count, int threads, const std::function<bool()>& going,
                         const Task& task) {
    on_own_threads(count, threads, going, task);
}

}  // namespace coffer::run
