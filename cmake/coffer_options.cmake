# Options of the build, and the one interface target that carries the flags of
# every target of ours. Third-party headers come in as SYSTEM, so the warnings
# below only ever speak of our own code.

option(COFFER_WERROR "Treat warnings as errors" OFF)
option(COFFER_UNITY "Compile several sources of a floor as one" ON)
set(COFFER_UNITY_BATCH 6 CACHE STRING "How many; more compile sooner from cold, and later after an edit")
option(COFFER_FUZZ "Build the libFuzzer targets (clang only)" OFF)
option(COFFER_COVERAGE "Instrument for gcovr" OFF)
set(COFFER_SANITIZE "" CACHE STRING "Value for -fsanitize=, e.g. address,undefined")
set(COFFER_EXECUTOR "tbb" CACHE STRING
    "Executor of the run floor: tbb, threads (std::jthread) or sequential")
set_property(CACHE COFFER_EXECUTOR PROPERTY STRINGS tbb threads sequential)
option(COFFER_BROWSER "The engine of coffer.html, and nothing else (preset browser)" OFF)
if(COFFER_BROWSER)
  set(COFFER_FILES OFF)
  set(COFFER_PAGES allocated)
  set(COFFER_CBC OFF)
else()
  set(COFFER_FILES ON)
  set(COFFER_PAGES mapped)
endif()
option(COFFER_CBC "Candidates of coffer optimise by mixed-integer programs, which CBC solves" ON)
if(COFFER_CBC)
  set(COFFER_SOLVER cbc)
else()
  set(COFFER_SOLVER none)
endif()

# The default is the highest of the levels below that this machine has, so that
# no program dies of SIGILL; results are the same on all of them.
set(coffer_default_arch "")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$" AND EXISTS /proc/cpuinfo)
  file(STRINGS /proc/cpuinfo coffer_cpu_flags REGEX "^flags" LIMIT_COUNT 1)
  set(coffer_level_flags "")
  foreach(level IN ITEMS
          "x86-64-v3 avx2 bmi1 bmi2 fma f16c movbe"
          "x86-64-v4 avx512f avx512bw avx512cd avx512dq avx512vl")
    string(REPLACE " " ";" level "${level}")
    list(POP_FRONT level level_name)
    list(APPEND coffer_level_flags ${level})
    foreach(flag IN LISTS coffer_level_flags)
      if(NOT coffer_cpu_flags MATCHES " ${flag}( |$)")
        set(level_name "${coffer_default_arch}")
      endif()
    endforeach()
    set(coffer_default_arch "${level_name}")
  endforeach()
endif()
set(COFFER_ARCH "${coffer_default_arch}" CACHE STRING
    "Value for -march= on every target; empty for the compiler's baseline")
message(STATUS "coffer: -march=${COFFER_ARCH} executor=${COFFER_EXECUTOR} sanitize=${COFFER_SANITIZE}")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Gives the target all_verify_interface_header_sets: every header must
# compile alone. `./dev lint` builds it.
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)

find_program(COFFER_CCACHE ccache)
if(COFFER_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # ccache looks into precompiled headers only when told not to mind their dates.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${COFFER_CCACHE}")
endif()

add_library(coffer_options INTERFACE)
target_compile_features(coffer_options INTERFACE cxx_std_20)
target_compile_options(coffer_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  # g++ 12 warns wrongly on string concatenation (GCC bug 105651), and of optional vectors that std::sort
  # moves, depending on what else it inlines. Sanitizers look at what runs.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized>
  # clang blames us for what libstdc++'s std::stable_sort calls inside.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  # COFFER_INDEPENDENT_LANES asks for vectors; under sanitizers there are none.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-pass-failed>
  $<$<BOOL:${COFFER_WERROR}>:-Werror>
  # Same bits from every instruction set: a fused multiply-add rounds once
  # where a multiplication and an addition round twice.
  -ffp-contract=off
  # Reading, checking and reporting take milliseconds a run; the last
  # optimisations of all that text would be half of the build. Floors that work
  # for every path ask for more (OPTIMISED, HOT_LOOPS).
  $<$<CONFIG:Release>:-O1>
  $<$<BOOL:${COFFER_ARCH}>:-march=${COFFER_ARCH}>
  # g++ 12 would use half of the registers' width, and warns of its own
  # intrinsics in Eigen, which begin with an undefined register (GCC bug
  # 105593). clang-tidy and the builds for other levels still look.
  $<$<STREQUAL:${COFFER_ARCH},x86-64-v4>:-mprefer-vector-width=512>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<STREQUAL:${COFFER_ARCH},x86-64-v4>>:-Wno-uninitialized>)
find_program(COFFER_MOLD mold)
if(COFFER_MOLD AND NOT COFFER_BROWSER)
  target_link_options(coffer_options INTERFACE -fuse-ld=mold)
endif()

if(COFFER_SANITIZE)
  target_compile_options(coffer_options INTERFACE
    -fsanitize=${COFFER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(coffer_options INTERFACE -fsanitize=${COFFER_SANITIZE})
endif()
if(COFFER_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "COFFER_FUZZ needs clang (libFuzzer): use --preset fuzz")
  endif()
  target_compile_options(coffer_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(COFFER_COVERAGE)
  target_compile_options(coffer_options INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(coffer_options INTERFACE --coverage)
endif()

# For floors that work for every path: overrides what coffer_options says, and so
# is linked after it.
add_library(coffer_optimised INTERFACE)
target_compile_options(coffer_optimised INTERFACE $<$<CONFIG:Release>:-O3>)

# For the floors whose inner loops must vectorise, and for the test oracles
# that speed ratios are taken against. None of these reorders arithmetic, so
# results keep their bits; code under them must not produce or test NaN or
# infinity.
add_library(coffer_hot_loops INTERFACE)
target_compile_options(coffer_hot_loops INTERFACE
  -fno-math-errno -fno-trapping-math -fno-signed-zeros -ffinite-math-only
  # g++ would jam loops over sources or accounts into the loop over lanes inside
  # them, and then gather the lanes one by one.
  $<$<CXX_COMPILER_ID:GNU>:-fno-loop-unroll-and-jam>
  # Every browser that may run coffer.html has them.
  $<$<BOOL:${COFFER_BROWSER}>:-msimd128;-mnontrapping-fptoint;-mbulk-memory>
  $<$<CONFIG:Release>:-O3>)
# Builds with sanitizers leave the rest as it is written: it compiles in half the time.
if(COFFER_SANITIZE)
  target_compile_options(coffer_optimised INTERFACE -O1)
  target_compile_options(coffer_hot_loops INTERFACE -O1)
endif()
