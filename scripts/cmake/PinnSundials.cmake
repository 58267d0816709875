# SPDX-License-Identifier: MIT
# SUNDIALS as one target, pinn_sundials, that never loads MPI.
#
# Version 7 moved the context and the logger into a core library. Where it was built with MPI (Debian
# 13), that library needs libmpi, its header needs mpi.h, and its CMake files need targets of FindMPI,
# which wants a C compiler. So: the header is found here, the static libraries are linked, and the few
# MPI functions they name are stood in for by src/reference/no_mpi.cpp.
find_path(PINN_MPI_INCLUDE_DIR mpi.h PATH_SUFFIXES mpi openmpi mpich)
mark_as_advanced(PINN_MPI_INCLUDE_DIR)
if(PINN_MPI_INCLUDE_DIR AND NOT TARGET MPI::MPI_C)
  add_library(MPI::MPI_C INTERFACE IMPORTED)
  target_include_directories(MPI::MPI_C INTERFACE ${PINN_MPI_INCLUDE_DIR})
  target_compile_definitions(MPI::MPI_C INTERFACE OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX)
  target_link_libraries(MPI::MPI_C INTERFACE pinn_no_mpi)
  add_library(MPI::MPI_CXX INTERFACE IMPORTED)
endif()

pinn_find(SUNDIALS libsundials-dev 6.4 NO_MODULE)

set(pinn_sundials_parts cvode ida nvecserial sunlinsoldense sunmatrixdense)
set(pinn_sundials_suffix "")
if(TARGET SUNDIALS::core_static)
  set(pinn_sundials_suffix _static)
  # As they come, the static parts name the shared core; with both in one program, one of them would
  # take the stand-in for the real MPI.
  foreach(part IN LISTS pinn_sundials_parts)
    set_property(TARGET SUNDIALS::${part}_static PROPERTY INTERFACE_LINK_LIBRARIES
                                                          SUNDIALS::core_static)
  endforeach()
elseif(TARGET SUNDIALS::core)
  list(APPEND pinn_sundials_parts core)
endif()

add_library(pinn_sundials INTERFACE)
foreach(part IN LISTS pinn_sundials_parts)
  target_link_libraries(pinn_sundials INTERFACE SUNDIALS::${part}${pinn_sundials_suffix})
endforeach()
