// SPDX-License-Identifier: MIT
// The problem library: configs/library, built into the program.
#pragma once

#include <string_view>
#include <vector>

namespace pinn {

/// One file of configs/library, byte for byte.
struct LibraryConfig {
  std::string_view name;  ///< The file's stem, which is its "name" too.
  std::string_view text;
};

/// Every problem of the library, sorted by name.
const std::vector<LibraryConfig>& library_configs();

}  // namespace pinn
