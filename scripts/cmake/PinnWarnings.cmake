# SPDX-License-Identifier: MIT
# The one place for warnings and sanitizers of our own code. Not exported.
add_library(pinn_warnings INTERFACE)
target_compile_options(
  pinn_warnings
  INTERFACE
    "$<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion;-Wsign-conversion;-Wold-style-cast;-Wnon-virtual-dtor>"
)
if(PINN_SANITIZE)
  target_compile_options(pinn_warnings INTERFACE -fsanitize=${PINN_SANITIZE}
                                                 -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(pinn_warnings INTERFACE -fsanitize=${PINN_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # Twice as fast to compile; addresses are checked everywhere.
    target_compile_options(pinn_warnings INTERFACE
                           -fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/others_code.txt)
  endif()
endif()
if(PINN_BUILD_FUZZERS)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "PINN_BUILD_FUZZERS needs Clang, not ${CMAKE_CXX_COMPILER_ID}; use cmake --preset asan")
  endif()
  target_compile_options(pinn_warnings INTERFACE -fsanitize=fuzzer-no-link)
endif()

# What only calls the library needs no optimizing where sanitizers make everything slow to compile.
function(pinn_glue)
  if(PINN_SANITIZE)
    add_compile_options(-O0)
  endif()
endfunction()
