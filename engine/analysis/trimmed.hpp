#pragma once
#include <string>
#include <string_view>

namespace coffer::analysis {

/// Without the blanks around it.
[[nodiscard]] inline std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

}  // namespace coffer::analysis
