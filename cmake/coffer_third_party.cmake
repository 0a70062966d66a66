# Every third-party library of the project, found once. Which floor may name
# which is decided in engine/CMakeLists.txt and enforced by tools/check_floors.

find_package(Threads REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(Boost 1.74 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(Catch2 2.13 REQUIRED)
if(COFFER_EXECUTOR STREQUAL "tbb")
  find_package(TBB REQUIRED)
  set(COFFER_EXECUTOR_LIBRARY TBB::tbb)
else()
  # Debian's TBB is not instrumented: thread-sanitizer runs must not touch it.
  set(COFFER_EXECUTOR_LIBRARY Threads::Threads)
endif()
