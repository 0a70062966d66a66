#include "coffer/run/parallel.hpp"

#include "executor.hpp"

namespace coffer::run {

void for_each(std::size_t count, int threads, const std::function<void(std::size_t)>& task) {
    for_each_task(count, threads > 0 ? threads : available_threads(),
                  [&task](std::size_t index, std::size_t) { task(index); });
}

}  // namespace coffer::run
