#pragma once
#include <cstddef>
#include <exception>
#include <mutex>

#include "executor.hpp"

namespace coffer::run {

/// Keeps the exception of the lowest task, so that failures are as reproducible as figures.
/// Thread-safe until `rethrow`.
class FirstFailure {
  public:
    void guard(std::size_t index, std::size_t worker, const Task& task) {
        try {
            task(index, worker);
        } catch (...) {
            const std::scoped_lock lock(mutex_);
            if (!failure_ || index < index_) {
                failure_ = std::current_exception();
                index_ = index;
            }
        }
    }
    void rethrow() const {
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    std::mutex mutex_;
    std::exception_ptr failure_;
    std::size_t index_ = 0;
};

}  // namespace coffer::run
