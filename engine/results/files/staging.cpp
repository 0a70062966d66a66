#include "staging.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <ranges>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "coffer/base/system_text.hpp"

namespace coffer::results {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view writing_prefix = ".coffer-writing-";
constexpr std::string_view earlier_prefix = ".coffer-earlier-";

/// To the disk. Zero or the error.
int sync_folder(const fs::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() < 0) return errno;
    // Some file systems cannot sync a folder; the data is no less safe than they promise then.
    if (::fsync(descriptor.get()) != 0 && errno != EINVAL && errno != ENOTSUP) return errno;
    return 0;
}

int write_file(const fs::path& file, std::string_view content) {
    constexpr mode_t permissions = 0666;  // less the user's umask
    Descriptor descriptor(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions));
    if (descriptor.get() < 0) return errno;
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor.get(), content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(descriptor.get()) != 0) return errno;
    return descriptor.close();
}

/// A name in `parent` that nothing has, made into a folder. Empty, with errno set, on failure.
fs::path make_folder(const fs::path& parent, std::string_view prefix) {
    constexpr int attempts = 1000;
    constexpr mode_t permissions = 0777;
    for (int i = 0; i < attempts; ++i) {
        fs::path name =
            parent / (std::string(prefix) + std::to_string(::getpid()) + "-" + std::to_string(i));
        if (::mkdir(name.c_str(), permissions) == 0) return name;
        if (errno != EEXIST) return {};
    }
    return {};
}

