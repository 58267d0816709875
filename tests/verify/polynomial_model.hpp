// SPDX-License-Identifier: MIT
// Models whose networks are zero, so that their states are polynomials known by heart.
#pragma once

#include <string>
#include <vector>

#include "model/random_model.hpp"
#include "pinn/model/model.hpp"

namespace pinn::test {

/// One window: its ends and, by state, the coefficients of 1, v, v^2, ...
struct Piece {
  double start;
  double end;
  std::vector<std::vector<double>> coefficients;
};

inline Model polynomial_model(std::vector<std::string> states, const std::vector<Piece>& pieces) {
  Model model;
  model.states = std::move(states);
  const int n_states = model.n_states();
  for (const Piece& piece : pieces) {
    Mlp zero = random_mlp({1, n_states}, Activation::Tanh, 1);
    zero.layers[0].weight.setZero();
    zero.layers[0].bias.setZero();
    Window window = plain_window(piece.start, piece.end, zero);
    window.anchor = 0.0;
    std::size_t longest = 1;
    for (const auto& row : piece.coefficients) longest = std::max(longest, row.size());
    window.offset = Eigen::MatrixXd::Zero(n_states, static_cast<Eigen::Index>(longest));
    for (std::size_t s = 0; s < piece.coefficients.size(); ++s) {
      for (std::size_t k = 0; k < piece.coefficients[s].size(); ++k) {
        window.offset(static_cast<Eigen::Index>(s), static_cast<Eigen::Index>(k)) =
            piece.coefficients[s][k];
      }
    }
    model.windows.push_back(window);
  }
  return model;
}

}  // namespace pinn::test
