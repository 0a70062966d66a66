#pragma once
#include <cstddef>
#include <functional>

namespace coffer::run {

/// What is done for task `index`. Tasks of the same `worker`, below the number of threads, never
/// run at the same time, so that what a worker needs can be kept from task to task.
using Task = std::function<void(std::size_t index, std::size_t worker)>;

/// Runs tasks 0 … count - 1 on `threads` threads, in any order. An exception of a task reaches the
/// caller, that of the lowest task when several throw.
void for_each_task(std::size_t count, int threads, const Task& task);

/// The same on threads of its own, where a task that waits holds nobody up who runs tasks inside
/// one. Begins them in order, and no more when `going` is false.
void for_each_task_apart(std::size_t count, int threads, const std::function<bool()>& going,
                         const Task& task);

/// Threads the machine offers.
[[nodiscard]] int available_threads();

}  // namespace coffer::run
