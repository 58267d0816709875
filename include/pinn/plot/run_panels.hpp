// SPDX-License-Identifier: MIT
// The pictures of a run, from the tables in its folder.
#pragma once

#include <string>
#include <vector>

#include "pinn/plot/figure.hpp"

namespace pinn {

/// The tables of a run as text, and what its pictures are to say.
struct RunTables {
  std::string name;  ///< Of the run, for a legend of several.
  std::string solution;
  std::string extrapolation;  ///< Empty: none.
  std::string history;        ///< Empty: none.
  std::vector<std::string> states;
  std::string variable;
};

/// Solution with its reference, error, residual, loss, its parts, phase portrait: those that there
/// is something to draw of, in this order. Curves of several runs lie over each other.
///
/// Throws:  ConfigError if a table is not one.
std::vector<Panel> run_panels(const std::vector<RunTables>& runs);

}  // namespace pinn
