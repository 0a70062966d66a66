#pragma once
#include <vector>

#include "coffer/analysis/replay.hpp"
#include "coffer/model/model.hpp"
#include "coffer/results/plan_facts.hpp"

namespace coffer::analysis {

/// The ledger of `replay`, a path of `model`, by year: accounts in the order in which they first
/// appear, each with its opening, what flowed, largest first, and its closing. Accounts through
/// which nothing flows in the whole plan are left out.
[[nodiscard]] std::vector<results::BookRow> yearly_books(const Replay& replay,
                                                         const model::Model& model);

}  // namespace coffer::analysis
