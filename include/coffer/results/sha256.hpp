#pragma once
#include <string>
#include <string_view>

namespace coffer::results {

/// In hex.
[[nodiscard]] std::string sha256(std::string_view content);

}  // namespace coffer::results
