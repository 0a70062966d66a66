// Zeros where no pages can be mapped: in a browser.
#include <cstdlib>
#include <cstring>

#include "zero_pages.hpp"

namespace coffer::kernel {

void* take_zero_pages(std::size_t bytes) {
    constexpr std::size_t cache_line = 64;
    const std::size_t whole = (bytes + cache_line - 1) / cache_line * cache_line;
    void* memory = whole < bytes ? nullptr : std::aligned_alloc(cache_line, whole);
    if (memory != nullptr) std::memset(memory, 0, whole);
    return memory;
}

void give_back_zero_pages(void* memory, std::size_t /*bytes*/) { std::free(memory); }

}  // namespace coffer::kernel
