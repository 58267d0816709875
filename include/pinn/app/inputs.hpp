// SPDX-License-Identifier: MIT
// Measured signals from CSV files.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn {

/// What is to be told of the files of problem.inputs.
struct ReadInputs {
  std::vector<std::pair<std::string, std::string>> sha256;  ///< File as written, digest.
  Diagnostics warnings;                                     ///< Missing values, counted.
};

/// Reads every file of problem.inputs and puts the signals into the problem.
///
/// Throws:  ConfigError with every mistake of a file, each as FILE:LINE:COLUMN; FileError.
ReadInputs read_inputs(const ProblemConfig& config,
                       const std::filesystem::path& folder,
                       Problem& problem);

/// The signal in one file's text, which `name` stands for in messages. Rows with a missing value
/// are left out and counted; the places must increase and cover the domain.
///
/// Throws:  ConfigError.
std::shared_ptr<const Signal> parse_input(const InputConfig& config,
                                          const Problem& problem,
                                          const std::string& text,
                                          const std::string& name,
                                          std::size_t& n_missing);

}  // namespace pinn
