# Finds what the program is built on; a missing one is an error that says what to install.
function(pinn_require package debian)
  find_package(${package} QUIET ${ARGN})
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "${package} was not found. On Debian: apt install ${debian}; elsewhere set "
                        "-DCMAKE_PREFIX_PATH=/path/to/${package}")
  endif()
endfunction()

macro(pinn_find package debian)
  pinn_require(${package} ${debian} ${ARGN})
  find_package(${package} QUIET ${ARGN})
endmacro()

pinn_find(Eigen3 libeigen3-dev NO_MODULE)
pinn_find(SUNDIALS libsundials-dev NO_MODULE)
pinn_find(nlohmann_json nlohmann-json3-dev)
pinn_find(CLI11 libcli11-dev)
