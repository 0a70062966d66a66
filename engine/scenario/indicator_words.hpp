#pragma once
#include <vector>

#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

/// Ids of indicators and their Chinese names, so that a document says the same whichever is
/// written.
[[nodiscard]] const std::vector<Word>& indicator_words();

}  // namespace coffer::scenario
