#pragma once
// The project's programs as a user calls them, for tests that go the whole way.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace coffer::testing {

/// A folder of its own for one test, removed at the end.
class WorkFolder {
  public:
    explicit WorkFolder(const std::string& name)
        : path_(std::filesystem::temp_directory_path() /
                ("coffer-" + name + "-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    ~WorkFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::string at(const std::string& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

/// An argument for the shell, with a space behind; the names of tests hold no quotes.
inline std::string quoted(const std::string& argument) { return "'" + argument + "' "; }

/// A program of this build.
inline std::string program(const std::string& name) {
    return quoted(std::string(COFFER_BINARY_DIR) + "/" + name);
}

inline bool succeeds(const std::string& command) {
    return std::system((command + " > /dev/null").c_str()) == 0;
}

/// Converts with `converter` and its arguments and runs one path; where indicators.csv and the
/// others lie, or "" when a step failed.
inline std::string converted_and_run(const WorkFolder& work, const std::string& converter,
                                     const std::string& before, const std::string& after = "") {
    const auto scenario = work.at("scenario");
    const auto out = work.at("out");
    const bool done = succeeds(program(converter) + before + quoted(scenario) + after) &&
                      succeeds(program("coffer") + "run " + quoted(scenario) +
                               "--paths 1 --quiet --out " + quoted(out));
    return done ? out : "";
}

}  // namespace coffer::testing
