// SPDX-License-Identifier: MIT
// What a solution is compared with, as numbers at points.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/reference/reference.hpp"

namespace pinn {

/// Exact values where the basis is exact and the state has some, else those of the reference; nan
/// where there are none.
///
/// Shapes:  -> (n_points, n_states)
Eigen::MatrixXd basis_values(const Problem& problem,
                             Basis basis,
                             const ReferenceSolution* reference,
                             const std::vector<double>& points);

/// True if the verdict compares values with those of another solution.
bool is_comparison(Basis basis);

/// The basis that a verdict will have if all goes well; without anything to compare with Estimate
/// where the error can be estimated, else Residual.
Basis expected_basis(const Problem& problem,
                     const AcceptConfig& accept,
                     const ReferenceSolution* reference);

/// Largest |model - value| over all states and the points in [from, to]; nan if there is no value
/// at all.
double largest_error(const Model& model,
                     const std::vector<double>& points,
                     const Eigen::MatrixXd& values,
                     double from,
                     double to);

}  // namespace pinn
