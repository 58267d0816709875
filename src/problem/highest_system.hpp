// SPDX-License-Identifier: MIT
// The linear system that the equations are for their highest derivatives.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/expression/dual.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::detail {

/// Residuals and their derivatives by the highest derivatives, at the slots given.
///
/// Equation:  residual(h + e) = residual(h) + by_highest e
/// Shapes:    by_highest (n_states, n_states), residual (n_states)
struct HighestSystem {
  Eigen::MatrixXd by_highest;
  Eigen::VectorXd residual;
};

HighestSystem highest_system(const Problem& problem, const std::vector<double>& slots);

/// Solves A x = b with the rows scaled to size 1. False if A is singular to rounding or if any
/// entry is not finite.
bool solve_scaled(Eigen::MatrixXd A, Eigen::MatrixXd b, Eigen::MatrixXd& x);

/// True if the highest derivatives follow from all else, judged at generic points.
///
/// Needs:  the residuals are affine in the highest derivatives.
bool determines_highest(const Problem& problem);

}  // namespace pinn::detail
