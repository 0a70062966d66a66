#pragma once
// What belongs together is sealed when it is written: by seals `verify` misses rows that are gone,
// which no digest of one record tells.
#include <string>
#include <vector>

#include "coffer/store/store.hpp"

namespace coffer::store {

/// Over the files of a plan, in any order.
[[nodiscard]] std::string seal_of(const std::vector<InputFile>& files);
/// Over how a task ended: results and manifest, mistakes, or what failed; `digest` is that of the
/// results, which takes long.
[[nodiscard]] std::string seal_of(const Ended& ended, const std::string& digest);
/// Over rows of texts: what a night wanted.
[[nodiscard]] std::string seal_of(const std::vector<std::vector<Value>>& rows);

}  // namespace coffer::store
