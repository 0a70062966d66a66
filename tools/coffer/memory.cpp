#include "memory.hpp"

#include <algorithm>
#include <fstream>
#include <string>

namespace coffer::tool {
namespace {

std::optional<std::uint64_t> read_number(const char* file) {
    std::ifstream stream(file);
    std::uint64_t value = 0;
    if (stream >> value) return value;  // "max" is no number: no limit
    return std::nullopt;
}

std::optional<std::uint64_t> free_on_machine() {
    std::ifstream stream("/proc/meminfo");
    std::string name;
    std::uint64_t kilobytes = 0;
    std::string rest;
    while (stream >> name >> kilobytes && std::getline(stream, rest)) {
        if (name == "MemAvailable:") return kilobytes * 1024;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> available_memory() {
    auto available = free_on_machine();
    const auto limit = read_number("/sys/fs/cgroup/memory.max");
    const auto used = read_number("/sys/fs/cgroup/memory.current");
    if (limit && used) {
        const std::uint64_t left = *limit > *used ? *limit - *used : 0;
        available = std::min(available.value_or(left), left);
    }
    return available;
}

}  // namespace coffer::tool
