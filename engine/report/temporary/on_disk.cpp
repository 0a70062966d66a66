// Where the system keeps temporary files.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

#include "temporary_file.hpp"

namespace coffer::report {

TemporaryFile::TemporaryFile() {
    // mkstemp puts its own letters in place of the X.
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "coffer-XXXXXX").string();
    const int descriptor = error ? -1 : ::mkstemp(name.data());
    if (descriptor < 0) return;
    ::close(descriptor);
    path_ = name;
}

TemporaryFile::~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
}

std::optional<std::string> TemporaryFile::bytes() const {
    std::ifstream stream(path_, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (!stream.eof() && stream.fail()) return std::nullopt;
    return bytes;
}

}  // namespace coffer::report
