// Tasks one after the other, where there are no threads: in a browser.
#include "executor.hpp"

namespace coffer::run {

int available_threads() { return 1; }

void for_each_task(std::size_t count, int /*threads*/, const Task& task) {
    for (std::size_t index = 0; index < count; ++index) task(index, 0);
}

void for_each_task_apart(std::size_t count, int /*threads*/, const std::function<bool()>& going,
                         const Task& task) {
    for (std::size_t index = 0; index < count && going(); ++index) task(index, 0);
}

}  // namespace coffer::run
