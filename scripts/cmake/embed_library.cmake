# SPDX-License-Identifier: MIT
# Writes the C++ file that holds the problem library: cmake -DFOLDER=... -DOUTPUT=... -P this file.
file(GLOB files ${FOLDER}/*.json)
list(SORT files) # lower-case names: the order of bytes

set(rows "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  # CMake would take a bracket or a semicolon in an unquoted text apart: keep the quotes.
  string(APPEND rows "      {\"${name}\", R\"json(${text})json\"},\n")
endforeach()

file(
  WRITE ${OUTPUT}
  "// Made by scripts/cmake/embed_library.cmake from configs/library.
#include \"pinn/config/library.hpp\"

namespace pinn {

const std::vector<LibraryConfig>& library_configs() {
  static const std::vector<LibraryConfig> configs{
${rows}  };
  return configs;
}

}  // namespace pinn
")
