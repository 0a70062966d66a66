#include "staging.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <ranges>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <sys/stat.h>

namespace coffer::results {
namespace {

namespace fs = std::filesystem;

/// Owns a file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    [[nodiscard]] int get() const { return number_; }
    /// Network file systems report a full disk only here. Zero or the error.
    [[nodiscard]] int close() { return ::close(std::exchange(number_, -1)) == 0 ? 0 : errno; }

  private:
    int number_;
};

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

std::string message(int error) { return std::error_code(error, std::generic_category()).message(); }

/// A name in `parent` that nothing has, made into a folder. Empty, with errno set, on failure.
fs::path make_temporary(const fs::path& parent) {
    constexpr int attempts = 1000;
    constexpr mode_t permissions = 0777;
    for (int i = 0; i < attempts; ++i) {
        fs::path name =
            parent / (".coffer-" + std::to_string(::getpid()) + "-" + std::to_string(i));
        if (::mkdir(name.c_str(), permissions) == 0) return name;
        if (errno != EEXIST) return {};
    }
    return {};
}

}  // namespace

fs::path resolved(const fs::path& folder) {
    std::error_code error;
    fs::path path = fs::weakly_canonical(fs::absolute(folder, error), error);
    if (error) path = folder;
    path = path.lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

Staging::Staging(const fs::path& destination, MayReplace may_replace, Diagnostics& diagnostics)
    : destination_(resolved(destination)), may_replace_(may_replace), diagnostics_(diagnostics) {
    if (!check_folder(destination_, may_replace_, diagnostics_)) return;
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
    temporary_ = make_temporary(parent);
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
                       {message(error), message(error)},
                       {"请检查目录的权限和磁盘空间，或用 --out 指定别的目录。",
                        "Check the folder's permissions and the disk space, or name another folder "
                        "with --out."});
    return false;
}

bool Staging::add(const std::string& name, std::string_view content) {
    const fs::path file = temporary_ / name;
    const int error = write_file(file, content);
    return error == 0 || fail(destination_ / name, error);
}

bool Staging::publish() {
    if (const int error = sync_folder(temporary_); error != 0) return fail(destination_, error);
    // It may have changed since the start.
    if (!check_folder(destination_, may_replace_, diagnostics_)) return false;
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
    const fs::path away = make_temporary(destination_.parent_path());
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
