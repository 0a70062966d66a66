#pragma once
// What a replay tells, by month.
#include <map>
#include <string>

#include "coffer/analysis/replay.hpp"

namespace coffer::testing {

using ByMonth = std::map<int, double>;

/// Yuan that flow into a book under an item.
inline ByMonth flows(const analysis::Replay& replay, const std::string& account,
                     const std::string& item) {
    ByMonth result;
    for (const auto& row : replay.ledger) {
        if (row.account == account && row.item == item) result[row.month] += row.fen / 100.0;
    }
    return result;
}

/// Amounts of an event.
inline ByMonth events(const analysis::Replay& replay, const std::string& name) {
    ByMonth result;
    for (const auto& row : replay.events) {
        if (row.event() == name) result[row.month] += row.amount;
    }
    return result;
}

}  // namespace coffer::testing
