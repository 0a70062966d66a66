# The pages of tools/browser, bundled when coffer is built. Modules come from package-lock.json into
# the build folder; nothing of them is committed.

# coffer_browser_modules(): sets COFFER_NODE, browser_modules (a folder with modules) and
# browser_installed (what to depend on) in the caller.
function(coffer_browser_modules)
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
    COMMENT "Fetching the libraries of the pages (npm ci)"
    VERBATIM)
  set(browser_modules "${modules}" PARENT_SCOPE)
  set(browser_installed "${installed}" PARENT_SCOPE)
endfunction()

# coffer_embed_page(<target>)
#
# Compiles the bytes of the page of reports into <target>, so that who runs coffer needs no Node.
option(COFFER_PAGE "Carry the HTML page of `coffer report`; needs npm when building" ON)

function(coffer_embed_page target)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/report_shell.cpp")
  if(NOT COFFER_PAGE)
    file(CONFIGURE OUTPUT "${source}" CONTENT
      "#include \"report_shell.hpp\"\nstd::string coffer::tool::report_shell() { return {}; }\n")
    target_sources(${target} PRIVATE "${source}")
    return()
  endif()

  coffer_browser_modules()
  set(browser "${PROJECT_SOURCE_DIR}/tools/browser")
  file(GLOB_RECURSE page CONFIGURE_DEPENDS "${browser}/*.ts" "${browser}/report/*")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" -E chdir "${browser_modules}" "${COFFER_NODE}" "${browser}/build.mjs" "${source}"
    DEPENDS "${browser_installed}" "${browser}/build.mjs" "${browser}/bundle.mjs" ${page}
    COMMENT "Bundling the report page"
    VERBATIM)
  target_sources(${target} PRIVATE "${source}")
endfunction()

# coffer_browser_page(<target> <engine> <output>)
#
# <target> is coffer.html: the WebAssembly of <engine> and the page around it, in one file.
function(coffer_browser_page target engine output)
  coffer_browser_modules()
  set(browser "${PROJECT_SOURCE_DIR}/tools/browser")
  set(scenarios "${PROJECT_SOURCE_DIR}/scenarios")
  file(GLOB_RECURSE page CONFIGURE_DEPENDS "${browser}/*.ts" "${browser}/report/*" "${browser}/app/*")
  file(GLOB examples CONFIGURE_DEPENDS "${scenarios}/minimal/*" "${scenarios}/guzhang-2020/*"
       "${scenarios}/wanghua-2021/*")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" -E chdir "${browser_modules}" "${COFFER_NODE}" "${browser}/build_app.mjs"
            "$<TARGET_FILE:${engine}>" "${scenarios}" "${output}"
    DEPENDS "${browser_installed}" "${browser}/build_app.mjs" "${browser}/bundle.mjs" ${page} ${examples} ${engine}
    COMMENT "Packing coffer.html"
    VERBATIM)
  add_custom_target(${target} ALL DEPENDS "${output}")
endfunction()
