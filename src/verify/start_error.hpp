// SPDX-License-Identifier: MIT
// The error with which a model starts: what its values make of the conditions.
#pragma once

#include <Eigen/Dense>
#include <optional>

#include "pinn/problem/problem.hpp"

namespace pinn {

/// Errors of the derivatives 0 .. order - 1 at the point of the conditions; nothing if the
/// conditions, linearised there, do not determine them.
///
/// Equation:  G(model) = violation, G(solution) = 0  =>  G_u e = violation
/// Shapes:    slots (n_slots) -> (total order)
/// Needs:     all conditions stand at one point.
std::optional<Eigen::VectorXd> start_error(const Problem& problem, const Eigen::RowVectorXd& slots);

}  // namespace pinn
