// SPDX-License-Identifier: MIT
// Highest derivatives where the equations are not affine in them: there may be several.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/problem/problem.hpp"

namespace pinn {

/// Values of the states' highest derivatives with which the equations hold, all below being known,
/// as far as Newton's method finds them from many starts; the nearest to `near` first, each once.
///
/// Shapes:  u: state by state, the derivatives 0 to order - 1; near and results (n_states)
/// Needs:   problem.equations without delays that ask for an unknown past.
/// Source:  Deuflhard 2011, Newton Methods for Nonlinear Problems, 3.1: steps halved until the
///          residuals become smaller.
std::vector<Eigen::VectorXd> highest_derivatives(const Problem& problem,
                                                 double t,
                                                 const Eigen::VectorXd& u,
                                                 const Eigen::VectorXd& near);

/// What problem.guess says of the highest derivatives at t; 0 where it says nothing.
///
/// Shapes:  -> (n_states)
Eigen::VectorXd guessed_highest(const Problem& problem, double t);

}  // namespace pinn
