set(COFFER_TEST_TIMEOUT 120 CACHE STRING "Seconds after which a fast test fails")

function(coffer_add_test_folder folder)
  set(target coffer_test_${folder})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp")
  add_executable(${target} ${sources})

  get_property(floors GLOBAL PROPERTY COFFER_FLOORS)
  # The order matters to the static link: support uses the floors.
  target_link_libraries(${target} PRIVATE coffer_options coffer_test_options Catch2::Catch2WithMain coffer_test_support)
  if(folder IN_LIST floors)
    target_link_libraries(${target} PRIVATE coffer_${folder})
  else()
    target_link_libraries(${target} PRIVATE coffer_report nlohmann_json::nlohmann_json)
    # These run the built commands.
    get_property(converters GLOBAL PROPERTY COFFER_CONVERTERS)
    foreach(command IN LISTS converters ITEMS coffer)
      if(TARGET ${command})
        add_dependencies(${target} ${command})
      endif()
    endforeach()
  endif()
  target_precompile_headers(${target} REUSE_FROM coffer_test_headers)

  # Catch2 2.13 cannot skip a test: one that prints "SKIPPED: <why>" (and
  # returns) is shown as skipped by ctest.
  set(skip SKIP_REGULAR_EXPRESSION "SKIPPED: ")
  catch_discover_tests(${target} TEST_SPEC "~[slow]" TEST_PREFIX "${folder}/"
    PROPERTIES LABELS ${folder} TIMEOUT ${COFFER_TEST_TIMEOUT} ${skip})

  # Listing an empty set of tests warns at every build, hence the look inside;
  # a source that gains its first [slow] must make CMake look again.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources})
  foreach(source IN LISTS sources)
    # ctest hands the name to Catch, which would take it for an option.
    file(STRINGS "${source}" dashed REGEX "TEST_CASE\\(\"-" LIMIT_COUNT 1)
    if(dashed)
      message(FATAL_ERROR "${source}: the name of a test case must not begin with '-'")
    endif()
    # CMake cuts the name there, and the test would never run.
    file(STRINGS "${source}" cut REGEX "TEST_CASE\\(\"[^\"]*;" LIMIT_COUNT 1)
    if(cut)
      message(FATAL_ERROR "${source}: the name of a test case must not hold ';'")
    endif()
  endforeach()
  foreach(source IN LISTS sources)
    file(STRINGS "${source}" slow_lines REGEX "\\[slow\\]" LIMIT_COUNT 1)
    if(slow_lines)
      catch_discover_tests(${target} TEST_SPEC "[slow]" TEST_PREFIX "${folder}/"
        PROPERTIES LABELS slow TIMEOUT 1800 ${skip})
      break()
    endif()
  endforeach()
endfunction()

function(coffer_add_fuzz_targets)
  if(NOT COFFER_FUZZ)
    return()
  endif()
  add_custom_target(coffer_fuzz ALL)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/fuzz/*.cpp")
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    add_executable(coffer_fuzz_${name} "${source}")
    target_link_libraries(coffer_fuzz_${name} PRIVATE coffer_options coffer_test_support coffer_kernel)
    target_link_options(coffer_fuzz_${name} PRIVATE -fsanitize=fuzzer)
    set_target_properties(coffer_fuzz_${name} PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
    add_dependencies(coffer_fuzz coffer_fuzz_${name})
  endforeach()
endfunction()
