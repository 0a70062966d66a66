// What the toolchain's libraries lack: a thrown exception ends the module, and temporary files lie
// in the worker's memory.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <typeinfo>

#include "coffer/base/contract.hpp"

extern "C" {

void* __cxa_allocate_exception(std::size_t size) noexcept { return std::malloc(size); }

/// Says why on the standard error, which the page tells the user to pass on.
[[noreturn]] void __cxa_throw(void* thrown, std::type_info* type, void (*)(void*)) {
    const char* why = "";
    if (*type == typeid(coffer::BrokenContract)) {
        why = static_cast<coffer::BrokenContract*>(thrown)->what();
    } else if (*type == typeid(std::invalid_argument)) {
        why = static_cast<std::invalid_argument*>(thrown)->what();
    }
    std::fprintf(stderr, "%s %s\n", type->name(), why);
    std::abort();
}

std::FILE* tmpfile() {
    static int made = 0;
    const std::string name = "/temporary-" + std::to_string(made++);
    return std::fopen(name.c_str(), "w+b");
}
}
