// SPDX-License-Identifier: MIT
// The factor form of initial-value problems: y = offset(q) + q^order M.
#pragma once

#include <Eigen/Dense>
#include <optional>

#include "pinn/engine/hard_conditions.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// Derivative d of state s at the start of the domain in row s, column d (unused columns 0), if the
/// hard conditions say no more and no less than that: all stand at the start and all of the problem
/// is hard.
std::optional<Eigen::MatrixXd> initial_values(const Problem& problem, const HardConditions& hard);

/// Sets argument, offset and factor of the window.
///
/// Equation:  q = 1 - exp(-(v - start) rate); offset_s(q) has the initial values of state s,
///            factor_s = q^order_s.
void set_initial_values(const Problem& problem, const Eigen::MatrixXd& initial, Window& window);

}  // namespace pinn
