# WebAssembly with Debian's clang, libc++ and WASI libc (tools/setup/packages-browser.txt). Their libc++
# has neither exceptions nor threads: what throws ends the instance (-fignore-exceptions keeps the
# rest of the code as it is written), and tasks run one after the other.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
# The linker looks into archives itself; they need no index of WebAssembly's symbols.
set(CMAKE_AR ar)
set(CMAKE_RANLIB true)
set(CMAKE_C_COMPILER_TARGET wasm32-wasi)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
set(CMAKE_CXX_FLAGS_INIT "-fignore-exceptions")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# Nothing of this machine's own libraries is meant.
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
