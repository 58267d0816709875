// SPDX-License-Identifier: MIT
// A run as one HTML file that needs nothing else.
#pragma once

#include <string>

#include "pinn/model/model.hpp"
#include "pinn/plot/run_panels.hpp"

namespace pinn {

/// What a run folder holds of it.
struct PageInput {
  std::string run_json;
  std::string config_json;
  std::string conditions_csv;
  RunTables tables;
  Model model;  ///< Without windows: none.
};

/// Verdict, equations, pictures, a network to ask, figures, config. Readable without a script; with
/// one the pictures can be read and enlarged, and the networks evaluated.
///
/// Throws:  ConfigError if run_json is not that of a run.
std::string make_page(const PageInput& input);

}  // namespace pinn
