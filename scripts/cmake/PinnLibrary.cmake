# SPDX-License-Identifier: MIT
# The problem library as a source of pinn_core: `init NAME` needs no file beside the program.
#
# Included where pinn_core is made, for a rule to make a file serves only targets of its own folder.
# The list is a glob because the folder holds data: a new file is seen at the next build.
set(pinn_library_folder ${PROJECT_SOURCE_DIR}/configs/library)
set(pinn_library_script ${PROJECT_SOURCE_DIR}/scripts/cmake/embed_library.cmake)
set(pinn_library_source ${CMAKE_CURRENT_BINARY_DIR}/config/library.cpp)

file(GLOB pinn_library_files CONFIGURE_DEPENDS ${pinn_library_folder}/*.json)
add_custom_command(
  OUTPUT ${pinn_library_source}
  COMMAND ${CMAKE_COMMAND} -DFOLDER=${pinn_library_folder} -DOUTPUT=${pinn_library_source} -P
          ${pinn_library_script}
  DEPENDS ${pinn_library_files} ${pinn_library_script}
  COMMENT "Writing the problem library as C++"
  VERBATIM)
target_sources(pinn_core PRIVATE ${pinn_library_source})
