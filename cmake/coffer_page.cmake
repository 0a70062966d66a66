# coffer_embed_page(<target>)
#
# Bundles the page of reports (tools/browser) when coffer is built and compiles its bytes into
# <target>, so that who runs coffer needs no Node. Modules come from package-lock.json into the
# build folder; nothing of them is committed.
option(COFFER_PAGE "Carry the HTML page of `coffer report`; needs npm when building" ON)

function(coffer_embed_page target)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/report_shell.cpp")
  if(NOT COFFER_PAGE)
    file(CONFIGURE OUTPUT "${source}" CONTENT
      "#include \"report_shell.hpp\"\nstd::string coffer::tool::report_shell() { return {}; }\n")
    target_sources(${target} PRIVATE "${source}")
    return()
  endif()

  find_program(COFFER_NODE NAMES node nodejs)
  find_program(COFFER_NPM npm)
  if(NOT COFFER_NODE OR NOT COFFER_NPM)
    message(FATAL_ERROR
      "Building the page of `coffer report` needs node and npm, which were not found.\n"
      "Install them (Debian: apt-get install nodejs npm; ./dev setup does it), or build without "
      "the page: cmake -D COFFER_PAGE=OFF.\n"
      "编译报告网页需要 node 和 npm，没有找到。请安装（Debian：apt-get install nodejs npm，或 "
      "./dev setup），或者不带网页编译：cmake -D COFFER_PAGE=OFF。")
  endif()

  set(browser "${PROJECT_SOURCE_DIR}/tools/browser")
  set(modules "${CMAKE_CURRENT_BINARY_DIR}/browser")
  set(installed "${modules}/installed")
  add_custom_command(
    OUTPUT "${installed}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${modules}"
    COMMAND "${CMAKE_COMMAND}" -E copy "${browser}/package.json" "${browser}/package-lock.json" "${modules}"
    # No scripts of packages run, and what only tests need is left out.
    COMMAND "${CMAKE_COMMAND}" -E chdir "${modules}"
            "${COFFER_NPM}" ci --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error
    COMMAND "${CMAKE_COMMAND}" -E touch "${installed}"
    DEPENDS "${browser}/package.json" "${browser}/package-lock.json"
    COMMENT "Fetching the libraries of the report page (npm ci)"
    VERBATIM)

  file(GLOB_RECURSE page CONFIGURE_DEPENDS "${browser}/report/*")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" -E chdir "${modules}" "${COFFER_NODE}" "${browser}/build.mjs" "${source}"
    DEPENDS "${installed}" "${browser}/build.mjs" ${page}
    COMMENT "Bundling the report page"
    VERBATIM)
  target_sources(${target} PRIVATE "${source}")
endfunction()
