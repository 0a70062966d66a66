#pragma once
#include <filesystem>
#include <optional>

namespace coffer::store::sqlite {

/// Where a file lies, or will when it is made: by whatever links it is named, the same.
[[nodiscard]] std::filesystem::path real_place(std::filesystem::path file);
/// Whether a number of the system says that there is no room to write.
[[nodiscard]] bool is_no_room(int error);

/// Held while a batch is at work on a store; the system gives it back when the process ends, in
/// whatever way. Beside the store and not in it, so that others can read meanwhile.
class BatchLock {
  public:
    /// None when somebody else holds it. Throws Failure when the file cannot be made.
    [[nodiscard]] static std::optional<BatchLock> take(const std::filesystem::path& store);

    ~BatchLock();
    BatchLock(BatchLock&& other) noexcept;
    BatchLock& operator=(BatchLock&& other) noexcept;
    BatchLock(const BatchLock&) = delete;
    BatchLock& operator=(const BatchLock&) = delete;

  private:
    explicit BatchLock(int file) : file_(file) {}
    int file_;
};

}  // namespace coffer::store::sqlite
