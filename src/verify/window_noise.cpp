// SPDX-License-Identifier: MIT
// Sums of absolute terms.
#include "window_noise.hpp"

#include <algorithm>
#include <cmath>

namespace pinn {

Eigen::VectorXd window_noise(const Window& window) {
  const auto bound = [](const Eigen::RowVectorXd& coefficients, double q) {
    double sum = 0.0;
    for (Eigen::Index k = coefficients.size() - 1; k >= 0; --k) {
      sum = sum * q + std::abs(coefficients(k));
    }
    return sum;
  };
  const double reach =
      std::max(std::abs(window.start - window.anchor), std::abs(window.end - window.anchor));
  const double linear = reach * std::abs(window.argument_rate);
  const double q = window.argument == Window::Argument::Linear ? linear : std::min(linear, 1.0);
  Eigen::VectorXd noise(window.scale.size());
  for (Eigen::Index s = 0; s < noise.size(); ++s) {
    const bool shared = window.networks.size() == 1;
    const Linear& last = window.networks[shared ? 0 : static_cast<std::size_t>(s)].layers.back();
    const Eigen::Index row = shared ? s : 0;
    const double network = last.weight.row(row).norm() + std::abs(last.bias(row));
    noise(s) = bound(window.offset.row(s), q) +
               std::abs(window.scale(s)) * bound(window.factor.row(s), q) * network;
  }
  return noise;
}

}  // namespace pinn
