#pragma once
// A command of the program. Each is one file commands/<name>.cpp that defines
//
//     namespace coffer::tool::commands { Command <name>() { return define<Options>({...}); } }
//
// and nothing else names it: the build collects the files (docs/architecture.md, "A new command").
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "coffer/base/text.hpp"
#include "terminal.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// What the program ends with; docs/cli.md and --help explain it to users.
enum ExitCode : int { success = 0, failure = 1, mistake = 2, alert = 3, stopped = 130 };

/// Where `coffer --help` lists a command.
enum class Chapter {
    prepare,   ///< write, check and convert plans
    forecast,  ///< compute paths
    question,  ///< compare, stress, solve: what a planner asks
    history,   ///< calibrate and test against what has happened
    exchange,  ///< workbooks and reports
    many       ///< many plans, stored results
};

/// A line a user can type, and what it does.
struct Example {
    std::string line;
    Text what;
};

/// Does all of a command's work, printing included.
using Work = std::function<ExitCode(const Speech& speech)>;

struct Command {
    std::string name;
    Chapter chapter = Chapter::forecast;
    Text summary;
    std::vector<Example> examples;
    bool json = false;  ///< whether it takes --json
    /// Lists arguments and options in `usage`, bound to values that the returned work reads.
    std::function<Work(Usage& usage)> bind;
};

/// A command whose options are one struct. --quiet, --lang and, with `json`, --json come by
/// themselves and arrive in Speech.
template <class Options>
struct Definition {
    std::string name;
    Chapter chapter = Chapter::forecast;
    Text summary;
    std::vector<Example> examples;
    bool json = false;
    void (*describe)(Usage& usage, Options& options) = nullptr;
    ExitCode (*execute)(const Options& options, const Speech& speech) = nullptr;
};

template <class Options>
[[nodiscard]] Command define(Definition<Options> definition) {
    return {std::move(definition.name),
            definition.chapter,
            std::move(definition.summary),
            std::move(definition.examples),
            definition.json,
            [describe = definition.describe, execute = definition.execute](Usage& usage) -> Work {
                const auto options = std::make_shared<Options>();
                describe(usage, *options);
                return
                    [options, execute](const Speech& speech) { return execute(*options, speech); };
            }};
}

/// Every command, by name. The build writes this function from the files in commands/.
[[nodiscard]] std::vector<Command> all_commands();

}  // namespace coffer::tool
