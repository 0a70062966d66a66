#include "coffer/report/write_file.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

#include "coffer/base/system_text.hpp"

namespace coffer::report {
namespace {

namespace fs = std::filesystem;

void refuse_file(const fs::path& file, Text why, Text suggestion, Diagnostics& diagnostics) {
    diagnostics.error({file.string(), 0, 0}, {"不能写这个文件", "this file cannot be written"},
                      std::move(why), std::move(suggestion));
}

/// Zero or the error.
int write_all(int descriptor, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

/// Zero or the error; nothing is left behind on error.
int write_new(const fs::path& file, std::string_view content) {
    constexpr mode_t permissions = 0666;  // less the user's umask
    const int descriptor =
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions);
    if (descriptor < 0) return errno;
    int error = write_all(descriptor, content);
    if (::close(descriptor) != 0 && error == 0) error = errno;
    if (error != 0) ::unlink(file.c_str());
    return error;
}

}  // namespace

bool check_file(const fs::path& file, Existing existing, Diagnostics& diagnostics) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (fs::is_directory(status)) {
        refuse_file(file, {"那里是一个目录", "a folder stands there"},
                    {"请给出文件名，如 book.xlsx。", "Name a file, such as book.xlsx."},
                    diagnostics);
        return false;
    }
    if (fs::exists(status) && existing == Existing::keep) {
        refuse_file(file, {"已有同名文件", "a file of this name is there"},
                    {"请换一个名字，或加 --force 替换它。", "Name another, or add --force."},
                    diagnostics);
        return false;
    }
    const fs::path folder = fs::absolute(file, error).parent_path();
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return true;
    const Text why = system_text(errno);
    refuse_file(file, {folder.string() + "：" + why.zh, folder.string() + ": " + why.en},
                {"请检查文件夹。", "Check the folder."}, diagnostics);
    return false;
}

bool write_file(const fs::path& file, std::string_view content, Existing existing,
                Diagnostics& diagnostics) {
    if (!check_file(file, existing, diagnostics)) return false;
    const fs::path temporary = file.parent_path() / (".coffer-" + std::to_string(::getpid()) + "-" +
                                                     file.filename().string());
    int error = write_new(temporary, content);
    if (error == 0 && std::rename(temporary.c_str(), file.c_str()) != 0) {
        error = errno;
        ::unlink(temporary.c_str());
    }
    if (error == 0) return true;
    refuse_file(file, system_text(error),
                {"请检查磁盘空间和权限。", "Check disk space and rights."}, diagnostics);
    return false;
}

}  // namespace coffer::report
