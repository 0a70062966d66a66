#pragma once
// One path as it is told: for programs, for readers, and on the terminal.
#include <string>
#include <vector>

#include "coffer/analysis/replay.hpp"
#include "coffer/model/model.hpp"
#include "coffer/results/answer.hpp"
#include "coffer/results/files.hpp"
#include "coffer/results/manifest.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::report {

/// ledger.csv, events.csv; their columns stand in docs/cli.md.
[[nodiscard]] std::vector<results::File> replay_files(const analysis::Replay& replay, Month start);

/// A path of a plan; what is named must outlive it.
struct ReplayedPath {
    const model::Model& model;
    const analysis::Replay& replay;
    const statistics::Forecast& figures;  ///< of this path alone
    const results::Manifest& manifest;
};

/// What the path is by year, its targets, its events and its books, for reader_files.
[[nodiscard]] results::Answer replay_tables(const ReplayedPath& path);

/// What it is by year, its targets, and what happens on it as sentences, most telling kinds first,
/// for answer_text.
[[nodiscard]] results::Answer replay_answer(const ReplayedPath& path);

/// An event as a sentence without its month: "“城市维护”（upkeep）被压减 103.12 万元（…）".
[[nodiscard]] Text event_sentence(const analysis::EventRow& event, const model::Model& model,
                                  MoneyUnit unit);

}  // namespace coffer::report
