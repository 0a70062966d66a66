#pragma once
#include <string>

#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// SHA-256, in hex, of what the document says: settings and tables, not positions, encodings,
/// comments, line ends, the order of columns or columns that are blank throughout.
[[nodiscard]] std::string fingerprint(const Document& document);

}  // namespace coffer::scenario
