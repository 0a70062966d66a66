#pragma once
#include <cstddef>

namespace coffer::kernel {

/// Zeros that cost no memory, where the system can do that, until they are written to; aligned to a
/// cache line at least. Null when there is no room.
[[nodiscard]] void* take_zero_pages(std::size_t bytes);
void give_back_zero_pages(void* memory, std::size_t bytes);

}  // namespace coffer::kernel
