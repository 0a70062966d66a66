// Zeros where no pages can be mapped: in a browser.
#include <cstdlib>
#include <cstring>

#include "paths/zero_pages.hpp"

namespace coffer::kernel {

void* take_zero_pages(std::size_t bytes) {
    constexpr std::size_t aligned_to = 64;
    const std::size_t whole = (bytes + aligned_to - 1) / aligned_to * aligned_to;
    void* memory = whole < bytes ? nullptr : std::aligned_alloc(aligned_to, whole);
    if (memory != nullptr) std::memset(memory, 0, whole);
    return memory;
}

void give_back_zero_pages(void* memory, std::size_t /*bytes*/) { std::free(memory); }

}  // namespace coffer::kernel
