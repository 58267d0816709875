// SPDX-License-Identifier: MIT
// The units a trained network works in.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/engine/engine.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// Sizes that a network sees. A domain within [-30, 30] and no shorter than 1/30 stays as it is,
/// and so does a state of size 1/30 to 30; otherwise x = (v - a)/(b - a), and the network's state
/// is y_s/state(s), where the size is the largest value in conditions and data.
struct Scaling {
  InputMap input;             ///< Without Fourier features.
  Eigen::VectorXd state;      ///< (n_states) y_s = state(s) * what the network gives.
  Eigen::VectorXd residual;   ///< (n_equations) Factor of each residual in the loss.
  Eigen::VectorXd condition;  ///< (n_conditions) Factor of each violation in the loss.

  bool is_identity() const;
};

Scaling make_scaling(const Problem& problem, const std::vector<DataSeries>& data);

}  // namespace pinn
