#include "pdf_file.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <string_view>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

#include <sys/wait.h>

#include "coffer/base/system_text.hpp"

namespace coffer::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{60};
constexpr std::chrono::milliseconds between_looks{50};

/// A folder of its own for one print: the page and the browser's profile. Removed at the end.
class Workplace {
  public:
    Workplace() {
        std::error_code error;
        std::string pattern = (fs::temp_directory_path(error) / "coffer-print-XXXXXX").string();
        if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
    }
    ~Workplace() {
        std::error_code ignored;  // what is left is the system's to clean
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;
    Workplace(Workplace&&) = delete;
    Workplace& operator=(Workplace&&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// Runs a program without a terminal; whether it ended well in time.
bool run_quietly(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child < 0) return false;
    if (child == 0) {
        ::setpgid(0, 0);
        const int nothing = ::open("/dev/null", O_RDWR);
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
            ::dup2(nothing, stream);
        }
        ::execv(arguments.front(), arguments.data());
        ::_exit(127);
    }
    const auto end = std::chrono::steady_clock::now() + patience;
    int status = 0;
    while (true) {
        const pid_t ended = ::waitpid(child, &status, WNOHANG);
        if (ended == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if (ended < 0 && errno != EINTR) return false;
        if (std::chrono::steady_clock::now() > end) {
            ::kill(-child, SIGKILL);
            ::waitpid(child, &status, 0);
            return false;
        }
        std::this_thread::sleep_for(between_looks);
    }
}

bool is_pdf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::array<char, 5> begin{};
    stream.read(begin.data(), begin.size());
    return stream && std::string_view(begin.data(), begin.size()) == "%PDF-";
}

}  // namespace

std::optional<fs::path> find_browser() {
    const char* const path = std::getenv("PATH");
    std::string_view rest = path == nullptr ? "" : path;
    while (!rest.empty()) {
        const auto colon = rest.find(':');
        const fs::path folder(rest.substr(0, colon));
        for (const char* name :
             {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
              "microsoft-edge", "microsoft-edge-stable"}) {
            if (folder.is_absolute() && ::access((folder / name).c_str(), X_OK) == 0) {
                return folder / name;
            }
        }
        rest = colon == std::string_view::npos ? "" : rest.substr(colon + 1);
    }
    return std::nullopt;
}

void check_browser(Diagnostics& diagnostics) {
    if (find_browser()) return;
    diagnostics.error(
        {}, {"不能写 PDF", "a PDF cannot be written"},
        {"没有找到 Chromium、Chrome 或 Edge 浏览器", "there is no Chromium, Chrome or Edge here"},
        {"请打开网页报告，用浏览器的“打印”另存为 PDF。",
         "Open the report in a browser and print it to a PDF."});
}

bool write_pdf(const std::string& html, const fs::path& file, Diagnostics& diagnostics) {
    const auto browser = find_browser();
    const Workplace work;
    const fs::path page = work.path() / "report.html";
    const fs::path printed = work.path() / "report.pdf";
    bool done = browser && !work.path().empty();
    if (done) {
        std::ofstream stream(page, std::ios::binary);
        stream << html;
        stream.close();
        done = static_cast<bool>(stream);
    }
    if (done) {
        std::vector<std::string> words{browser->string(),
                                       "--headless",
                                       "--disable-gpu",
                                       "--disable-quic",
                                       "--no-first-run",
                                       "--disable-background-networking",
                                       "--disable-component-update",
                                       "--disable-sync",
                                       "--user-data-dir=" + (work.path() / "profile").string(),
                                       "--no-pdf-header-footer",
                                       "--print-to-pdf=" + printed.string()};
        // The browser's own sandbox does not work for root.
        if (::geteuid() == 0) words.emplace_back("--no-sandbox");
        words.push_back("file://" + page.string());
        done = run_quietly(std::move(words)) && is_pdf(printed);
    }
    std::error_code error;
    if (done) {
        fs::path beside = file;
        beside += ".part";
        done = fs::copy_file(printed, beside, fs::copy_options::overwrite_existing, error);
        if (done) fs::rename(beside, file, error);
        if (error) {
            std::error_code ignored;  // the first trouble is the one to tell
            fs::remove(beside, ignored);
        }
    }
    if (done && !error) return true;
    const Text why = error ? system_text(error.value())
                           : Text{"浏览器没有打印出来", "the browser did not print it"};
    diagnostics.error({file.string(), 0, 0}, {"写不出 PDF", "the PDF could not be written"}, why,
                      {"请打开网页报告，用浏览器的“打印”另存为 PDF。",
                       "Open the report in a browser and print it to a PDF."});
    return false;
}

}  // namespace coffer::tool
