// SPDX-License-Identifier: MIT
// How a problem was understood, before anything is solved.
#pragma once

#include <string>
#include <vector>

#include "pinn/app/prepare.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// What `check` tells.
struct Understanding {
  std::string name;
  std::string variable;
  double start = 0.0;
  double end = 0.0;
  std::vector<State> states;
  std::vector<double> state_scales;  ///< One per state; 1 if it stays as it is.
  std::string kind;                  ///< "ivp" or "bvp"
  bool linear = false;
  bool implicit = false;
  std::vector<std::string> hard;  ///< Conditions that hold by construction.
  std::vector<std::string> soft;
  std::string method;
  std::vector<int> layers;  ///< Widths of the network from input to output.
  std::string basis;        ///< "exact", "reference" or "residual"
  std::size_t n_data_values = 0;
  std::vector<Warning> warnings;
  std::vector<std::string> sentences;  ///< All of it for people.
};

Understanding understand(const Prepared& prepared);

}  // namespace pinn
