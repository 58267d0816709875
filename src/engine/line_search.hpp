// SPDX-License-Identifier: MIT
// A step along a direction that meets the strong Wolfe conditions.
#pragma once

#include <Eigen/Dense>
#include <optional>

#include "pinn/engine/quasi_newton.hpp"

namespace pinn {

/// A place on a line.
struct LinePoint {
  double length = 0.0;
  double value = 0.0;
  double slope = 0.0;  ///< Along the direction.
  Eigen::VectorXd x;
  Eigen::VectorXd gradient;
};

/// The next point along `direction`, the first try at `first` times it.
///
/// Returns: a point with enough descent and a slope that is flat enough; the objective was last
///          asked for there. Where values differ by rounding only, the slopes decide. Nothing if
///          there is none.
/// Source:  Nocedal, Wright 2006, Numerical Optimization, algorithms 3.5 and 3.6; the use of slopes
///          near rounding: Hager, Zhang 2005, SIAM J. Optim. 16, 170.
std::optional<LinePoint> search_line(const Objective& objective,
                                     const LinePoint& from,
                                     const Eigen::VectorXd& direction,
                                     double first);

}  // namespace pinn
