#pragma once
// A place on disk for one test, and the files in it.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX's
#include <string>

namespace coffer::testing {

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void put(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

/// A new empty folder, removed with everything in it at the end.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        // mkdtemp replaces the pattern's end by letters nobody else has.
        std::string pattern = (std::filesystem::temp_directory_path() / "coffer-").string();
        pattern += std::string(6, 'X');
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string at(const std::string& name) const { return (path_ / name).string(); }
    /// Names of everything below, relative, hidden ones too.
    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> result;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path_)) {
            result.insert(entry.path().lexically_relative(path_).string());
        }
        return result;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace coffer::testing
