#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "first_failure.hpp"

namespace coffer::run {

/// Tasks on std::jthread, begun in the order of their numbers while `going`. What has begun comes
/// to its end.
inline void on_own_threads(std::size_t count, int threads, const std::function<bool()>& going,
                           const Task& task) {
    FirstFailure failure;
    std::atomic<std::size_t> next{0};
    {
        std::vector<std::jthread> workers;
        const auto wanted = std::min(static_cast<std::size_t>(threads), count);
        for (std::size_t worker = 0; worker < wanted; ++worker) {
            workers.emplace_back([&, worker] {
                while (going()) {
                    const std::size_t index = next++;
                    if (index >= count) return;
                    failure.guard(index, worker, task);
                }
            });
        }
    }
    failure.rethrow();
}

}  // namespace coffer::run
