# `cmake --install BUILD --prefix DIR`: the program, every public header, the
# libraries of all floors, and the CMake package "coffer", whose target
# coffer::engine is all of them. examples/embed uses it.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(coffer_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/coffer")
get_property(floors GLOBAL PROPERTY COFFER_FLOORS)
list(GET floors -1 top)
add_library(coffer_engine INTERFACE)
target_link_libraries(coffer_engine INTERFACE coffer_${top})
add_library(coffer::engine ALIAS coffer_engine)

# Eigen's arrays in our headers are made on one side and freed on the other, and
# how they are aligned follows the instruction set: users must take ours.
set(arch_flag "")
if(COFFER_ARCH)
  set(arch_flag "-march=${COFFER_ARCH}")
endif()
execute_process(
  COMMAND "${CMAKE_CXX_COMPILER}" ${arch_flag} -dM -E -x c++ /dev/null
  OUTPUT_VARIABLE macros RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${CMAKE_CXX_COMPILER} does not say what ${arch_flag} means")
endif()
set(alignment 16)
if(macros MATCHES "__AVX512F__")
  set(alignment 64)
elseif(macros MATCHES "__AVX__")
  set(alignment 32)
endif()
target_compile_definitions(coffer_engine INTERFACE
  $<INSTALL_INTERFACE:EIGEN_MAX_ALIGN_BYTES=${alignment}>)

set_target_properties(coffer_engine PROPERTIES EXPORT_NAME engine)
install(TARGETS coffer_engine EXPORT coffer)
foreach(floor IN LISTS floors)
  set_target_properties(coffer_${floor} PROPERTIES EXPORT_NAME ${floor})
  install(TARGETS coffer_${floor} EXPORT coffer FILE_SET HEADERS)
endforeach()
install(TARGETS coffer)
install(EXPORT coffer NAMESPACE coffer:: FILE coffer-targets.cmake DESTINATION "${coffer_package_dir}")

list(JOIN COFFER_DEPENDENCIES "\n" coffer_dependencies)
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/coffer-config.cmake.in"
  "${PROJECT_BINARY_DIR}/coffer-config.cmake" INSTALL_DESTINATION "${coffer_package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/coffer-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/coffer-config.cmake"
              "${PROJECT_BINARY_DIR}/coffer-config-version.cmake"
        DESTINATION "${coffer_package_dir}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
