# Every third-party library of the project, found once. Which floor may name
# which is decided in engine/CMakeLists.txt and enforced by tools/check_floors.

# coffer_needs(ARGUMENT...): find_package for the engine, and for whoever uses the
# installed package: its libraries are static and bring theirs along.
macro(coffer_needs)
  find_package(${ARGN} REQUIRED)
  string(JOIN " " coffer_needs_arguments ${ARGN})
  list(APPEND COFFER_DEPENDENCIES "find_dependency(${coffer_needs_arguments})")
endmacro()

# The same for a library that pkg-config knows.
macro(coffer_needs_module module)
  pkg_check_modules(${module} REQUIRED IMPORTED_TARGET ${module})
  list(APPEND COFFER_DEPENDENCIES
       "pkg_check_modules(${module} REQUIRED IMPORTED_TARGET ${module})")
endmacro()

coffer_needs(Threads)
coffer_needs(Eigen3 3.4 NO_MODULE)
coffer_needs(Boost 1.74)
coffer_needs(fmt)
coffer_needs(nlohmann_json)
coffer_needs(tomlplusplus)
find_package(CLI11 REQUIRED)
coffer_needs(pugixml)
coffer_needs(PkgConfig)
# Debian's own CMake files of libzip want its command-line tools, which nobody needs.
coffer_needs_module(libzip)
add_library(libzip::zip ALIAS PkgConfig::libzip)
coffer_needs_module(xlsxwriter)
add_library(xlsxwriter::xlsxwriter ALIAS PkgConfig::xlsxwriter)
coffer_needs(SQLite3)
coffer_needs(SQLiteCpp)
coffer_needs_module(libpq)
add_library(PostgreSQL::client ALIAS PkgConfig::libpq)
if(COFFER_CBC)
  coffer_needs_module(cbc)
  set(COFFER_SOLVER_LIBRARY PkgConfig::cbc)
endif()
find_package(Catch2 2.13 REQUIRED)
if(COFFER_EXECUTOR STREQUAL "tbb")
  coffer_needs(TBB)
  set(COFFER_EXECUTOR_LIBRARY TBB::tbb)
else()
  # Debian's TBB is not instrumented: thread-sanitizer runs must not touch it.
  set(COFFER_EXECUTOR_LIBRARY Threads::Threads)
endif()
