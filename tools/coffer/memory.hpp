#pragma once
#include <cstdint>
#include <optional>

namespace coffer::tool {

/// Bytes this process may still take: what the machine has free, and not above the limit of its
/// control group. None where the system does not say.
[[nodiscard]] std::optional<std::uint64_t> available_memory();

}  // namespace coffer::tool
