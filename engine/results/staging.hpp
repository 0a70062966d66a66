#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/results/folder.hpp"

namespace coffer::results {

/// A folder being written under a temporary name beside its destination. What is not published is
/// removed with this object. Thread-compatible.
class Staging {
  public:
    /// Makes the temporary folder, and the folders above it that are missing.
    Staging(const std::filesystem::path& destination, MayReplace may_replace,
            Diagnostics& diagnostics);
    ~Staging();
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;
    Staging(Staging&&) = delete;
    Staging& operator=(Staging&&) = delete;

    /// False, with a diagnostic, when it could not be made.
    [[nodiscard]] bool is_open() const { return !temporary_.empty(); }
    [[nodiscard]] bool add(const std::string& name, std::string_view content);
    /// Gives the folder its name. Nothing may be added any more.
    [[nodiscard]] bool publish();

  private:
    bool fail(const std::filesystem::path& at, int error);
    bool replace_earlier_results();

    std::filesystem::path destination_;
    std::filesystem::path temporary_;
    std::vector<std::filesystem::path> made_parents_;  ///< outermost first
    MayReplace may_replace_;
    Diagnostics& diagnostics_;
    bool published_ = false;
};

/// `folder` as an absolute path with its existing part's links followed and no trailing slash.
[[nodiscard]] std::filesystem::path resolved(const std::filesystem::path& folder);

}  // namespace coffer::results
