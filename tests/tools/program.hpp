#pragma once
// Runs the built program as a user would.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

#include <sys/wait.h>

#include "support/folders.hpp"
#include "support/temporary_folder.hpp"

namespace coffer::tool::test {

namespace fs = std::filesystem;

using testing::put;
using testing::read_text;
using testing::TemporaryFolder;

/// A started program; its streams go to files outside its working folder.
class Process {
  public:
    Process(const fs::path& folder, std::vector<std::string> arguments,
            const std::string& standard_output = {})
        : out_(streams_.path() / "out"), err_(streams_.path() / "err") {
        const fs::path out = standard_output.empty() ? out_ : fs::path(standard_output);
        const std::string program = testing::binary_folder() / "coffer";
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
    [[nodiscard]] std::string out() const { return read_text(out_); }
    [[nodiscard]] std::string err() const { return read_text(err_); }

  private:
    TemporaryFolder streams_;
    fs::path out_;
    fs::path err_;
    pid_t pid_ = -1;
};

struct Result {
    int code = 0;
    std::string out;
    std::string err;
};

inline Result call(const TemporaryFolder& place, std::vector<std::string> arguments) {
    Process process(place.path(), std::move(arguments));
    const int code = process.wait();
    return {code, process.out(), process.err()};
}

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace coffer::tool::test
