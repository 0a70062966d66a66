#pragma once
#include <cstddef>
#include <functional>

namespace coffer::run {

/// As many as are wanted; 0: as many as the machine offers.
[[nodiscard]] int threads_of(int wanted);

/// Calls task(0) … task(count - 1), each once, in any order, on `threads` threads (0: as many as
/// the machine offers). Tasks write to different places.
void for_each(std::size_t count, int threads, const std::function<void(std::size_t)>& task);

}  // namespace coffer::run
