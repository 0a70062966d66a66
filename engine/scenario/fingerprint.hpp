#pragma once
#include <string>

#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// SHA-256, in hex, of what the document says: settings and tables, not positions, encodings,
/// comments or line ends.
[[nodiscard]] std::string fingerprint(const Document& document);

}  // namespace coffer::scenario
