// SPDX-License-Identifier: MIT
// The gnuplot script of a run.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "pinn/config/config.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// Which pictures there are to draw.
struct PlotContent {
  std::string name;            ///< Of the run; the title.
  bool solution = true;        ///< There is a solution.csv.
  bool reference = false;      ///< solution.csv has <s>_ref and <s>_err.
  bool extrapolation = false;  ///< There is an extrapolation.csv.
  bool by_window = false;      ///< history.csv has one row per window.
};

/// A script that draws loss, solution, error and the behaviour past the domain as pictures beside
/// itself, wherever it is called from.
std::string plot_script(const Problem& problem, const PlotContent& content);

}  // namespace pinn
