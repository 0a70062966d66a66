#pragma once
// A run as commands start it: enough memory, a progress bar, Ctrl-C.
#include <cstdint>
#include <optional>

#include "coffer/base/diagnostic.hpp"
#include "coffer/run/run.hpp"
#include "command.hpp"

namespace coffer::tool {

/// Complains when the run may need more than `limit`, or than the machine has free without one.
void check_memory(const plan::Plan& plan, const run::Options& options,
                  std::optional<std::uint64_t> limit, Diagnostics& diagnostics);

/// None when the user stopped it.
[[nodiscard]] std::optional<run::Outcome> forecast(const plan::Plan& plan,
                                                   const run::Options& options,
                                                   const Speech& speech);

/// "Stopped; nothing was written" unless quiet, and the exit code that goes with it.
[[nodiscard]] ExitCode report_stop(const Speech& speech);
/// Amounts of path `path` outgrew the range in which whole fen are exact: nothing is written.
[[nodiscard]] ExitCode report_out_of_range(const Speech& speech, std::uint64_t path);

}  // namespace coffer::tool
