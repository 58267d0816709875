// SPDX-License-Identifier: MIT
// A finished run evaluated at any points, without LibTorch.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "pinn/app/prepare.hpp"
#include "pinn/model/model.hpp"
#include "pinn/util/table.hpp"

namespace pinn {

/// A model and, if its file holds a config, the problem it solves.
struct LoadedRun {
  Model model;
  std::optional<Problem> problem;
  std::vector<Warning> warnings;  ///< Why there is no problem, if there is none.
};

/// Reads a run folder or a .safetensors file. Data files of the config are not needed.
///
/// Throws:  FileError, ConfigError.
LoadedRun load_run(const std::filesystem::path& path);

/// The places in "A:B:N" (N points, both ends included) or "V,V,...". Each may be a constant
/// expression such as 4*pi.
///
/// Throws:  UsageError.
std::vector<double> parse_points(const std::string& text);

/// The places in a CSV file: the column named like the variable, else the first.
///
/// Throws:  FileError, ConfigError.
std::vector<double> read_points(const std::filesystem::path& path, const std::string& variable);

/// How many of the points lie outside the domain of the model.
std::size_t n_outside(const Model& model, const std::vector<double>& points);

/// Columns of solution.csv without those of the reference. Without a problem: states only.
Table evaluate_run(const LoadedRun& run, const std::vector<double>& points);

}  // namespace pinn
