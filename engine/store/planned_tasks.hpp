#pragma once
// What nights want, and the queue of what is to be computed. All within the caller's transaction.
#include <cstdint>
#include <string>
#include <vector>

#include "coffer/store/store.hpp"
#include "database.hpp"

namespace coffer::store {

/// The night wants these too; those that are new wait.
void want(Database& database, const std::string& night, const std::vector<PlannedTask>& tasks);
/// Queues what the night wants and nobody holds, in the order in which it is to be taken.
void line_up(Database& database, const std::string& night);
/// Queues what the night wants and is not queued yet, behind everything else.
void line_up_last(Database& database, const std::string& night);
/// Files of plans that no task is of any more.
void drop_inputs(Database& database);
/// Tasks for which `which` holds (SQL) and which have been begun too often have failed. Returns
/// how many.
std::int64_t fail_if_worn(Database& database, const std::string& which, const Terms& terms);

}  // namespace coffer::store