Descriptor open_folder(const fs::path& folder) {
    return Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

/// The kernel lets go of it when the process ends, however it ends.
bool lock(const Descriptor& folder) { return ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0; }

/// Still the folder of that name, and not one that was removed or replaced meanwhile.
bool still_there(const Descriptor& opened, const fs::path& folder) {
    struct stat there{};
    struct stat here{};
    return ::fstat(opened.get(), &here) == 0 && ::lstat(folder.c_str(), &there) == 0 &&
           here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

/// File systems whose locks are the kernel's own: elsewhere a folder without a lock may be in use
/// on another machine.
bool locks_tell(const Descriptor& folder) {
    constexpr std::array<std::uint64_t, 8> local{
        0xEF53,      // ext2, ext3, ext4
        0x58465342,  // XFS
        0x9123683E,  // Btrfs
        0x01021994,  // tmpfs
        0x794C7630,  // overlay
        0xF2F52010,  // F2FS
        0x2FC12FC1,  // ZFS
        0x858458F6,  // ramfs
    };
    struct statfs system{};
    if (::fstatfs(folder.get(), &system) != 0) return false;
    const auto kind = static_cast<std::uint64_t>(system.f_type) & 0xFFFFFFFFu;
    return std::find(local.begin(), local.end(), kind) != local.end();
}

/// Removes what processes that were killed have left in `parent`: folders of our name that no
/// living process holds.
void remove_dead(const fs::path& parent) {
    std::error_code error;
    std::vector<fs::path> candidates;
    for (fs::directory_iterator entry(parent, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().filename().string().starts_with(writing_prefix)) {
            candidates.push_back(entry->path());
        }
    }
    for (const fs::path& candidate : candidates) {
        const Descriptor opened = open_folder(candidate);
        if (opened.get() < 0 || !locks_tell(opened) || !lock(opened)) continue;
        if (still_there(opened, candidate)) fs::remove_all(candidate, error);
    }
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

int Descriptor::close() { return ::close(std::exchange(number_, -1)) == 0 ? 0 : errno; }

fs::path resolved(const fs::path& folder) {
    std::error_code error;
    fs::path path = fs::weakly_canonical(fs::absolute(folder, error), error);
    if (error) path = folder;
    path = path.lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

Staging::Staging(const fs::path& destination, std::optional<Claim> claim, Diagnostics& diagnostics)
    : destination_(resolved(destination)), claim_(std::move(claim)), diagnostics_(diagnostics) {
    if (!check_folder(destination_, claim_, diagnostics_)) return;
    const fs::path parent = destination_.parent_path();
    std::vector<fs::path> missing;
    std::error_code error;
    for (fs::path folder = parent; !fs::exists(folder, error) && folder != folder.parent_path();
         folder = folder.parent_path()) {
        missing.push_back(folder);
    }
    for (const fs::path& folder : std::views::reverse(missing)) {
        if (fs::create_directory(folder, error)) made_parents_.push_back(folder);
        if (error) {
            fail(folder, error.value());
            return;
        }
    }
    remove_dead(parent);
    // Between its making and its lock somebody else may take a folder for a dead one.
    constexpr int attempts = 100;
    for (int i = 0; i < attempts && temporary_.empty(); ++i) {
        const fs::path made = make_folder(parent, writing_prefix);
        if (made.empty()) break;
        lock_ = open_folder(made);
        if (lock_.get() < 0) break;
        // Where there are no locks, nobody takes a folder for a dead one either.
        if (!lock(lock_) && errno == EWOULDBLOCK) continue;
        if (still_there(lock_, made)) temporary_ = made;
    }
    if (temporary_.empty()) fail(parent, errno);
}

Staging::~Staging() {
    std::error_code ignored;
    if (!temporary_.empty()) fs::remove_all(temporary_, ignored);
    if (published_) return;
    for (const fs::path& folder : std::views::reverse(made_parents_)) {
        fs::remove(folder, ignored);  // only if nothing else has come to stand in it
    }
}

bool Staging::fail(const fs::path& at, int error) {
    diagnostics_.error({at.string(), 0, 0}, {"无法写入结果", "the results cannot be written"},
                       system_text(error),
                       {"请检查目录的权限和磁盘空间，或用 --out 指定别的目录。",
                        "Check the folder's permissions and the disk space, or name another folder "
                        "with --out."});
    return false;
}

bool Staging::add(const std::string& name, std::string_view content) {
    const fs::path file = temporary_ / name;
    std::error_code made;
    if (fs::create_directory(file.parent_path(), made)) folders_.push_back(file.parent_path());
    const int error = made ? made.value() : write_file(file, content);
    return error == 0 || fail(destination_ / name, error);
}

bool Staging::publish() {
    for (const fs::path& folder : folders_) {
        if (const int error = sync_folder(folder); error != 0) return fail(destination_, error);
    }
    if (const int error = sync_folder(temporary_); error != 0) return fail(destination_, error);
    // It may have changed since the start.
    if (!check_folder(destination_, claim_, diagnostics_)) return false;
    // Onto nothing or an empty folder this is one step; onto anything else it fails.
    if (::rename(temporary_.c_str(), destination_.c_str()) == 0) {
        temporary_.clear();
    } else if ((errno != ENOTEMPTY && errno != EEXIST) || !replace_earlier_results()) {
        return fail(destination_, errno);
    }
    published_ = true;
    sync_folder(destination_.parent_path());
    return true;
}

/// Afterwards `temporary_` is the folder of the earlier results, which the destructor removes.
/// False, with errno set and the earlier results in their place, on failure.
bool Staging::replace_earlier_results() {
    if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, destination_.c_str(),
                    RENAME_EXCHANGE) == 0) {
        return true;
    }
    if (errno != EINVAL && errno != ENOSYS) return false;
    // A file system that cannot swap.
    const fs::path away = make_folder(destination_.parent_path(), earlier_prefix);
    if (away.empty() || ::rename(destination_.c_str(), away.c_str()) != 0) return false;
    if (::rename(temporary_.c_str(), destination_.c_str()) != 0) {
        const int error = errno;
        if (::rename(away.c_str(), destination_.c_str()) != 0) {
            diagnostics_.warning({away.string(), 0, 0},
                                 {"以前的结果现在在这里", "the earlier results are here now"}, {},
                                 {});
        }
        errno = error;
        return false;
    }
    temporary_ = away;
    return true;
}

}  // namespace coffer::results
