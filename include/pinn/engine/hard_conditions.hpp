// SPDX-License-Identifier: MIT
// Which conditions can hold by construction, and the functions that make them hold.
#pragma once

#include <Eigen/Dense>
#include <string>
#include <vector>

#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// y = N + sum_k eta_k (c_k - L_k[N]), where L_k[y] = c_k are the hard conditions and the eta_k are
/// combinations of polynomials in q with L_j[eta_k] = delta_jk.
///
/// Source:  Mortari 2017, The Theory of Connections, Mathematics 5(4), 57.
struct HardConditions {
  std::vector<int> hard;  ///< Indices into problem.conditions.
  std::vector<int> soft;
  /// One clause per soft condition that was asked to be hard: `condition "y(0)^2 = 1" is not linear
  /// in the states, so ...`; as many as soft, or none if all were asked to be soft.
  std::vector<std::string> why_soft;
  /// q = (v - anchor) * rate: the point where all conditions stand, or the middle of the domain.
  double anchor = 0.0;
  double rate = 1.0;
  /// One per hard condition, all of one shape (n_states, n_coefficients): row s, column j is the
  /// coefficient of q^j in state s.
  std::vector<Eigen::MatrixXd> eta;
};

/// Every linear condition that does not depend on those before it becomes hard; with
/// Imposed::Soft none.
HardConditions make_hard_conditions(const Problem& problem, Imposed imposed);

/// L[y] = sum_i coefficients[i] y_s^(d)(at) of a linear condition on the states of a window, at
/// places outside the window too.
double linear_value(const Condition& condition, const Window& window);

/// Fills `window.offset` so that the states meet the hard conditions to rounding; the factor
/// becomes 1.
///
/// Equation:  offset = sum_k eta_k (c_k - L_k[scale N])
/// Needs:     the networks, the input map and the scale of the window are set.
void apply_hard_conditions(Window& window, const Problem& problem, const HardConditions& hard);

}  // namespace pinn
