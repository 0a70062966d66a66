#pragma once
#include <optional>
#include <string>

namespace coffer::report {

/// An empty file for a library that writes nothing but files; removed with this object.
class TemporaryFile {
  public:
    TemporaryFile();
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    TemporaryFile(TemporaryFile&&) = delete;
    TemporaryFile& operator=(TemporaryFile&&) = delete;

    /// Empty when there is no room for it.
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::optional<std::string> bytes() const;

  private:
    std::string path_;
};

}  // namespace coffer::report
