// SPDX-License-Identifier: MIT
// Values to measure errors against, and how far they can be trusted.
#pragma once

#include <string>

#include "first_order.hpp"
#include "peer.hpp"
#include "pinn/config/config.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::bench {

struct Truth {
  std::string source = "none";
  double agreement = 1.0;  ///< Scaled distance to the nearest independent solve; 0 if exact.
  Eigen::MatrixXd values;  ///< (n_points, n_states)
};

/// Exact solutions where every state has one; else that one of the tightest solves of readout
/// engine, Adams and BDF which another one confirms best.
///
/// Needs:  task.size
Truth find_truth(const Problem& problem, const Config& config, FirstOrder& form, const Task& task);

/// Largest error over points and states, each state relative to its largest value.
///
/// Shapes:  values, truth (n_points, n_states)
double scaled_error(const Eigen::MatrixXd& values, const Eigen::MatrixXd& truth);

}  // namespace pinn::bench
