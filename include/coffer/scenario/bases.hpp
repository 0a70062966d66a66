#pragma once
#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// The plan that a document extends and in whose files this place lies; null: its own.
[[nodiscard]] const Base* base_of(const Document& document, const Position& at);

}  // namespace coffer::scenario
