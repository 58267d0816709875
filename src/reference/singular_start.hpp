// SPDX-License-Identifier: MIT
// The first short stretch from a point where the right side is not finite.
#pragma once

#include <Eigen/Dense>
#include <optional>

#include "cvode_solver.hpp"
#include "pinn/problem/explicit_form.hpp"

namespace pinn {

/// A polynomial u(t) on [begin, end] (or backwards) that meets u' = f at points inside.
struct StartSeries {
  double begin = 0.0;
  double end = 0.0;
  Eigen::VectorXd u0;
  Eigen::MatrixXd slopes;  ///< Legendre coefficients of u' on [-1, 1]: (size of u, n).

  Eigen::VectorXd value(double t) const;
};

/// Leaves (t, u) by Radau collocation: its points lie inside, so the right side is never asked for
/// at t itself. Two degrees must agree within the tolerance, else the stretch is shortened.
///
/// Nothing if that never happens: no smooth solution leaves the point, or more than one.
/// Source:  Hairer, Wanner 1996, Solving Ordinary Differential Equations II, section IV.5.
std::optional<StartSeries> leave_singular_point(const ExplicitForm& form,
                                                double t,
                                                const Eigen::VectorXd& u,
                                                double stop,
                                                const VectorTolerance& tolerance);

}  // namespace pinn
