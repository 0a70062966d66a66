# Writes the list of commands: each commands/<name>.cpp defines `Command <name>()`. Included by
# tools/CMakeLists.txt, so that adding a command is adding its file.
function(coffer_collect_commands output)
  set(declarations "")
  set(calls "")
  foreach(source IN LISTS ARGN)
    cmake_path(GET source STEM name)
    string(APPEND declarations "Command ${name}();\n")
    list(APPEND calls "commands::${name}()")
  endforeach()
  list(JOIN calls ", " calls)
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT [[
// Written by CMake from the files of tools/coffer/commands.
#include "command.hpp"

namespace coffer::tool {
namespace commands {
@declarations@
}  // namespace commands

std::vector<Command> all_commands() { return {@calls@}; }

}  // namespace coffer::tool
]])
endfunction()
