#pragma once
#include <cstddef>
#include <functional>

namespace coffer::run {

/// As many as are wanted; 0: as many as the machine offers.
[[nodiscard]] int threads_of(int wanted);

/// Calls task(0) … task(count - 1), each once, in any order, on `threads` threads (0: as many as
/// the machine offers). Tasks write to different places.
void for_each(std::size_t count, int threads, const std::function<void(std::size_t)>& task);

/// The same while `going`, on threads of its own: a task may wait, for memory say, and not be one
/// that a run in another task counts on. When one throws no more begin, and the caller gets the
/// exception of the lowest.
void for_each_apart(std::size_t count, int threads, const std::function<bool()>& going,
                    const std::function<void(std::size_t)>& task);

/// As many as are wanted; the machine's where that is 0.
[[nodiscard]] int threads_of(int wanted);

}  // namespace coffer::run
