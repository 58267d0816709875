# SPDX-License-Identifier: MIT
# LibTorch as one target, pinn_libtorch. Link it PRIVATE: its definitions and absolute paths are
# nobody else's business.
find_package(Torch QUIET GLOBAL)
if(NOT Torch_FOUND)
  message(FATAL_ERROR "LibTorch was not found. On Debian: apt install libtorch-dev; elsewhere unpack LibTorch from "
                      "https://pytorch.org and set -DCMAKE_PREFIX_PATH=/path/to/libtorch; or build without it: "
                      "-DPINN_BUILD_TORCH=OFF")
endif()
if("${TORCH_CXX_FLAGS}" MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
  message(FATAL_ERROR "This LibTorch was built with the old C++ ABI (_GLIBCXX_USE_CXX11_ABI=0), which nothing else "
                      "here follows. Use the build named \"cxx11 ABI\".")
endif()

add_library(pinn_libtorch INTERFACE)
target_include_directories(pinn_libtorch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(pinn_libtorch INTERFACE ${TORCH_LIBRARIES})
# Without it at::parallel_for, a template in LibTorch's headers, runs on one thread.
find_package(OpenMP COMPONENTS CXX)
if(OpenMP_CXX_FOUND)
  target_link_libraries(pinn_libtorch INTERFACE OpenMP::OpenMP_CXX)
endif()
if("${Torch_VERSION}" VERSION_GREATER_EQUAL 2.10)
  target_compile_features(pinn_libtorch INTERFACE cxx_std_20) # its headers need it from then on
endif()
