#pragma once
#include <optional>
#include <string>

#include "coffer/base/diagnostic.hpp"

namespace coffer::scenario {

/// `bytes` as UTF-8 without BOM. Accepts UTF-8 and, when that fails, GB18030 (what Chinese
/// spreadsheets write); reports the first byte that is neither, or a NUL, and returns nothing.
[[nodiscard]] std::optional<std::string> to_utf8(const std::string& bytes, const std::string& file,
                                                 Diagnostics& diagnostics);

/// The code point of the character at `at` when it may not stand in text: a control character other
/// than tab and line ends, or one that overrides the direction of writing. Otherwise 0.
[[nodiscard]] unsigned forbidden_character(const std::string& text, std::size_t at);

/// Length in bytes of the valid UTF-8 character at `at`, 0 when there is none.
[[nodiscard]] std::size_t character_length(const std::string& text, std::size_t at);

}  // namespace coffer::scenario
