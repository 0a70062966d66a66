#pragma once
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace coffer::batch {

/// Memory that runs share: who asks for more than is left waits until others have given back, and
/// is refused only when it would not fit alone. Thread-safe.
class MemoryBudget {
  public:
    explicit MemoryBudget(std::uint64_t bytes) : bytes_(bytes) {}

    [[nodiscard]] bool take(std::uint64_t bytes) {
        if (bytes > bytes_) return false;
        std::unique_lock lock(mutex_);
        freed_.wait(lock, [&] { return taken_ + bytes <= bytes_; });
        taken_ += bytes;
        return true;
    }
    void release(std::uint64_t bytes) {
        {
            const std::scoped_lock lock(mutex_);
            taken_ -= bytes;
        }
        freed_.notify_all();
    }

  private:
    std::uint64_t bytes_;
    std::uint64_t taken_ = 0;
    std::mutex mutex_;
    std::condition_variable freed_;
};

}  // namespace coffer::batch
