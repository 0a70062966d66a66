#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

#include "coffer/analysis/variant.hpp"
#include "coffer/base/diagnostic.hpp"
#include "coffer/results/manifest.hpp"
#include "coffer/scenario/document.hpp"
#include "option_groups.hpp"

namespace coffer::tool {

/// Seconds since it was made or last asked.
class Stopwatch {
  public:
    [[nodiscard]] double lap();

  private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// A scenario that can be computed.
using Loaded = analysis::Case;

/// parse -> build -> compile. None when there are errors; then `diagnostics` has all of them.
[[nodiscard]] std::optional<Loaded> load(const ScenarioOptions& options, results::Timings& timings,
                                         Diagnostics& diagnostics);

/// What the manifest says about the scenario; the caller adds what it did with it.
[[nodiscard]] results::Manifest manifest_of(const Loaded& loaded, const ScenarioOptions& options,
                                            const results::Timings& timings,
                                            const Diagnostics& diagnostics);

}  // namespace coffer::tool
