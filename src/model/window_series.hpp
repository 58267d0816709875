// SPDX-License-Identifier: MIT
// The parts of a window beside its networks as Taylor series in s = (variable) - v.
#pragma once

#include <Eigen/Dense>

#include "pinn/model/model.hpp"

namespace pinn {

/// Series of q(v + s), `n` coefficients.
Eigen::RowVectorXd argument_series(const Window& window, double v, int n);

/// Truncated product of two series of one length.
Eigen::RowVectorXd series_product(const Eigen::RowVectorXd& a, const Eigen::RowVectorXd& b);

/// Series of the polynomial with these coefficients at the series q, by Horner's rule.
Eigen::RowVectorXd polynomial_series(const Eigen::RowVectorXd& coefficients,
                                     const Eigen::RowVectorXd& q);

/// Series of the inputs x, sin, cos, sin, cos, ... at v.
///
/// Shapes:  inputs (map.n_inputs(), n)
void fill_inputs(const InputMap& map, double v, int n, Eigen::Ref<Eigen::MatrixXd> inputs);

}  // namespace pinn
