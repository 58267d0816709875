// SPDX-License-Identifier: MIT
// Networks and models with reproducible random weights, for tests.
#pragma once

#include <random>
#include <vector>

#include "pinn/model/model.hpp"

namespace pinn::test {

inline Mlp random_mlp(const std::vector<int>& sizes, Activation activation, unsigned seed) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> weight(-1.0, 1.0);
  Mlp mlp;
  mlp.activation = activation;
  for (std::size_t l = 0; l + 1 < sizes.size(); ++l) {
    Linear layer;
    layer.weight.resize(sizes[l + 1], sizes[l]);
    layer.bias.resize(sizes[l + 1]);
    for (double& w : layer.weight.reshaped()) w = weight(generator);
    for (double& b : layer.bias) b = weight(generator);
    mlp.layers.push_back(layer);
  }
  return mlp;
}

/// One network for all states, offset 0, factor 1, x in [-1, 1].
inline Window plain_window(double start, double end, const Mlp& network) {
  Window window;
  window.start = start;
  window.end = end;
  window.input.shift = 0.5 * (start + end);
  window.input.rate = 2.0 / (end - start);
  window.networks = {network};
  const Eigen::Index n_states = network.layers.back().bias.size();
  window.scale = Eigen::VectorXd::Ones(n_states);
  window.anchor = start;
  window.offset = Eigen::MatrixXd::Zero(n_states, 1);
  window.factor = Eigen::MatrixXd::Ones(n_states, 1);
  return window;
}

/// Everything a window can have: Fourier features, polynomials, both arguments.
inline Window rich_window(double start, double end, Window::Argument argument, bool per_state) {
  Window window = plain_window(start, end, random_mlp({5, 7, 2}, Activation::Tanh, 3));
  if (per_state) {
    window.networks = {random_mlp({5, 6, 4, 1}, Activation::Tanh, 4),
                       random_mlp({5, 3, 1}, Activation::Tanh, 5)};
  }
  window.input.fourier_features = 2;
  window.input.fourier_start = start;
  window.input.fourier_length = 1.7;
  window.scale << 1.5, -0.25;
  window.argument = argument;
  window.argument_rate = 0.8;
  window.offset.resize(2, 3);
  window.offset << 0.1, -0.4, 0.3, 2.0, 0.0, -1.0;
  window.factor.resize(2, 2);
  window.factor << 0.0, 1.0, 0.5, -0.7;
  return window;
}

}  // namespace pinn::test
