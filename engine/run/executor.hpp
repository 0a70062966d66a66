#pragma once
#include <cstddef>
#include <functional>

namespace coffer::run {

/// Runs tasks 0 … count - 1 on `threads` threads, in any order. An exception of a task reaches the
/// caller, that of the lowest task when several throw.
void for_each_task(std::size_t count, int threads, const std::function<void(std::size_t)>& task);

/// Threads the machine offers.
[[nodiscard]] int available_threads();

}  // namespace coffer::run
