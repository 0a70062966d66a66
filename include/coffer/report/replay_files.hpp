#pragma once
#include <vector>

#include "coffer/analysis/replay.hpp"
#include "coffer/results/files.hpp"

namespace coffer::report {

/// ledger.csv, events.csv; their columns stand in docs/cli.md.
[[nodiscard]] std::vector<results::File> replay_files(const analysis::Replay& replay, Month start);

}  // namespace coffer::report
