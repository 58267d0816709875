// SPDX-License-Identifier: MIT
// A multilayer perceptron of one variable in plain doubles, with derivatives of any order.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <vector>

#include "pinn/model/activation.hpp"

namespace pinn {

/// Affine map W h + b.
struct Linear {
  Eigen::MatrixXd weight;  ///< (n_out, n_in)
  Eigen::VectorXd bias;    ///< (n_out)
};

/// Linear, activation, Linear, ..., Linear: no activation after the last layer.
struct Mlp {
  std::vector<Linear> layers;
  Activation activation = Activation::Tanh;

  /// Propagates the truncated Taylor series of the inputs through the layers.
  ///
  /// Shapes:  inputs (n_in, order + 1): column k is the coefficient of s^k -> (n_out, order + 1).
  Eigen::MatrixXd series(const Eigen::MatrixXd& inputs) const;

  /// The same for many points side by side.
  ///
  /// Shapes:  inputs (n_in, n_points * n_coefficients): column p * n_coefficients + k is the
  ///          coefficient of s^k at point p -> (n_out, n_points * n_coefficients).
  Eigen::MatrixXd series_many(const Eigen::MatrixXd& inputs, int n_coefficients) const;

  int n_inputs() const { return static_cast<int>(layers.front().weight.cols()); }
  int n_outputs() const { return static_cast<int>(layers.back().weight.rows()); }
  std::int64_t n_weights() const;
};

}  // namespace pinn
