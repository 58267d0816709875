// SPDX-License-Identifier: MIT
// Minimisation of a smooth function by a self-scaled quasi-Newton method.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <functional>
#include <string>

namespace pinn {

/// The value at x; fills the gradient, which has the size of x.
using Objective = std::function<double(const Eigen::VectorXd& x, Eigen::VectorXd& gradient)>;

/// What one iteration has reached.
struct QuasiNewtonStep {
  std::int64_t iteration = 0;  ///< From 1.
  double value = 0.0;
  double gradient_norm = 0.0;
  double length = 0.0;  ///< Of the direction that the line search was given.
};

struct QuasiNewtonResult {
  enum class End { Limit, Watch, NoDescent, NotFinite };

  End end = End::Limit;
  std::string message;
  std::int64_t iterations = 0;
  double value = 0.0;
};

/// The most unknowns that minimise_self_scaled() takes: it keeps half a dense matrix of them.
inline constexpr Eigen::Index kMostQuasiNewtonUnknowns = 5000;

/// Self-scaled Broyden's method (SSBroyden) with a dense inverse Hessian and a strong Wolfe search.
/// Every update first scales the matrix, so that it forgets what no longer holds; on the losses of
/// trained equations, which are badly scaled, it goes on where BFGS stands still.
///
/// Needs:   x finite, no more than kMostQuasiNewtonUnknowns.
/// Returns: x is the best point. `watch` is called after every iteration, when the objective was
///          last asked for at the point reached; false ends it.
/// Source:  Al-Baali 1998, Numerical experience with a class of self-scaling quasi-Newton
///          algorithms, J. Optim. Theory Appl. 96, 533; Urban, Stefanou, Pons 2025, Unveiling the
///          optimization process of physics informed neural networks, J. Comput. Phys. 523, 113656.
/// Cost:    an iteration 3 n^2 multiplications beside its evaluations, mostly one.
QuasiNewtonResult minimise_self_scaled(const Objective& objective,
                                       Eigen::VectorXd& x,
                                       std::int64_t max_iterations,
                                       const std::function<bool(const QuasiNewtonStep&)>& watch);

}  // namespace pinn
