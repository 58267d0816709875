// SPDX-License-Identifier: MIT
// Taylor series through the layers: a matrix product per layer, an activation per unit.
#include "pinn/model/mlp.hpp"

#include <cstddef>

namespace pinn {

namespace {

/// Every unit of every point: a series whose coefficients stand side by side in a row.
void activate_all(Activation activation, Eigen::MatrixXd& h, int n_coefficients) {
  std::vector<double> unit(static_cast<std::size_t>(n_coefficients));
  double* const z = unit.data();
  const Eigen::Index n_units = h.rows();
  for (Eigen::Index first = 0; first < h.cols(); first += n_coefficients) {
    double* const block = h.data() + first * n_units;
    for (Eigen::Index row = 0; row < n_units; ++row) {
      for (int k = 0; k < n_coefficients; ++k) z[k] = block[k * n_units + row];
      activate_series(activation, z, n_coefficients);
      for (int k = 0; k < n_coefficients; ++k) block[k * n_units + row] = z[k];
    }
  }
}

}  // namespace

Eigen::MatrixXd Mlp::series_many(const Eigen::MatrixXd& inputs, int n_coefficients) const {
  Eigen::MatrixXd h = inputs;
  Eigen::MatrixXd z;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    z.noalias() = layers[l].weight * h;
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
