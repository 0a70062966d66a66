#include "batch_lock.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

#include <sys/file.h>

#include "coffer/store/store.hpp"

namespace coffer::store::sqlite {

bool is_no_room(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

std::filesystem::path real_place(std::filesystem::path file) {
    constexpr int most_links = 40;  // as the system follows
    std::error_code failed;
    for (int links = 0; links < most_links && std::filesystem::is_symlink(file, failed); ++links) {
        const auto target = std::filesystem::read_symlink(file, failed);
        if (failed) break;
        file = file.parent_path() / target;
    }
    const auto folder = std::filesystem::weakly_canonical(
        file.parent_path().empty() ? "." : file.parent_path(), failed);
    return failed ? file : folder / file.filename();
}

std::optional<BatchLock> BatchLock::take(const std::filesystem::path& store) {
    const std::string name = real_place(store).string() + ".lock";
    constexpr int mode = 0666;
    const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode);
    if (file < 0) {
        const int why = errno;
        const std::string text = name + ": " + std::strerror(why);
        throw Failure({text, text}, is_no_room(why));
    }
    while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        const int why = errno;
        ::close(file);
        if (why == EWOULDBLOCK) return std::nullopt;
        throw Failure(name + ": " + std::strerror(why));
    }
    return BatchLock(file);
}

BatchLock::BatchLock(BatchLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

BatchLock& BatchLock::operator=(BatchLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
}

BatchLock::~BatchLock() {
    // The file stays: removing it would let two processes lock two files of one name.
    if (file_ >= 0) ::close(file_);
}

}  // namespace coffer::store::sqlite
