#pragma once
// Runs the built program as a user would.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

#include <sys/wait.h>

namespace coffer::tool::test {

namespace fs = std::filesystem;

inline std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void put(const fs::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
}

/// A new empty folder to work in, removed at the end.
class Workplace {
  public:
    Workplace() {
        static std::atomic<int> count{0};
        path_ = fs::temp_directory_path() /
                ("coffer-tool-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
        fs::create_directories(path_);
    }
    ~Workplace() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }
    /// Names of everything below, relative, hidden ones too.
    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> result;
        for (const auto& entry : fs::recursive_directory_iterator(path_)) {
            result.insert(entry.path().lexically_relative(path_).string());
        }
        return result;
    }

  private:
    fs::path path_;
};

/// A started program; its streams go to files outside its working folder.
class Process {
  public:
    Process(const fs::path& folder, std::vector<std::string> arguments,
            const std::string& standard_output = {})
        : out_(streams_.path() / "out"), err_(streams_.path() / "err") {
        const fs::path out = standard_output.empty() ? out_ : fs::path(standard_output);
        const std::string program = std::string(COFFER_BINARY_DIR) + "/coffer";
        arguments.insert(arguments.begin(), program);
        std::vector<char*> raw;
        for (std::string& argument : arguments) raw.push_back(argument.data());
        raw.push_back(nullptr);
        pid_ = ::fork();
        if (pid_ < 0) throw std::runtime_error(std::strerror(errno));
        if (pid_ == 0) {
            constexpr int mode = 0600;
            const int out_file = ::open(out.c_str(), O_WRONLY | O_CREAT, mode);
            const int err_file = ::open(err_.c_str(), O_WRONLY | O_CREAT, mode);
            if (::chdir(folder.c_str()) != 0 || ::dup2(out_file, STDOUT_FILENO) < 0 ||
                ::dup2(err_file, STDERR_FILENO) < 0) {
                ::_exit(126);
            }
            ::execv(program.c_str(), raw.data());
            ::_exit(127);
        }
    }
    ~Process() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void signal(int number) const { ::kill(pid_, number); }
    /// The exit code, or 1000 + signal when killed by one.
    int wait() {
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    }
    [[nodiscard]] std::string out() const { return read(out_); }
    [[nodiscard]] std::string err() const { return read(err_); }

  private:
    Workplace streams_;
    fs::path out_;
    fs::path err_;
    pid_t pid_ = -1;
};

struct Result {
    int code = 0;
    std::string out;
    std::string err;
};

inline Result call(const Workplace& place, std::vector<std::string> arguments) {
    Process process(place.path(), std::move(arguments));
    const int code = process.wait();
    return {code, process.out(), process.err()};
}

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace coffer::tool::test
