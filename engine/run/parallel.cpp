#include "coffer/run/parallel.hpp"

#include "executor.hpp"

namespace coffer::run {

int threads_of(int wanted) { return wanted > 0 ? wanted : available_threads(); }

void for_each(std::size_t count, int threads, const std::function<void(std::size_t)>& task) {
    for_each_task(count, threads_of(threads),
                  [&task](std::size_t index, std::size_t) { task(index); });
}

}  // namespace coffer::run
