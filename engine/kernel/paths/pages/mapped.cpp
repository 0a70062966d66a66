// Zeros from the system's pages.
#include <sys/mman.h>

#include "paths/zero_pages.hpp"

namespace coffer::kernel {

void* take_zero_pages(std::size_t bytes) {
    void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return nullptr;
    // A hint: where it is refused, ordinary pages do. A small table would waste most of one.
    constexpr std::size_t huge_page = 2UL << 20U;
    if (bytes >= huge_page) static_cast<void>(madvise(memory, bytes, MADV_HUGEPAGE));
    return memory;
}

void give_back_zero_pages(void* memory, std::size_t bytes) { munmap(memory, bytes); }

}  // namespace coffer::kernel
