#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>

#include "coffer/base/text.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::tool {

/// What the program ends with; docs/cli.md and --help explain it to users.
enum ExitCode : int { success = 0, failure = 1, mistake = 2, stopped = 130 };

enum class Command { run, check, replay, init };
enum class Output { table, json, quiet };

/// One command line, checked.
struct Request {
    Command command = Command::run;
    Language language = Language::chinese;
    std::filesystem::path folder;  ///< the scenario, or for init the folder to make
    scenario::Overrides overrides;
    std::optional<std::uint64_t> paths;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> path;
    int threads = 0;  ///< 0: as many as the machine offers
    std::optional<std::filesystem::path> out;
    std::optional<std::uint64_t> max_memory;  ///< bytes
    Output output = Output::table;
};

/// The commands. Each does all of its work, printing included.
[[nodiscard]] ExitCode run(const Request& request);
[[nodiscard]] ExitCode check(const Request& request);
[[nodiscard]] ExitCode replay(const Request& request);
[[nodiscard]] ExitCode init(const Request& request);

}  // namespace coffer::tool
