#pragma once
// How messages about a user's text are worded, the same in both floors that write them.
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "coffer/base/text.hpp"

namespace coffer::scenario {

/// One message in both languages from two format strings over the same arguments.
template <class... Arguments>
[[nodiscard]] Text say(fmt::format_string<const Arguments&...> zh,
                       fmt::format_string<const Arguments&...> en, const Arguments&... arguments) {
    return {fmt::format(zh, arguments...), fmt::format(en, arguments...)};
}

/// The user's text as it may stand in a message: quoted, shortened to 40 characters, control
/// characters replaced, so that a hostile cell can neither flood nor repaint a terminal.
[[nodiscard]] std::string quote(const std::string& text);

/// "您是否想写…？" / "Did you mean …?" for the nearest candidate, or `otherwise` when none is near.
[[nodiscard]] Text did_you_mean(const std::string& word, const std::vector<std::string>& candidates,
                                Text otherwise);

/// "a, b, c": at most 24, then an ellipsis.
[[nodiscard]] std::string listed(const std::vector<std::string>& words);

}  // namespace coffer::scenario
