#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"
#include "coffer/batch/survey.hpp"
#include "coffer/scenario/night_file.hpp"
#include "coffer/store/rows.hpp"

namespace coffer::batch {

/// The plan is not the one that was planned: its files changed in between.
struct Changed {
    store::PlannedTask now;
};
/// Mistakes of the plan.
struct Invalid {
    std::vector<Diagnostic> diagnostics;
};
struct Stopped {};
/// Nothing wrong with the plan, and still no figures.
struct Failed {
    Text why;
};
using Result = std::variant<store::Record, Invalid, Changed, Stopped, Failed>;

/// Asks for `bytes` of memory and returns when they may be taken; false when they never may. What
/// was granted is given back by `release`.
struct MemoryGate {
    std::function<bool(std::uint64_t bytes)> take;
    std::function<void(std::uint64_t bytes)> release;
};

/// How tasks are computed.
struct Method {
    const scenario::NightFile* night = nullptr;
    std::string coffer_version;  ///< for manifests
    std::string program;         ///< as in the keys
    std::string label;           ///< the night's
    int threads = 1;
    MemoryGate memory;
    std::function<bool()> stop_requested;
};

struct Computed {
    Result result;
    std::uint64_t bytes = 0;  ///< the most that the run may have held
};

/// Reads the plan, computes it under the variant (null: as it is), and summarises what is to be
/// kept. Thread-safe.
[[nodiscard]] Computed compute(const store::PlannedTask& task, const PlanPlace& plan,
                               const scenario::Change* variant, const Method& method);

}  // namespace coffer::batch
