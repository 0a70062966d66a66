#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/results/folder.hpp"

namespace coffer::results {

/// Owns a file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    [[nodiscard]] int get() const { return number_; }
    /// Network file systems report a full disk only here. Zero or the error.
    [[nodiscard]] int close();

  private:
    int number_;
};

/// A folder being written under a temporary name beside its destination. What is not published is
/// removed with this object; what a killed process could not remove is removed by the next that
/// writes beside it. Thread-compatible.
class Staging {
  public:
    /// Makes the temporary folder, and the folders above it that are missing.
    Staging(const std::filesystem::path& destination, std::optional<Claim> claim,
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
    std::vector<std::filesystem::path> folders_;       ///< made in the temporary one
    /// Held as long as this object lives, so that nobody takes the folder for a dead one.
    Descriptor lock_;
    std::optional<Claim> claim_;
    Diagnostics& diagnostics_;
    bool published_ = false;
};

/// `folder` as an absolute path with its existing part's links followed and no trailing slash.
[[nodiscard]] std::filesystem::path resolved(const std::filesystem::path& folder);

}  // namespace coffer::results
