// SPDX-License-Identifier: MIT
// Where the conditions of an initial-value problem stand and the values they give.
#pragma once

#include <Eigen/Dense>
#include <string>

#include "pinn/engine/engine.hpp"
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

/// What a training by windows from there begins with: no window yet, every condition hard. False,
/// with the reason in the result, if there is no initial state.
bool begin(const Problem& problem, const InitialState& initial, TrainingResult& result);

}  // namespace pinn::readout
