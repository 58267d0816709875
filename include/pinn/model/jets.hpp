// SPDX-License-Identifier: MIT
// Derivatives of a network by its weights, through its derivatives by the variable.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/model/mlp.hpp"

namespace pinn {

/// All weights in one vector: layer by layer the weight, column by column, then the bias.
Eigen::VectorXd weights_of(const Mlp& network);

/// Needs:   as many weights as the network has.
void set_weights(Mlp& network, const Eigen::VectorXd& weights);

/// Carries truncated Taylor series through the layers, as Mlp::series_many does, and adjoints of
/// the outputs' coefficients back to the weights: exact derivatives of any order, by hand.
///
/// Equation:  u = a(z): du_k/dz_j = s_(k-j), where s is the series of a'(z), so that an adjoint
///            passes as Z_j = sum_(k >= j) U_k s_(k-j); affine maps act on every coefficient.
class Jets {
 public:
  /// Needs:   the network and its weights stay as they are until the last gradient.
  /// Shapes:  inputs (n_in, n_points * n) -> (n_out, n_points * n): column p * n + k is the
  ///          coefficient of s^k at point p.
  const Eigen::MatrixXd& forward(const Mlp& network, const Eigen::MatrixXd& inputs, int n);

  /// For every point the gradient of the sum of adjoint times coefficient over the outputs there.
  ///
  /// Shapes:  adjoint (n_out, n_points * n); by_point (n_weights, n_points)
  void gradients(const Eigen::MatrixXd& adjoint, Eigen::Ref<Eigen::MatrixXd> by_point);

 private:
  void through_activation(std::size_t layer, Eigen::MatrixXd& adjoint) const;

  const Mlp* network_ = nullptr;
  int n_ = 0;
  std::vector<Eigen::MatrixXd> inputs_;  ///< Of every layer.
  std::vector<Eigen::MatrixXd> slopes_;  ///< Of the activation after every layer but the last.
  Eigen::MatrixXd outputs_;
  Eigen::MatrixXd adjoint_;
  Eigen::MatrixXd below_;
};

}  // namespace pinn
