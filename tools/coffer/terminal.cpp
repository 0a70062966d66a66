#include "terminal.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sys/ioctl.h>

#include "coffer/report/figures.hpp"
#include "coffer/scenario/columns.hpp"
#include "coffer/store/store.hpp"

namespace coffer::tool {
namespace {

// A signal handler can reach nothing else. Lock-free, so safe in the handler and across threads.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> stop_flag{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_stop_signal(int /*signal*/) { stop_flag.store(true); }

bool is_smart_terminal() {
    const char* kind = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

std::size_t terminal_width() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col;
}

}  // namespace

bool print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
        std::fflush(stdout) == 0) {
        return true;
    }
    print_error("coffer: 无法写到标准输出 | cannot write to standard output: " +
                std::string(std::strerror(errno)) + "\n");
    return false;
}

std::string shell_word(const std::string& word) {
    const std::string plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%#";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

void print_error(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

void print(const Diagnostics& diagnostics, const Speech& speech) {
    std::vector<Diagnostic> all = scenario::with_columns(diagnostics.sorted());
    // A server's address that stands where a file should has its password in the place.
    for (Diagnostic& each : all) each.at.file = store::shown(each.at.file);
    const std::size_t errors = diagnostics.error_count();
    const std::size_t warnings = all.size() - errors;
    std::string text;
    for (const Diagnostic& diagnostic : all) {
        if (speech.quiet() && diagnostic.severity != Severity::error) continue;
        text += report::printable(format(diagnostic, speech.language)) + "\n";
    }
    if (text.empty()) return;
    text += speech.chinese()
                ? fmt::format("共 {} 个错误，{} 个警告\n", errors, warnings)
                : fmt::format("{} error{}, {} warning{}\n", errors, errors == 1 ? "" : "s",
                              warnings, warnings == 1 ? "" : "s");
    print_error(text);
}

void catch_stop_signals() {
    struct sigaction action{};
    action.sa_handler = on_stop_signal;
    // The first signal puts the default action back, so that the second one kills.
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

bool stop_requested() { return stop_flag.load(); }

ProgressBar::ProgressBar(const Speech& speech)
    : language_(speech.language), active_(!speech.quiet() && is_smart_terminal()) {}

ProgressBar::~ProgressBar() {
    if (drawn_) print_error("\r\x1b[K");
}

void ProgressBar::show(std::uint64_t done, std::uint64_t total) {
    if (!active_ || total == 0) return;
    const Clock::time_point now = Clock::now();
    if (drawn_ && done < total && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    drawn_ = true;
    // Blocks of paths may report out of order.
    most_done_ = std::max(most_done_, done);
    done = most_done_;

    const bool chinese = language_ == Language::chinese;
    const double share = static_cast<double>(done) / static_cast<double>(total);
    std::string tail = fmt::format(" {:3.0f}%  {}/{}", share * 100.0, done, total);
    if (done > 0) {
        const double elapsed = std::chrono::duration<double>(now - begin_).count();
        const double left = elapsed * (1.0 - share) / share;
        tail += fmt::format(fmt::runtime(chinese ? "  剩余 {:.0f} 秒" : "  {:.0f} s left"), left);
    }
    const std::string head = chinese ? "模拟 [" : "Simulating [";
    const std::size_t taken = report::display_width(head) + 1 + report::display_width(tail) + 1;
    const std::size_t room = terminal_width();
    const std::size_t cells = room > taken + 8 ? std::min<std::size_t>(room - taken, 40) : 0;
    const auto full = static_cast<std::size_t>(share * static_cast<double>(cells));
    print_error("\r" + head + std::string(full, '#') + std::string(cells - full, '.') + "]" + tail +
                "\x1b[K");
}

}  // namespace coffer::tool
