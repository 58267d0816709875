// SPDX-License-Identifier: MIT
// Measured values from CSV files.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/engine/engine.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn {

inline constexpr std::size_t kMaxDataBytes = std::size_t{256} * 1024 * 1024;

/// What the data files of a config hold.
struct ReadData {
  std::vector<DataSeries> series;
  std::vector<std::pair<std::string, std::string>> sha256;  ///< File as written, digest.
  Diagnostics warnings;                                     ///< Missing values, counted.
};

/// Reads every file of problem.data; an empty cell or `nan` is a missing value.
///
/// Throws:  ConfigError with every mistake of a file, each as FILE:LINE:COLUMN; FileError.
ReadData read_data(const ProblemConfig& config,
                   const Problem& problem,
                   const std::filesystem::path& folder);

/// The series in one file's text, which `name` stands for in messages.
///
/// Throws:  ConfigError.
std::vector<DataSeries> parse_data(const DataConfig& config,
                                   const Problem& problem,
                                   const std::string& text,
                                   const std::string& name,
                                   std::size_t& n_missing);

}  // namespace pinn
