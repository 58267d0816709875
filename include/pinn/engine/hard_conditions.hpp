// SPDX-License-Identifier: MIT
// Which conditions can hold by construction, and the functions that make them hold.
#pragma once

#include <Eigen/Dense>
#include <string>
#include <vector>

#include "pinn/problem/problem.hpp"

namespace pinn {

/// y = N + sum_k eta_k (c_k - L_k[N]), where L_k[y] = c_k are the hard conditions and the eta_k are
/// combinations of polynomials in q with L_j[eta_k] = delta_jk.
///
/// Source:  Mortari 2017, The Theory of Connections, Mathematics 5(4), 57.
struct HardConditions {
  std::vector<int> hard;  ///< Indices into problem.conditions.
  std::vector<int> soft;
  std::vector<std::string>
      why_soft;         ///< One sentence per soft condition that was asked to be hard.
  double anchor = 0.0;  ///< q = (v - anchor) * rate
  double rate = 1.0;
  /// eta[k] (n_states, n_coefficients): row s, column j is the coefficient of q^j in state s.
  std::vector<Eigen::MatrixXd> eta;
};

/// Needs:  imposed == Soft gives every condition soft.
HardConditions make_hard_conditions(const Problem& problem, Imposed imposed);

}  // namespace pinn
