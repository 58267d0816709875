// SPDX-License-Identifier: MIT
// Taylor series through the layers: a matrix product per layer, an activation per unit.
#include "pinn/model/mlp.hpp"

#include <cstddef>

namespace pinn {

namespace {

/// Every unit of every point: coefficients of a unit stand side by side in a row.
void activate_all(Activation activation, Eigen::MatrixXd& h, int n_coefficients) {
  const auto n_units = static_cast<int>(h.rows());
  for (Eigen::Index first = 0; first < h.cols(); first += n_coefficients) {
    activate_many(activation, h.data() + first * h.rows(), nullptr, n_units, n_coefficients);
  }
}

/// z = weight h, every entry added up in the same order whatever stands beside it: large weights
/// may cancel, and a value must not depend on what is evaluated with it.
void multiply_output(const Eigen::MatrixXd& weight, const Eigen::MatrixXd& h, Eigen::MatrixXd& z) {
  const Eigen::MatrixXd by_output = weight.transpose();
  const Eigen::Index n = by_output.rows();
  z.resize(by_output.cols(), h.cols());
  for (Eigen::Index column = 0; column < h.cols(); ++column) {
    const double* unit = h.data() + column * n;
    for (Eigen::Index row = 0; row < z.rows(); ++row) {
      const double* w = by_output.data() + row * n;
      double even = 0.0;
      double odd = 0.0;
      Eigen::Index j = 0;
      for (; j + 1 < n; j += 2) {
        even += w[j] * unit[j];
        odd += w[j + 1] * unit[j + 1];
      }
      if (j < n) even += w[j] * unit[j];
      z(row, column) = even + odd;
    }
  }
}

}  // namespace

Eigen::MatrixXd Mlp::series_many(const Eigen::MatrixXd& inputs, int n_coefficients) const {
  Eigen::MatrixXd h = inputs;
  Eigen::MatrixXd z;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (l + 1 < layers.size()) {
      z.noalias() = layers[l].weight * h;
    } else {
      multiply_output(layers[l].weight, h, z);
    }
    for (Eigen::Index first = 0; first < z.cols(); first += n_coefficients) {
      z.col(first) += layers[l].bias;  // a constant: the first coefficient alone
    }
    if (l + 1 < layers.size()) activate_all(activation, z, n_coefficients);
    h.swap(z);
  }
  return h;
}

Eigen::MatrixXd Mlp::series(const Eigen::MatrixXd& inputs) const {
  return series_many(inputs, static_cast<int>(inputs.cols()));
}

std::int64_t Mlp::n_weights() const {
  std::int64_t sum = 0;
  for (const Linear& layer : layers) sum += layer.weight.size() + layer.bias.size();
  return sum;
}

}  // namespace pinn
