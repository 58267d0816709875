# SPDX-License-Identifier: MIT
# Finds what the program is built on; a missing one is an error that says what to install.

# pinn_find(PACKAGE DEBIAN_PACKAGE [arguments of find_package])
macro(pinn_find package debian)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
    # What a package says of itself, e.g. that it is there and a dependency of it is not.
    message(FATAL_ERROR "${package} was not found. On Debian: apt install ${debian}; elsewhere set "
                        "-DCMAKE_PREFIX_PATH=/path/to/${package}\n${${package}_NOT_FOUND_MESSAGE}")
  endif()
endmacro()

pinn_find(Eigen3 libeigen3-dev 3.4 NO_MODULE)
include(PinnSundials)
pinn_find(nlohmann_json nlohmann-json3-dev 3.11)
pinn_find(CLI11 libcli11-dev 2.1)
if(PINN_BUILD_TESTS)
  pinn_find(GTest "libgtest-dev libgmock-dev")
endif()
