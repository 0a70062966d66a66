# The third-party libraries of the engine in a browser, under the names that third_party.cmake gives
# them. Headers that need no library come from Debian's packages; the rest is compiled from the
# sources of Debian's packages, which tools/setup/browser_sources puts into ${COFFER_SOURCES}.
enable_language(C)
set(COFFER_SOURCES "${CMAKE_BINARY_DIR}/sources")
if(NOT EXISTS "${COFFER_SOURCES}/complete")
  message(FATAL_ERROR "No sources of libraries in ${COFFER_SOURCES}; ./dev browser fetches them")
endif()
set(COFFER_EXECUTOR_LIBRARY "")

# /usr/include itself would bring the headers of this machine's C library.
set(headers "${CMAKE_BINARY_DIR}/headers")
foreach(library IN ITEMS fmt nlohmann toml++)
  file(MAKE_DIRECTORY "${headers}")
  file(CREATE_LINK "/usr/include/${library}" "${headers}/${library}" SYMBOLIC)
endforeach()

# coffer_link_but(<folder> <header>): links what lies in a folder of headers, but one header of
# overlay/ stands in place of its own.
function(coffer_link_but folder header)
  file(MAKE_DIRECTORY "${headers}/${folder}")
  cmake_path(GET header PARENT_PATH inner)
  string(REGEX MATCH "^[^/]+" first "${header}")
  file(GLOB entries RELATIVE "/usr/include/${folder}" "/usr/include/${folder}/*")
  list(REMOVE_ITEM entries "${first}")
  foreach(entry IN LISTS entries)
    file(CREATE_LINK "/usr/include/${folder}/${entry}" "${headers}/${folder}/${entry}" SYMBOLIC)
  endforeach()
  if(inner)
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY "${first}" OUTPUT_VARIABLE rest)
    coffer_link_but("${folder}/${first}" "${rest}")
  else()
    file(CREATE_LINK "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/overlay/${folder}/${header}"
         "${headers}/${folder}/${header}" SYMBOLIC)
  endif()
endfunction()
# Boost.Math would lock with std::mutex, which this libc++ has not.
coffer_link_but(boost smart_ptr/detail/lightweight_mutex.hpp)
foreach(library IN ITEMS Boost::headers fmt::fmt nlohmann_json::nlohmann_json Eigen3::Eigen
                         tomlplusplus::tomlplusplus Threads::Threads)
  string(MAKE_C_IDENTIFIER "browser_${library}" target)
  add_library(${target} INTERFACE)
  add_library(${library} ALIAS ${target})
  target_include_directories(${target} SYSTEM INTERFACE "${headers}")
endforeach()
target_include_directories(browser_Eigen3__Eigen SYSTEM INTERFACE /usr/include/eigen3)
target_compile_definitions(browser_fmt__fmt INTERFACE FMT_HEADER_ONLY)
target_compile_definitions(browser_tomlplusplus__tomlplusplus INTERFACE TOML_HEADER_ONLY=0 TOML_EXCEPTIONS=0)

function(coffer_foreign_library target)
  cmake_parse_arguments(PARSE_ARGV 1 foreign "" "" "SOURCES;INCLUDES;DEFINITIONS;LIBRARIES")
  add_library(${target} STATIC ${foreign_SOURCES})
  set_target_properties(${target} PROPERTIES CXX_STANDARD 20)
  target_include_directories(${target} SYSTEM PUBLIC ${foreign_INCLUDES})
  target_compile_definitions(${target} PRIVATE ${foreign_DEFINITIONS})
  target_compile_options(${target} PRIVATE -w)
  target_link_libraries(${target} PUBLIC ${foreign_LIBRARIES})
endfunction()

coffer_foreign_library(browser_toml SOURCES "${CMAKE_CURRENT_LIST_DIR}/toml.cpp"
                       INCLUDES "${headers}" DEFINITIONS TOML_HEADER_ONLY=0 TOML_EXCEPTIONS=0)
target_link_libraries(browser_tomlplusplus__tomlplusplus INTERFACE browser_toml)

set(zlib "${COFFER_SOURCES}/zlib")
set(zlib_files adler32 compress crc32 deflate inffast inflate inftrees trees uncompr zutil)
list(TRANSFORM zlib_files REPLACE "(.+)" "${zlib}/\\1.c")
coffer_foreign_library(browser_zlib SOURCES ${zlib_files} INCLUDES "${zlib}")

# Archives in memory only: what opens files and makes random numbers is left out.
set(zip "${COFFER_SOURCES}/libzip")
file(GLOB zip_files "${zip}/lib/*.c")
list(FILTER zip_files EXCLUDE REGEX
     "/zip_(algorithm_(bzip2|xz)|crypto_.*|fdopen|mkstempm|random_.*|source_file_.*|source_winzip_aes_.*|winzip_aes)\\.c$")
configure_file("${CMAKE_CURRENT_LIST_DIR}/zip_config.h" "${CMAKE_BINARY_DIR}/zip/config.h" COPYONLY)
configure_file(/usr/include/zipconf.h "${CMAKE_BINARY_DIR}/zip/zipconf.h" COPYONLY)
coffer_foreign_library(browser_zip SOURCES ${zip_files} "${CMAKE_CURRENT_LIST_DIR}/zip_rest.c"
                       INCLUDES "${zip}/lib" "${CMAKE_BINARY_DIR}/zip"
                       DEFINITIONS HAVE_CONFIG_H LIBRARIES browser_zlib)
add_library(libzip::zip ALIAS browser_zip)

coffer_foreign_library(browser_pugixml SOURCES "${COFFER_SOURCES}/pugixml/src/pugixml.cpp"
                       INCLUDES "${COFFER_SOURCES}/pugixml/src" DEFINITIONS PUGIXML_NO_EXCEPTIONS)
target_compile_definitions(browser_pugixml PUBLIC PUGIXML_NO_EXCEPTIONS)
add_library(pugixml::pugixml ALIAS browser_pugixml)

set(xlsx "${COFFER_SOURCES}/libxlsxwriter")
file(GLOB xlsx_files "${xlsx}/src/*.c")
coffer_foreign_library(browser_xlsxwriter
  SOURCES ${xlsx_files} "${xlsx}/third_party/minizip/zip.c" "${xlsx}/third_party/minizip/ioapi.c"
          "${xlsx}/third_party/md5/md5.c"
  INCLUDES "${xlsx}/include" DEFINITIONS USE_STANDARD_TMPFILE NOCRYPT NOUNCRYPT USE_FILE32API
  LIBRARIES browser_zlib)
target_include_directories(browser_xlsxwriter PRIVATE "${xlsx}/third_party/minizip")
add_library(xlsxwriter::xlsxwriter ALIAS browser_xlsxwriter)
# Boost 1.74 derives from what C++17 removed.
target_compile_definitions(browser_Boost__headers INTERFACE _LIBCPP_ENABLE_CXX17_REMOVED_UNARY_BINARY_FUNCTION)
