// SPDX-License-Identifier: MIT
// Points of a window and places of the features, in extended precision.
#pragma once

#include "extended.hpp"
#include "pinn/basis/tables.hpp"

namespace pinn {

/// Gauss or Radau points on [-1, 1], increasing.
ExtendedVector collocation_points(NodeKind kind, int n_points);

/// cos(pi (j + 1/2) / n), j = 0 .. n - 1: decreasing from nearly 1 to nearly -1.
ExtendedVector chebyshev_cosines(int n);

/// P_0 .. P_(n-1) at the points.
///
/// Shapes:  points (n_points) → (n_points, n).
ExtendedMatrix legendre_values(const ExtendedVector& points, int n);

}  // namespace pinn
