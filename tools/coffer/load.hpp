#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/report/manifest.hpp"
#include "coffer/scenario/document.hpp"
#include "request.hpp"

namespace coffer::tool {

/// Seconds since it was made or last asked.
class Stopwatch {
  public:
    [[nodiscard]] double lap();

  private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// A scenario that can be computed.
struct Loaded {
    scenario::Document document;
    model::Model model;
    plan::Plan plan;
};

/// parse -> build -> compile. None when there are errors; then `diagnostics` has all of them.
[[nodiscard]] std::optional<Loaded> load(const Request& request, report::Timings& timings,
                                         Diagnostics& diagnostics);

/// What the manifest says about the scenario; the caller adds what it did with it.
[[nodiscard]] report::Manifest manifest_of(const Loaded& loaded, const Request& request,
                                           const report::Timings& timings,
                                           const Diagnostics& diagnostics);

/// "stopped; nothing was written" unless quiet, and the exit code that goes with it.
[[nodiscard]] ExitCode report_stop(const Request& request);
/// Amounts of path `path` outgrew the range in which whole fen are exact: nothing is written.
[[nodiscard]] ExitCode report_out_of_range(const Request& request, std::uint64_t path);

/// Where results of this name go when the user names no folder.
[[nodiscard]] std::filesystem::path out_folder(const Request& request, const std::string& name);

}  // namespace coffer::tool
