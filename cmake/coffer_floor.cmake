# coffer_add_floor(<name> [LINKS <lower floors>...] [LIBRARIES <third party>...]
#                  [PRIVATE_LIBRARIES <third party>...] [CHOSEN <folder>/<source>...]
#                  [INFINITE <source>...] [APART <source>...] [OPTIMISED] [HOT_LOOPS] [ROOMS <folders>...])
#
# Makes the static library coffer_<name> from engine/<name>/*.cpp with the
# public headers include/coffer/<name>/*.hpp. A floor without sources yet is an
# INTERFACE library, so that the tree always configures. LINKS may name only
# floors declared before; LIBRARIES are those the public headers include. What differs from system
# to system has a folder with a source for each way, one of which is CHOSEN; the folder "files" of a
# floor is what needs a file system, and is left out where there is none (COFFER_FILES). Sources that
# are INFINITE reckon with infinities and NaN in a floor of hot loops; those that stand APART are long
# to compile, and never compiled as one with others. ROOMS are read by
# tools/check_floors.
set(COFFER_INCLUDE_DIR "${PROJECT_SOURCE_DIR}/include")

function(coffer_add_floor name)
  cmake_parse_arguments(PARSE_ARGV 1 floor "OPTIMISED;HOT_LOOPS" "" "LINKS;LIBRARIES;PRIVATE_LIBRARIES;CHOSEN;INFINITE;APART;ROOMS")
  if(floor_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "coffer_add_floor(${name}): what is ${floor_UNPARSED_ARGUMENTS}?")
  endif()

  set(target coffer_${name})
  # A feature that takes several files has a folder of its own inside its floor.
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/engine/${name}/*.cpp"
       "${PROJECT_SOURCE_DIR}/engine/${name}/*/*.cpp")
  foreach(chosen IN LISTS floor_CHOSEN)
    cmake_path(GET chosen PARENT_PATH ways)
    list(FILTER sources EXCLUDE REGEX "/engine/${name}/${ways}/")
    list(APPEND sources "${PROJECT_SOURCE_DIR}/engine/${name}/${chosen}.cpp")
  endforeach()
  foreach(source IN LISTS floor_INFINITE)
    set_source_files_properties("${PROJECT_SOURCE_DIR}/engine/${name}/${source}.cpp" PROPERTIES
      COMPILE_OPTIONS "-fno-finite-math-only" SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  foreach(source IN LISTS floor_APART)
    set_source_files_properties("${PROJECT_SOURCE_DIR}/engine/${name}/${source}.cpp" PROPERTIES
      SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  if(NOT COFFER_FILES)
    list(FILTER sources EXCLUDE REGEX "/engine/${name}/files/")
  endif()
  file(GLOB headers CONFIGURE_DEPENDS "${COFFER_INCLUDE_DIR}/coffer/${name}/*.hpp")
  if(sources)
    add_library(${target} STATIC ${sources})
    set(public PUBLIC)
    set(private PRIVATE)
  else()
    add_library(${target} INTERFACE)
    set(public INTERFACE)
    set(private INTERFACE)
  endif()
  target_include_directories(${target} ${public} "$<BUILD_INTERFACE:${COFFER_INCLUDE_DIR}>")
  target_compile_features(${target} ${public} cxx_std_20)
  if(headers)
    target_sources(${target} ${public}
      FILE_SET HEADERS BASE_DIRS "${COFFER_INCLUDE_DIR}" FILES ${headers})
  endif()

  foreach(lower IN LISTS floor_LINKS)
    if(NOT TARGET coffer_${lower})
      message(FATAL_ERROR "floor ${name} may not link ${lower}: it is not a lower floor")
    endif()
    target_link_libraries(${target} ${public} coffer_${lower})
  endforeach()
  target_link_libraries(${target} ${public} ${floor_LIBRARIES})
  target_link_libraries(${target} ${private} ${floor_PRIVATE_LIBRARIES})
  if(sources)
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/engine/${name}")
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:coffer_options>)
    # Most of the time of a source goes into headers that its neighbours read too.
    set_target_properties(${target} PROPERTIES UNITY_BUILD "${COFFER_UNITY}" UNITY_BUILD_BATCH_SIZE "${COFFER_UNITY_BATCH}")
    if(floor_OPTIMISED)
      target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:coffer_optimised>)
    endif()
    if(floor_HOT_LOOPS)
      target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:coffer_hot_loops>)
    endif()
  endif()
  # Private headers compile alone too: all_verify_interface_header_sets looks at them through a
  # target that nothing links.
  file(GLOB private_headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/engine/${name}/*.hpp"
       "${PROJECT_SOURCE_DIR}/engine/${name}/*/*.hpp")
  if(private_headers)
    add_library(${target}_inside INTERFACE)
    target_sources(${target}_inside INTERFACE
      FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/engine/${name}" FILES ${private_headers})
    target_include_directories(${target}_inside INTERFACE "${PROJECT_SOURCE_DIR}/engine/${name}")
    target_link_libraries(${target}_inside INTERFACE ${target} ${floor_PRIVATE_LIBRARIES} coffer_options)
  endif()
  set_property(GLOBAL APPEND PROPERTY COFFER_FLOORS ${name})
endfunction()
