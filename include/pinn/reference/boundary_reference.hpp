// SPDX-License-Identifier: MIT
// The classical solution of a boundary-value problem by collocation, with its own error known.
#pragma once

#include <vector>

#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/reference/reference.hpp"

namespace pinn {

/// Polynomials on a mesh that is refined until their residual between the points of collocation is
/// within the tolerances, and once more on a mesh twice as fine, which measures the error. It
/// begins with the model, so that it finds the solution that the model stands for, if there are
/// several; what it converges to follows from the equations and conditions alone.
///
/// Source:  U. Ascher, R. Mattheij, R. Russell 1995, Numerical solution of boundary value problems
///          for ordinary differential equations, chapter 5; J. Kierzenka, L. Shampine 2001, A BVP
///          solver based on residual control and the MATLAB PSE, ACM Trans. Math. Softw. 27, 299.
/// Needs:   problem.kind is Bvp; the model covers the domain; points inside the domain.
/// Never throws for a numerical failure: `solved` is false and `message` says why.
ReferenceSolution solve_boundary_reference(const Problem& problem,
                                           const ReferenceOptions& options,
                                           const Model& model,
                                           std::vector<double> points);

}  // namespace pinn
