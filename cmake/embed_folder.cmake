# cmake -D FILES=<paths> -D OUTPUT=<file.cpp> -P embed_folder.cmake
# Writes a C++ file that defines coffer::tool::minimal_scenario() with the
# names and bytes of FILES.
set(code "// Made by cmake/embed_folder.cmake; do not edit.\n#include \"minimal_scenario.hpp\"\n\n")
string(APPEND code "namespace coffer::tool {\nnamespace {\n\n")
set(list "")
set(count 0)
foreach(file IN LISTS FILES)
  cmake_path(GET file FILENAME name)
  file(READ "${file}" bytes HEX)
  # An array, not a literal: compilers limit the length of literals.
  string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND code "constexpr unsigned char file_${count}[] = {\n    ${bytes}0};\n")
  string(APPEND list "        {\"${name}\", {reinterpret_cast<const char*>(file_${count}), sizeof(file_${count}) - 1}},\n")
  math(EXPR count "${count} + 1")
endforeach()
string(APPEND code "\n}  // namespace\n\nstd::vector<results::File> minimal_scenario() {\n    return {\n${list}    };\n}\n\n")
string(APPEND code "}  // namespace coffer::tool\n")
file(WRITE "${OUTPUT}" "${code}")
