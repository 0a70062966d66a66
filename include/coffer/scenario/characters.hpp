#pragma once
// Which characters may stand in a plan's texts. Pure functions; thread-safe.
#include <cstddef>
#include <string>

namespace coffer::scenario {

/// The code point of the character at `at` when it may not stand in text: a control character other
/// than tab and line ends, or one that overrides the direction of writing. Otherwise 0.
[[nodiscard]] unsigned forbidden_character(const std::string& text, std::size_t at);

/// Length in bytes of the valid UTF-8 character at `at`, 0 when there is none.
[[nodiscard]] std::size_t character_length(const std::string& text, std::size_t at);

}  // namespace coffer::scenario
