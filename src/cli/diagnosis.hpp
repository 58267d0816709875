// SPDX-License-Identifier: MIT
// What the files of a run say about what may be wrong with it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pinn::cli {

struct Finding {
  std::string check;      ///< Its name.
  bool severe = false;    ///< The answer may be wrong.
  std::string measured;   ///< "residual at the check points 3e-2, at the training points 1e-4"
  std::string threshold;  ///< "more than 10 times it"
  std::string advice;     ///< An option to try.
};

/// Every check that fires, severe ones first.
///
/// Throws:  FileError, ConfigError if `run` is not the folder of a run.
std::vector<Finding> diagnose(const std::filesystem::path& run);

}  // namespace pinn::cli
