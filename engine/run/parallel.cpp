#include "coffer/run/parallel.hpp"

#include <atomic>

#include "executor.hpp"

namespace coffer::run {

int threads_of(int wanted) { return wanted > 0 ? wanted : available_threads(); }

void for_each(std::size_t count, int threads, const std::function<void(std::size_t)>& task) {
    for_each_task(count, threads_of(threads),
                  [&task](std::size_t index, std::size_t) { task(index); });
}

void for_each_apart(std::size_t count, int threads, const std::function<bool()>& going,
                    const std::function<void(std::size_t)>& task) {
    std::atomic<bool> failed{false};
    for_each_task_apart(
        count, threads_of(threads), [&] { return !failed && going(); },
        [&](std::size_t index, std::size_t) {
            try {
                task(index);
            } catch (...) {
                failed = true;
                throw;
            }
        });
}

}  // namespace coffer::run
