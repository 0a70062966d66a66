# cmake -D FILE=<path> -D FUNCTION=<name> -D HEADER=<header> -D OUTPUT=<file.cpp> -P embed_text.cmake
# Writes a C++ file that defines `std::string coffer::tool::<name>()` with the bytes of FILE.
file(READ "${FILE}" bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE "${OUTPUT}" "// Made by cmake/embed_text.cmake; do not edit.
#include \"${HEADER}\"

namespace coffer::tool {
namespace {

constexpr unsigned char bytes[] = {
    ${bytes}0};

}  // namespace

std::string ${FUNCTION}() { return {reinterpret_cast<const char*>(bytes), sizeof(bytes) - 1}; }

}  // namespace coffer::tool
")
