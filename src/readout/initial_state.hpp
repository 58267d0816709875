// SPDX-License-Identifier: MIT
// Where the conditions of an initial-value problem stand and the values they give.
#pragma once

#include <Eigen/Dense>
#include <string>

#include "right_side.hpp"

namespace pinn::readout {

struct InitialState {
  std::string failure;  ///< Why there is none; empty if there is.
  double at = 0.0;
  Eigen::VectorXd u;  ///< (n)
};

/// Solves the conditions, linear or not, for the components at their point.
///
/// Needs:   problem.kind is Ivp.
InitialState initial_state(const Problem& problem, const Components& components);

}  // namespace pinn::readout
