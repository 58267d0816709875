// SPDX-License-Identifier: MIT
// How much larger the terms of a window are than their sum.
#pragma once

#include <Eigen/Dense>

#include "pinn/model/model.hpp"

namespace pinn {

/// Size of the terms that add up to the values of a window: a value is rounded to epsilon times it.
///
/// Equation:  |offset| + scale |factor| (root of the sum of squared weights + |bias|), with the
///            polynomials at their largest; right for features of size 1, such as tanh
/// Shapes:    -> (n_states)
Eigen::VectorXd window_noise(const Window& window);

}  // namespace pinn
