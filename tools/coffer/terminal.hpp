#pragma once
// All that touches the terminal: the two output streams, signals, the progress bar.
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"

namespace coffer::tool {

/// False when not all of it could be written (a full disk, a closed pipe).
[[nodiscard]] bool print(std::string_view text);
void print_error(std::string_view text);

/// A word as a shell reads it back.
[[nodiscard]] std::string shell_word(const std::string& word);

enum class Output { table, json, quiet };

/// How a command speaks to its user.
struct Speech {
    Language language = Language::chinese;
    Output output = Output::table;
    std::string typed;  ///< the command line as a shell would take it again, for manifests

    [[nodiscard]] bool quiet() const { return output == Output::quiet; }
    [[nodiscard]] bool chinese() const { return language == Language::chinese; }
};

/// Sorted, one a line, on standard error, with a last line that counts them. Errors only when
/// quiet.
void print(const Diagnostics& diagnostics, const Speech& speech);

/// From now on the first Ctrl-C (SIGINT, or SIGTERM) only sets a flag; the second one kills.
void catch_stop_signals();
[[nodiscard]] bool stop_requested();

/// A bar on standard error, redrawn at most ten times a second. Draws nothing when standard error
/// is not a terminal, or when quiet.
class ProgressBar {
  public:
    explicit ProgressBar(const Speech& speech);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ProgressBar(ProgressBar&&) = delete;
    ProgressBar& operator=(ProgressBar&&) = delete;

    void show(std::uint64_t done, std::uint64_t total);

  private:
    using Clock = std::chrono::steady_clock;

    Language language_;
    bool active_;
    bool drawn_ = false;
    std::uint64_t most_done_ = 0;
    Clock::time_point begin_ = Clock::now();
    Clock::time_point last_;
};

}  // namespace coffer::tool
